# kill.sh - SIGKILL at every system call: out.pfx is old or new, never half

# A killed process cannot tidy up; the next run does not trip over its rest.
kill_sweep()
{
	name=$1
	shift
	if ! reference "$@" || ! points "$@"; then
		not_ok "faults/$name: the job works under strace" "$W/err"
		return
	fi
	: >"$W/bad"
	killed=0 old=0 tried=0
	while read -r call n; do
		case $call in
		execve|exit_group)	continue ;;
		esac
		begin
		# In a shell of its own, whose "Killed" is not seen.
		(
			timeout -k 2 20 strace -qq -f -o /dev/null \
			    -e "inject=$call:signal=SIGKILL:when=$n" \
			    "$@" >/dev/null </dev/null
			exit $?
		) 2>/dev/null
		[ $? -gt 123 ] && killed=$((killed + 1))
		tried=$((tried + 1))
		if is_old; then
			old=$((old + 1))
		elif ! is_complete; then
			echo "$call #$n: half a file" >>"$W/bad"
		fi
		# What may be left is a temporary file that only its owner can read.
		for f in *; do
			[ "$(stat -c %a "$f")" = 600 ] ||
			    echo "$call #$n: $f is not 0600" >>"$W/bad"
		done
		[ -n "$FULL" ] || continue
		"$@" >/dev/null 2>"$W/err" </dev/null && is_complete ||
		    echo "$call #$n: the next run fails" >>"$W/bad"
	done <"$W/points"
	what="$name, $killed of $tried killed, $old old"
	if [ -s "$W/bad" ] || [ $killed -lt $((tried / 2)) ]; then
		not_ok "faults/killed: $what" "$W/bad"
	else
		ok "faults/killed: $what"
	fi
}

# No power is cut here, but the order of writes says what would be lost: the
# file is synced before it gets its name, the folder afterwards.
durable_order()
{
	begin
	strace -qq -f -o "$W/trace" "$@" >/dev/null 2>&1 </dev/null
	awk '/fsync\(|fdatasync\(|syncfs\(/ { if (renamed) after = 1; else before = 1 }
	    /rename[a-z0-9]*\(|linkat\(/ && /out\.pfx/ { renamed = 1; if (!before) early = 1 }
	    END { exit !(renamed && before && after && !early) }' "$W/trace"
}

if can_strace; then
	kill_sweep convert $convert
	kill_sweep batch $batch
	kill_sweep export $export
	try 'faults/synced before the name, the folder after it' \
	    durable_order $convert
	try 'faults/the same in a batch' durable_order $batch
else
	skip "faults/killed" "strace cannot trace here"
fi
