# tests.sh - tests that cannot fail: what of them a script can find

# All that is shell here, but for the cases of cli, which run with sh -u and are
# compared with what stands beside them.
suites_of_shell()
{
	find tests -name '*.sh' ! -path 'tests/cli/*/*' | sort
}

# A name that nobody has set would compare as nothing with nothing.
unset_is_an_error()
{
	! suites_of_shell | xargs grep -lE '^#!.*sh' |
	    xargs grep -LE '^set -[a-z]*u|^\. .*lib\.sh"$' | grep .
}
try lint/tests_take_no_unset_variable unset_is_an_error

# The files of a suite are read into one shell: the later function of two wins,
# and the tests of the earlier file call it.
functions_of_a_suite()
{
	grep -oE '^[a-z_0-9]+\(\)' tests/lib.sh "$1"/*.sh |
	    sed 's/^\(.*\):\(.*\)()/\2 \1/' | sort
}

one_function_a_name()
{
	for suite in tests/*/; do
		functions_of_a_suite "${suite%/}" | awk '$1 == name {
			print $1 ": " file " and " $2
		    } { name = $1; file = $2 }'
	done >"$SCRATCH/twice"
	# Read into no other one's shell.
	grep -v -e ' tests/bench/.* and tests/bench/' \
	    -e ' tests/fixtures/.* and tests/fixtures/' "$SCRATCH/twice" |
	    grep . && return 1
	[ "$(functions_of_a_suite tests/net | wc -l)" -gt 50 ]
}
try lint/functions_of_a_suite_have_one_definition one_function_a_name

# Of two commands that fail the outputs are the same: nothing. lib.sh has same
# for texts; files are compared where both were made.
no_two_failures_compared()
{
	! suites_of_shell | xargs grep -nE \
	    '"\$\(.*\)" !?=+ "?\$\(|(cmp|diff) .*<\(' | grep .
}
try lint/no_two_outputs_are_compared_unseen no_two_failures_compared

# Turned around, any failure would do: exits says which status is expected.
no_crash_is_a_refusal()
{
	! suites_of_shell |
	    xargs grep -nE '! +([A-Z_]+=[^ ]+ +)*"\$BIN/' | grep .
}
try lint/no_crash_passes_for_a_refusal no_crash_is_a_refusal

# What may fail is said beforehand; the package's machine is put in order.
no_failure_is_swallowed()
{
	! find tests -name '*.sh' ! -path tests/lint/deb.sh ! -path "$0" |
	    xargs grep -nE '\|\| *(true|:) *$' | grep .
}
try lint/no_failure_is_swallowed no_failure_is_swallowed

# shells.pl: the lists whose failure is lost.
no_failure_is_lost()
{
	# shellcheck disable=SC2046	# file names without blanks
	perl tests/lint/shells.pl $(suites_of_shell)
}
try lint/no_failure_in_a_test_is_lost no_failure_is_lost

# And that the script sees what it is for.
lost_failures_are_found()
{
	cat >"$SCRATCH/lost.sh" <<-'LOST'
	one()
	{
		first &&
		    second && third
		fourth
	}
	two()
	{
		first && for x in 1 2; do
			second || return 1
		done
		third
	}
	three()
	{
		first && second || return 1
		[ -n "$x" ] && y=$x
		[ -n "$x" ] || second && third || tell it
		if first && second; then
			third
		fi
		fourth && fifth
	}
	LOST
	perl tests/lint/shells.pl "$SCRATCH/lost.sh" >"$SCRATCH/lost"
	[ $? -eq 1 ] && cat "$SCRATCH/lost" &&
	    [ "$(sed 's/.*\.sh:\([0-9]*\): \([a-z]*\):.*/\1 \2/' \
	    "$SCRATCH/lost" | tr '\n' ' ')" = '3 one 9 two ' ]
}
try lint/lost_failures_are_found lost_failures_are_found
