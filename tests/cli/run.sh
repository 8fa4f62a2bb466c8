#!/bin/bash
#
# cli/run.sh [-u] [CASE...] - the programs as a person or a script calls them
#
# A case is TOOL/SITUATION.sh. It runs in an empty folder, without a terminal,
# with the programs in PATH and the fixtures at ../pki, and is compared with
# what stands beside it: .exit (absent: 0), .out and .err (absent: nothing).
# -u writes these files from what happened, to be read before being committed.

. "$(dirname "$0")/../lib.sh"
scratch
here=$TOP/tests/cli
export PATH="$BIN:$PATH"
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
	if [ "$(expected /nowhere "$2")" = "$(cat "$SCRATCH/$2")" ]; then
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
	elif reason=$(sed -n 's/^SKIP: //p' "$SCRATCH/out") &&
	    [ -n "$reason" ]; then
		skip "$name" "$reason"
	else
		ok "$name"
	fi
}

[ $# -gt 0 ] || set -- "$here"/*/*.sh
for case; do
	case=$(realpath "$case")
	run_case "$case"
	judge_case "${case%.sh}"
done
