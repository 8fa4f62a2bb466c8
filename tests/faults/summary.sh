# summary.sh - listing a large store when things go wrong underneath: all of
# it, or an error; and what is kept of it for the next list is right or not
# looked at. Once the index is made, once it is read.

export SPCKIT_HOME=$W/large SPCKIT_MACHINE_HOME=$W/machine
INDEX=$W/large/.index/My
large="$BIN/storectl list"

forget()
{
	rm -rf "$W/large/.index" "$W/large/.tmp"
}

# Behind what went wrong: the next list is as ever.
still_right()
{
	$large >"$W/again" 2>&1 && cmp -s "$W/again" "$W/whole" ||
	    echo "$1: the next list is another"
}

# list_once WHAT COMMAND...: one list with something wrong.
list_once()
{
	local what=$1 rc

	shift
	[ "$KEEP" = yes ] || forget
	# Of a shell of its own, so that this one does not tell of kills.
	sh -c 'timeout 20 "$@"; exit $?' sh "$@" >"$W/out" 2>"$W/err" </dev/null
	rc=$?
	[ $rc -ne 0 ] || cmp -s "$W/out" "$W/whole" ||
	    grep -q 'cannot be read' "$W/err" ||
	    echo "$what: exit status 0, not whole"
	[ $rc -le 123 ] || [ $rc -eq 127 ] || [ $rc -eq 137 ] ||
	    echo "$what: exit status $rc"
	still_right "$what"
}

list_sweep()
{
	local name=$1 i step count call n tried=0

	: >"$W/bad"
	forget
	[ "$KEEP" != yes ] || $large >/dev/null
	# shellcheck disable=SC2086	# words of a command
	allocations_of $large
	step=$(((count + 59) / 60))
	[ -z "$FULL" ] || step=1
	for ((i = 1; i <= count; i += step)); do
		list_once "allocation $i" env FAIL_AT=$i \
		    LD_PRELOAD="$failmalloc" $large >>"$W/bad"
		tried=$((tried + 1))
	done
	if can_strace; then
		[ "$KEEP" = yes ] || forget
		strace -qq -o "$W/trace" $large >/dev/null 2>&1
		awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' \
		    "$W/trace" >"$W/points"
		# Most of them are the entries', one like the other.
		awk '!/^(openat|pread64|close) / || $2 < 20 || $2 > 318' \
		    "$W/points" | grep -E "^($CALLS) " >"$W/chosen"
		while read -r call n; do
			for what in error=EIO ${FULL:+error=ENOSPC} signal=KILL; do
				list_once "$what at $call $n" strace -qq \
				    -o /dev/null -e "inject=$call:$what:when=$n" \
				    $large >>"$W/bad"
				tried=$((tried + 1))
			done
		done < <(every 4 <"$W/chosen")
	fi
	if [ -s "$W/bad" ] || [ $tried -lt 30 ]; then
		not_ok "faults/$name, $tried" "$W/bad"
	else
		ok "faults/$name, $tried"
	fi
}

"$BUILD/tests/make-store" 300 "$W/large"
sleep 3.1
$large >"$W/whole"
if [ -s "$INDEX" ] && [ "$(wc -l <"$W/whole")" -eq 301 ]; then
	KEEP=no list_sweep 'a large store is listed, and remembered'
	KEEP=yes list_sweep 'a large store is listed from memory'
else
	not_ok 'faults/a large store is remembered' "$W/whole"
fi
