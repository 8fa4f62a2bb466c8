# sources.sh - the tree is what the Makefile and the house say it is

top_level()
{
	expected='Makefile README.md certimport common docs pvk2pfx storectl tests'
	found=$(git ls-files 2>/dev/null | cut -d/ -f1 | grep -v '^\.' |
	    sort -u | tr '\n' ' ')
	for f in $found; do
		case " $expected " in
		*" $f "*)	;;
		*)	echo "$f does not belong at the top"; return 1 ;;
		esac
	done
}
try lint/nothing_else_at_the_top top_level

# Long lines are rare enough to be looked at.
line_lengths()
{
	bad=0
	for f in $(find common pvk2pfx certimport storectl tests -name '*.[ch]' \
	    2>/dev/null); do
		expand "$f" | awk -v f="$f" 'length > 100 {
			print f ":" NR ": " length " columns"; bad = 1
		    } END { exit bad }' || bad=1
	done
	return $bad
}
try lint/no_line_over_100_columns line_lengths

no_typedef_structs()
{
	! grep -rnE '^typedef (struct|enum|union)[^(]*$' common pvk2pfx certimport storectl
}
try lint/no_typedef_for_structs no_typedef_structs

no_blanks_at_line_ends()
{
	! grep -rnE '[[:space:]]+$' --include='*.[ch]' --include='*.sh' \
	    --include='*.mk' --include=Makefile \
	    Makefile common pvk2pfx certimport storectl tests
}
try lint/no_blanks_at_line_ends no_blanks_at_line_ends

# A table of limits, a manual: the same names.
limits_documented()
{
	bad=0
	limits=$(sed -n 's/.*{ "\([a-z-]*\)",.*/\1/p' common/base/limits.c)
	[ "$(wc -w <<<"$limits")" -gt 5 ] || return 1
	for name in $limits; do
		for page in docs/*.1; do
			grep -q -- "$name" "$page" && continue
			echo "$page does not mention the limit $name"
			bad=1
		done
	done
	return $bad
}
if ls docs/*.1 >/dev/null 2>&1; then
	try lint/limits_are_in_the_manual limits_documented
fi

sources_documented()
{
	bad=0
	for f in tests/fixtures/*/; do
		f=$(basename "$f")
		grep -q "^## $f/" tests/fixtures/SOURCES.md && continue
		echo "SOURCES.md says nothing about $f/"
		bad=1
	done
	return $bad
}
try lint/every_fixture_has_a_source sources_documented
