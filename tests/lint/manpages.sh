# manpages.sh - the manual is well formed and lists the options the tool has

lint_page()
{
	mandoc -T lint -W warning "$1"
}

# see_also PAGE NAME SECTION
see_also()
{
	sed -n '/^\.Sh SEE ALSO/,/^\.Sh [^S]/p' "$1" | grep -q "^\.Xr $2 $3" ||
	    { echo "$1: SEE ALSO lacks $2($3)"; return 1; }
}

# spckit(7) is the door: it leads to every page, and every page back to it.
leads_everywhere()
{
	for page in docs/*.[1-8]; do
		[ "$page" != docs/spckit.7 ] || continue
		name=${page#docs/}
		see_also docs/spckit.7 "${name%.*}" "${name##*.}" &&
		    see_also "$page" spckit 7 || return 1
	done
}

# Options of the page: each item of a list that begins with `Fl`.
page_options()
{
	awk '$1 == ".It" { for (i = 2; i < NF; i++)
	    if ($i == "Fl") print $(i + 1) }' "$1" | sed 's/^\\&//' | sort -u
}

# options_agree PAGE COMMAND...
options_agree()
{
	page=$1
	shift
	"$BIN/$1" "${@:2}" --options | cut -f1 | sort -u >"$SCRATCH/tool"
	page_options "docs/$page.1" >"$SCRATCH/page"
	[ -s "$SCRATCH/tool" ] &&
	    diff --label "$* --options" --label "docs/$page.1" \
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
try lint/spckit.7_leads_to_every_page_and_back leads_everywhere
for tool in pvk2pfx certimport storectl crosscert; do
	[ -f "docs/$tool.1" ] &&
	    try "lint/options_of_${tool}_are_in_its_manual" options_agree $tool $tool
done
# SignTool's commands have options of their own.
for command in sign verify; do
	[ -f "docs/storectl-$command.1" ] &&
	    try "lint/options_of_storectl_${command}_are_in_its_manual" \
	    options_agree storectl-$command storectl $command
done
