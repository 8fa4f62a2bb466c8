# names.sh - a function has a name of its own, and somebody who calls it

# Definitions as "name file": the house writes the name at the line's start.
definitions()
{
	grep -oE '^[a-z_][A-Za-z0-9_]*\(' /dev/null \
	    $(find common pvk2pfx certimport storectl -name '*.c') |
	    sed 's/^\(.*\):\(.*\)($/\2 \1/' | sort
}

# A debugger or an index of the tree should not have to choose.
one_definition_a_name()
{
	! definitions | awk '$1 != "main" {
		if ($1 == name)
			print $1 ": " file " and " $2
		name = $1
		file = $2
	    }' | grep .
}
try lint/every_function_has_its_own_name one_definition_a_name

# What the product has of functions for others, as the linker sees it, and what
# of it is nowhere named but where it is defined. The module's entry points are
# called by name, through a table.
no_dead_functions()
{
	objects=$(find "$BUILD/obj" -name '*.o' | while read -r o; do
		c=${o#"$BUILD/obj/"}
		[ ! -f "${c%.o}.c" ] || echo "$o"
	done)
	nm --defined-only -g $objects | awk '$2 == "T" { print $3 }' |
	    sort -u >"$SCRATCH/public"
	[ -s "$SCRATCH/public" ] || return 1
	# Its definition, and a declaration.
	for ext in c h; do
		find common pvk2pfx certimport storectl -name "*.$ext" \
		    -exec cat {} + | grep -oE '[A-Za-z_][A-Za-z0-9_]*' |
		    sort | uniq -c | awk '$1 == 1 { print $2 }' | sort \
		    >"$SCRATCH/once.$ext"
	done
	comm -12 "$SCRATCH/once.c" "$SCRATCH/once.h" >"$SCRATCH/once"
	! comm -12 "$SCRATCH/public" "$SCRATCH/once" |
	    grep -v -x -e main -e C_GetFunctionList
}
try lint/no_function_is_dead no_dead_functions

# The walks of docs/architecture.md lead through functions that are there.
walks_lead_somewhere()
{
	definitions | cut -d' ' -f1 | sort -u >"$SCRATCH/there"
	grep -oE '`[a-z_0-9]+\(\)`' docs/architecture.md | tr -d '`()' |
	    sort -u >"$SCRATCH/named"
	[ "$(wc -l <"$SCRATCH/named")" -gt 40 ] &&
	    ! comm -23 "$SCRATCH/named" "$SCRATCH/there" | grep .
}
try lint/walks_through_the_code_lead_somewhere walks_lead_somewhere
