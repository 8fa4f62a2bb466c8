# manpages.sh - the manual is well formed and lists the options the tool has

lint_page()
{
	mandoc -T lint -W warning "$1"
}

# groff says more than mandoc, and ends well whatever it says.
groff_page()
{
	groff -ww -mdoc -T utf8 -z "$1" 2>"$SCRATCH/groff"
	cat "$SCRATCH/groff"
	[ ! -s "$SCRATCH/groff" ]
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

# The words that the program allows as the value of an option: -as, -crypto.
values_are_documented()
{
	bad=0
	page=docs/$1.1
	shift
	for word in $("$BIN/$1" "${@:2}" --options | cut -s -f3 | tr '|' '\n' |
	    sed 's/=$//' | sort -u); do
		grep -qiwF -e "$word" "$page" && continue
		echo "$page does not mention $word, a value of $*"
		bad=1
	done
	return $bad
}

# verbs_are_documented PAGE COMMAND...: each is an item of the page.
verbs_are_documented()
{
	bad=0
	page=docs/$1.1
	shift
	"$BIN/$1" "${@:2}" --verbs >"$SCRATCH/verbs"
	[ -s "$SCRATCH/verbs" ] || return 1
	while read -r verb; do
		grep '^\.It ' "$page" | tr -d '\\' |
		    grep -qE -e " Cm $verb( |\$)" && continue
		echo "$page has no item for the verb $verb"
		bad=1
	done <"$SCRATCH/verbs"
	return $bad
}

# What `storectl dump -json` calls the files that it reads.
kinds_are_documented()
{
	bad=0
	listed=$(sed -n 's/.*"kind":"\([a-z0-9|]*\)".*/|\1|/p' docs/storectl.1)
	kinds=$(sed -n 's/^\t\t"[^"]*", "\([a-z0-9]*\)",.*/\1/p' \
	    common/formats/kinds.c | sort -u)
	[ -n "$kinds" ] || return 1
	for kind in $kinds; do
		case $listed in
		*"|$kind|"*)	continue ;;
		esac
		echo "docs/storectl.1 does not list the kind $kind"
		bad=1
	done
	return $bad
}

for page in docs/*.[1-8]; do
	name=$(basename "$page")
	if have mandoc; then
		try "lint/mandoc_$name" lint_page "$page"
	else
		skip "lint/mandoc_$name" "mandoc is not installed"
	fi
	if have groff; then
		try "lint/groff_$name" groff_page "$page"
	else
		skip "lint/groff_$name" "groff is not installed"
	fi
done
try lint/spckit.7_leads_to_every_page_and_back leads_everywhere
for tool in pvk2pfx certimport storectl crosscert; do
	try "lint/options_of_${tool}_are_in_its_manual" options_agree $tool $tool
	try "lint/values_of_${tool}_are_in_its_manual" \
	    values_are_documented $tool $tool
done
# SignTool's commands have options of their own.
for command in sign verify; do
	try "lint/options_of_storectl_${command}_are_in_its_manual" \
	    options_agree storectl-$command storectl $command
	try "lint/values_of_storectl_${command}_are_in_its_manual" \
	    values_are_documented storectl-$command storectl $command
done
for tool in storectl crosscert; do
	try "lint/verbs_of_${tool}_are_in_its_manual" \
	    verbs_are_documented $tool $tool
done
[ ! -f common/formats/kinds.c ] ||
    try lint/kinds_of_files_are_in_the_manual kinds_are_documented
