#!/bin/bash
#
# unit/run.sh [MODULE...] - the Check programs, each test a line
#
# They run twice: as built for use, and under AddressSanitizer and UBSan.

. "$(dirname "$0")/../lib.sh"
scratch

# run_program NAME PROGRAM: Check's own lines
# (file:line:verdict:case:test:iteration: message) become ours.
run_program()
{
	CK_VERBOSITY=verbose "$2" >"$SCRATCH/log" 2>&1
	rc=$?
	awk -F: -v name="$1" -v rc="$rc" '
	    $3 ~ /^[PFE]$/ && NF >= 7 {
		n++
		loop = $6 > 0 ? "[" $6 "]" : ""
		if ($3 == "P") {
			print "ok - " name "/" $5 loop
		} else {
			bad++
			print "not ok - " name "/" $5 loop
			print "# " $0
		}
		next
	    }
	    { rest[++m] = $0 }
	    END {
		if (rc != 0 && bad == 0 || n == 0) {
			print "not ok - " name "/exit " rc " after " n+0 " tests"
			for (i = m > 40 ? m - 40 : 1; i <= m; i++)
				print "# " rest[i]
		}
	    }' "$SCRATCH/log"
}

[ -z "${SPCKIT_NO_TERMINALS:-}" ] ||
    skip unit/passin/terminal "this machine has no terminals to open"
if [ $# -eq 0 ]; then
	set -- "$TOP"/tests/unit/test_*.c
fi
for source; do
	module=test_${source##*/test_}
	module=${module%.c}
	if [ $module = test_token ] && ! have softhsm2-util; then
		skip unit/token "softhsm2-util is not installed"
		continue
	fi
	run_program "unit/${module#test_}" "$BUILD/unit/$module"
	[ -d "$BUILD/san/unit" ] || continue
	# Check forks; a leak is reported by the child that made it.
	run_program "unit-san/${module#test_}" "$BUILD/san/unit/$module"
done
