#!/bin/bash
#
# cli/run.sh [-u] [CASE...] - the programs as a person or a script calls them
#
# A case is TOOL/SITUATION.sh. It runs in an empty folder, without a terminal,
# with the programs and `typing`, which has a terminal, in PATH and the fixtures
# at ../pki, and is compared with what stands beside it: .exit (absent: 0), .out and .err (absent: nothing).
# -u writes these files from what happened, to be read before being committed.

. "$(dirname "$0")/../lib.sh"
scratch
here=$TOP/tests/cli
export PATH="$BIN:$here:$PATH"
update=
if [ "${1:-}" = -u ]; then
	update=1
	shift
fi

run_case()
{
	rm -rf "$SCRATCH/case"
	mkdir -p "$SCRATCH/case/work"
	ln -s "$FIXTURES/pki" "$SCRATCH/case/pki"
	cd "$SCRATCH/case/work" || exit 1
	setsid -w timeout 60 sh -u "$1" >"$SCRATCH/out" 2>"$SCRATCH/err" \
	    </dev/null
	echo $? >"$SCRATCH/exit"
	cd "$TOP" || exit 1
}

# What the case should have left in .out, .err, .exit; a file that only says
# the usual is not kept.
expected()
{
	if [ -f "$1.$2" ]; then
		cat "$1.$2"
	elif [ "$2" = exit ]; then
		echo 0
	fi
}

keep()
{
	if expected /nowhere "$2" | cmp -s - "$SCRATCH/$2"; then
		rm -f "$1.$2"
	else
		cp "$SCRATCH/$2" "$1.$2"
	fi
}

judge_case()
{
	base=$1
	: >"$SCRATCH/diff"
	for what in exit err out; do
		if [ -n "$update" ]; then
			keep "$base" $what
		else
			expected "$base" $what |
			    diff -a -u --label "expected .$what" \
			    --label "got" - "$SCRATCH/$what" >>"$SCRATCH/diff"
		fi
	done
	name=cli/${base#"$here"/}
	if [ -s "$SCRATCH/diff" ]; then
		not_ok "$name" "$SCRATCH/diff"
	else
		ok "$name"
	fi
}

# Why this machine cannot run the case, or nothing. A case finds out itself,
# too: it prints nothing but `SKIP: WHY`.
cannot_run()
{
	if [ -n "${SPCKIT_NO_TERMINALS:-}" ] && grep -q 'script -q\|^typing ' "$1"; then
		echo 'this machine has no terminals to open'
	fi
}

[ $# -gt 0 ] || set -- "$here"/*/*.sh
for case; do
	case=$(realpath "$case")
	reason=$(cannot_run "$case")
	if [ -z "$reason" ]; then
		run_case "$case"
		reason=$(sed -n '1s/^SKIP: //p' "$SCRATCH/out")
	fi
	if [ -n "$reason" ]; then
		case=${case%.sh}
		skip "cli/${case#"$here"/}" "$reason"
	else
		judge_case "${case%.sh}"
	fi
done
