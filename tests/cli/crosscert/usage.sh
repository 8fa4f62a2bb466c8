crosscert 2>&1 | head -2 >&2
crosscert nonsense
crosscert list a b
crosscert list -cert a
crosscert add
crosscert fetch
crosscert fetch a -all
crosscert fetch -all -url http://x
crosscert find -user -sm a
crosscert fetch a -timeout 0
crosscert fetch a -retries 21
crosscert find -q
storectl crosscert --version
storectl -v crosscert list
# Every option and every verb is in the usage text.
crosscert --help >help
for o in $(crosscert --options | cut -f1 | grep -v '^?' | grep -v '^-'); do
	grep -q -- "^  -$o " help || echo "no -$o"
done
sed -n 's/^  \(crosscert\) \([^ ]*\).*/\1 \2/p' help
crosscert list -json "$(printf 'no\377')" | jq -r .error.message
