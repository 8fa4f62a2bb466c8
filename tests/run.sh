#!/bin/bash
#
# run.sh - runs suites of tests and counts
#
#   tests/run.sh [SUITE...]
#
# A suite is tests/SUITE/run.sh. It prints one line a test (lib.sh), which goes
# to $BUILD/tests/SUITE.log; failures are shown with their details, skipped
# tests with their reason. The last line is `N passed, N failed`; the exit
# status is 1 when anything failed.
#
# FULL=1 makes the sweeps complete, V=1 shows every line, JOBS=N runs N suites
# side by side.

set -u
TOP=$(cd "$(dirname "$0")/.." && pwd)
BUILD=${BUILD:-.build}
case $BUILD in
/*)	;;
*)	BUILD=$TOP/$BUILD ;;
esac
export TOP BUILD
JOBS=${JOBS:-$(nproc)}
LOGS=$BUILD/tests
mkdir -p "$LOGS"
cd "$TOP" || exit 1

# Prompts are tested on terminals. A bare chroot or container has none to open;
# root gives itself some, in a mount namespace that ends with the tests.
can_open_terminals()
{
	script -qec true /dev/null >/dev/null 2>&1 </dev/null
}

# In a chroot the root is no mount point, and unshare alone fails; /dev is one.
mount_terminals()
{
	unshare -m --propagation unchanged sh -c '
	    mount --make-private /dev 2>/dev/null || mount --make-rprivate / &&
	    mount -t devpts -o ptmxmode=666 devpts /dev/pts && exec "$@"' sh "$@"
}

if ! can_open_terminals; then
	if [ -z "${SPCKIT_TESTS_MOUNTED:-}" ] &&
	    mount_terminals true 2>/dev/null; then
		export SPCKIT_TESTS_MOUNTED=1
		mount_terminals "$TOP/tests/run.sh" "$@"
		exit
	fi
	export SPCKIT_NO_TERMINALS=1
fi

# Long ones first, so that no suite runs alone at the end.
[ $# -gt 0 ] || set -- faults cli interop net unit corpus fuzz lint

count()
{
	grep -c "^$1 - " "$2"
}

run_suite()
{
	local suite=$1 log=$LOGS/$1.log start=$SECONDS rc

	"tests/$suite/run.sh" >"$log" 2>&1 </dev/null
	rc=$?
	if ! grep -q '^\(ok\|not ok\|skip\) - ' "$log"; then
		echo "not ok - $suite/ran any test (exit $rc)" >>"$log"
	elif [ $rc -ne 0 ] && ! grep -q '^not ok - ' "$log"; then
		echo "not ok - $suite/exit status $rc" >>"$log"
	fi
	echo $((SECONDS - start)) >"$LOGS/$suite.seconds"
}

# Only the failing lines and the details behind them.
show()
{
	local suite=$1 log=$LOGS/$1.log

	printf '%-8s %5d passed %3d failed %3d skipped  (%d s)\n' "$suite" \
	    "$(count ok "$log")" "$(count 'not ok' "$log")" \
	    "$(count skip "$log")" "$(cat "$LOGS/$suite.seconds")"
	if [ -n "${V:-}" ]; then
		cat "$log"
	else
		awk '/^(ok|not ok|skip) - / { shown = !/^ok/ }
		    shown || !/^(# |ok - )/' "$log"
	fi
}

started=()
for suite; do
	while [ "$(jobs -pr | wc -l)" -ge "$JOBS" ]; do
		wait -n
	done
	run_suite "$suite" &
	started+=($!)
done
for pid in "${started[@]}"; do
	wait "$pid"
done

logs=()
for suite; do
	show "$suite"
	logs+=("$LOGS/$suite.log")
done
passed=$(cat "${logs[@]}" | grep -c '^ok - ')
failed=$(cat "${logs[@]}" | grep -c '^not ok - ')
skipped=$(cat "${logs[@]}" | grep -c '^skip - ')
[ "$skipped" -eq 0 ] || echo "$skipped skipped, for the reasons above"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
