# delete.sh - a delete when things go wrong underneath: what is there is as it
# was, and no certificate is without its key
#
# The entry goes first, then the key: a kill between the two leaves a key that
# is of no use, never a certificate that cannot sign. Uses the functions of
# import.sh.

ENTRY=SystemCertificates/My/Certificates
delete="$BIN/storectl delete -delkey -sha1"

# Nothing has come, and nothing that is still there has changed.
unchanged()
{
	local f

	while read -r f; do
		cmp -s "$BEFORE/$f" "$H/$f" || { echo "$f is another"; return 1; }
	done <"$W/list"
}

# judge_delete STATUS WHERE; a status of `killed` has no word to say.
judge_delete()
{
	local entry= key=

	look
	[ -f "$H/$ENTRY/$GONE" ] && entry=1
	[ -f "$H/Keys/$GONE_KEY" ] && key=1
	unchanged | sed "s|^|$2: |"
	[ -z "$entry" ] || [ -n "$key" ] || echo "$2: a certificate without key"
	[ "$(wc -l <"$W/list")" -ge $((ALL - 2)) ] || echo "$2: more is gone"
	[ "$1" = killed ] && return
	if [ "$1" -ge 124 ] && [ "$1" -ne 127 ]; then
		is_known "$W/err" || echo "$2: exit status $1"
	elif [ "$1" -eq 0 ] && [ -n "$entry$key" ]; then
		echo "$2: exit status 0, and not all of it is gone"
	elif [ "$1" -ne 0 ] && [ ! -s "$W/err" ]; then
		echo "$2: exit status $1 without a word"
	fi
	[ -z "$LEFT" ] || echo "$2: left behind: $LEFT"
}

delete_verdict()
{
	if [ -s "$W/bad" ] || [ "$2" -lt 10 ]; then
		not_ok "faults/$1, $2" "$W/bad"
	else
		ok "faults/$1, $2"
	fi
}

delete_allocations()
{
	local count i step tried=0

	fresh_home
	: >"$W/bad"
	# shellcheck disable=SC2086	# words of a command
	allocations_of $delete "$GONE"
	step=$(((count + 59) / 60))
	[ -z "$FULL" ] || step=1
	for ((i = 1; i <= count; i += step)); do
		fresh_home
		timeout -s ABRT 5 env FAIL_AT=$i LD_PRELOAD="$failmalloc" \
		    $delete "$GONE" >/dev/null 2>"$W/err" </dev/null
		judge_delete $? "allocation $i of $count" >>"$W/bad"
		tried=$((tried + 1))
	done
	delete_verdict "an allocation fails: delete" $tried
}

delete_syscalls()
{
	local error=$1 call n tried=0

	: >"$W/bad"
	while read -r call n; do
		fresh_home
		timeout -k 2 20 strace -qq -f -o /dev/null \
		    -e "inject=$call:error=$error:when=$n" \
		    $delete "$GONE" >/dev/null 2>"$W/err" </dev/null
		judge_delete $? "$error at $call #$n" >>"$W/bad"
		tried=$((tried + 1))
	done < <(grep -E "^($CALLS|flock|getdents64|faccessat2) " "$W/points" |
	    every 3)
	# A file that cannot be removed stays; the next change sweeps it. What
	# strace does not let close keeps its lock: the writer waits for itself.
	grep -v -e 'at unlink.*left behind' -e 'at close .*status \(124\|137\)$' \
	    "$W/bad" >"$W/worse"
	mv "$W/worse" "$W/bad"
	delete_verdict "a system call fails: delete, $error" $tried
}

delete_kills()
{
	local call n tried=0 killed=0

	: >"$W/bad"
	while read -r call n; do
		case $call in
		execve|exit_group)	continue ;;
		esac
		fresh_home
		(
			timeout -k 2 20 strace -qq -f -o /dev/null \
			    -e "inject=$call:signal=SIGKILL:when=$n" \
			    $delete "$GONE" >/dev/null </dev/null
			exit $?
		) 2>/dev/null
		[ $? -gt 123 ] && killed=$((killed + 1))
		tried=$((tried + 1))
		judge_delete killed "$call #$n" >>"$W/bad"
		$delete "$GONE" >/dev/null 2>"$W/err" </dev/null ||
		    echo "$call #$n: the next run fails" >>"$W/bad"
		[ ! -f "$H/$ENTRY/$GONE" ] ||
		    echo "$call #$n: the next run does not complete it" >>"$W/bad"
	done < <(every 5 <"$W/points")
	[ $killed -ge $((tried / 2)) ] || echo "only $killed killed" >>"$W/bad"
	delete_verdict "killed: delete, $killed killed of" $tried
}

BEFORE=$W/filled
fresh_home
if $single >/dev/null 2>"$W/err" && map_keys_of "$H" &&
    rm -rf "$W/both" && mv "$H" "$W/both"; then
	BEFORE=$W/both
	ALL=$(cd "$BEFORE" && find . -type f ! -name .lock | wc -l)
	GONE=$(openssl x509 -in "$PKI/leaf.pem" -noout -fingerprint -sha1 |
	    sed 's/.*=//; s/://g')
	GONE_KEY=${KEY_OF[$GONE]}
	delete_allocations
	# shellcheck disable=SC2086	# words of a command
	if ! can_strace; then
		skip "faults/a delete and system calls" "strace cannot trace here"
	elif import_points $delete "$GONE"; then
		for error in EIO ${FULL:+EINTR EMFILE}; do
			delete_syscalls $error
		done
		delete_kills
	else
		not_ok 'faults/a delete works under strace' "$W/err"
	fi
else
	not_ok 'faults/a store to delete from' "$W/err"
fi
