# english.sh - words that read as a translation; see docs/CONTRIBUTING.md

strange='\b([Nn]obody|[Ww]hoever)\b|want of memory| is no [a-z]|exclude each other|is nothing for'

# What is right as it is goes first: "there is no X", "is no longer".
plain_english()
{
	find common pvk2pfx certimport storectl docs README.md -type f \
	    \( -name '*.[ch157]' -o -name '*.md' -o -name '*.bash' \) \
	    -exec grep -nE -e "$strange" {} + | sort >"$SCRATCH/strange"
	! sed -E -e 's/\b([Tt]here) is no /\1 is NO /g' \
	    -e 's/ is no (longer|more|less)\b/ is NO \1/g' "$SCRATCH/strange" |
	    grep -E -e "$strange"
}
try lint/plain_english plain_english
