# manpages.sh - the manual is well formed and lists the options the tool has

lint_page()
{
	mandoc -T lint -W warning "$1"
}

# Options of the page: each item of a list that begins with `Fl`.
page_options()
{
	awk '$1 == ".It" { for (i = 2; i < NF; i++)
	    if ($i == "Fl") print $(i + 1) }' "$1" | sed 's/^\\&//' | sort -u
}

options_agree()
{
	"$BIN/$1" --options | sort -u >"$SCRATCH/tool"
	page_options "docs/$1.1" >"$SCRATCH/page"
	[ -s "$SCRATCH/tool" ] &&
	    diff --label "$1 --options" --label "docs/$1.1" \
	    -u "$SCRATCH/tool" "$SCRATCH/page"
}

for page in docs/*.[1-8]; do
	[ -f "$page" ] || continue
	if have mandoc; then
		try "lint/mandoc_$(basename "$page")" lint_page "$page"
	else
		skip "lint/mandoc_$(basename "$page")" "mandoc is not installed"
	fi
done
for tool in pvk2pfx certimport storectl crosscert; do
	[ -f "docs/$tool.1" ] &&
	    try "lint/options_of_${tool}_are_in_its_manual" options_agree $tool
done
