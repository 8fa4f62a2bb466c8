storectl 2>&1 | head -2 >&2
storectl nonsense
storectl dump
storectl dump a b
storectl dump -q a
storectl dump -sm a
storectl dump -in a b
storectl dump -user -sm a
storectl --version
# Every option and every verb is in the usage text.
storectl --help >help
for o in $(storectl --options | cut -f1 | grep -v '^?' | grep -v '^-'); do
	grep -q -- "^  -$o " help || echo "no -$o"
done
sed -n 's/^  \(storectl\|certutil\) \([^ ]*\).*/\1 \2/p' help |
    grep 'storectl dump'
