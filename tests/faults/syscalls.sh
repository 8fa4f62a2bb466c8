# syscalls.sh - each system call fails once
#
# strace counts `when=N` for each system call by itself, so the undisturbed
# trace gives the list of (name, N). A trace limited by trace= would silently
# switch injection off for what it leaves out.

CALLS='write|pwrite64|writev|fsync|fdatasync|syncfs|rename|renameat|renameat2'
CALLS="$CALLS|link|linkat|unlink|unlinkat|openat|open|read|pread64|close|fstat"
CALLS="$CALLS|newfstatat|statx|lstat|getrandom|fchmod|ftruncate|lseek|fcntl"
CALLS="$CALLS|prctl|prlimit64|dup|pipe2|mkdir|mkdirat|fstatfs"

# points COMMAND...: the (name, N) pairs of the undisturbed job in $W/points.
points()
{
	begin
	strace -qq -f -o "$W/trace" "$@" >/dev/null 2>&1 </dev/null || return 1
	sed 's/^[0-9]* *//' "$W/trace" |
	    awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' \
	    >"$W/points"
}

can_strace()
{
	have strace && strace -qq -o /dev/null -e inject=getpid:error=EIO true \
	    2>/dev/null
}

# inject_sweep NAME ERRORS COMMAND...
inject_sweep()
{
	name=$1 errors=$2
	shift 2
	if ! reference "$@" || ! points "$@"; then
		not_ok "faults/$name: the job works under strace" "$W/err"
		return
	fi
	grep -E "^($CALLS) " "$W/points" >"$W/chosen"
	for call in renameat2 fsync write openat close read; do
		grep -qE "^($call|syncfs) " "$W/chosen" && continue
		not_ok "faults/$name: the trace has $call" "$W/chosen"
	done
	for error in $errors; do
		: >"$W/bad"
		tried=0
		while read -r call n; do
			begin
			timeout -k 2 20 strace -qq -f -o /dev/null \
			    -e "inject=$call:error=$error:when=$n" \
			    "$@" >/dev/null 2>"$W/err" </dev/null
			judge $? "$error at $call #$n" >>"$W/bad"
			tried=$((tried + 1))
		done <"$W/chosen"
		# A file that cannot be removed stays.
		grep -v 'at unlink.*left behind' "$W/bad" >"$W/worse"
		if [ -s "$W/worse" ]; then
			not_ok "faults/a system call fails: $name, $error" \
			    "$W/worse"
		else
			ok "faults/a system call fails: $name, $error, $tried"
		fi
	done
}

if can_strace; then
	inject_sweep convert 'ENOSPC EIO EINTR EMFILE' $convert
	inject_sweep batch "${FULL:+ENOSPC EINTR EMFILE }EIO" $batch
	inject_sweep export "${FULL:+EINTR EMFILE ENOSPC }EIO" $export
else
	skip "faults/a system call fails" "strace cannot trace here"
fi
