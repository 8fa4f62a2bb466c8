# sign.sh - storectl sign when things go wrong underneath: the file is the old
# one or the signed one, byte for byte; no key and no passphrase reaches a disk
# or a command line

export SPCKIT_HOME=$W/signhome SPCKIT_MACHINE_HOME=$W/machine
SIGN="$BIN/storectl sign -n publisher d/x.exe"

fresh_file()
{
	rm -rf "$W/sign/d"
	mkdir "$W/sign/d"
	cp "$FIXTURES/signed/plain.exe" "$W/sign/d/x.exe"
	# Of some user's, as builds leave them.
	chmod 640 "$W/sign/d/x.exe"
}

# Each run signs at another time; all of them are as long as the first.
is_signed()
{
	[ "$(stat -c %s d/x.exe)" = "$SIGNED_SIZE" ] &&
	    "$BIN/storectl" verify -q /pa d/x.exe >/dev/null 2>&1
}

# judge_sign STATUS WHERE; `killed` has no word to say, and leaves a folder.
judge_sign()
{
	local signed=

	cmp -s d/x.exe "$FIXTURES/signed/plain.exe" || { is_signed &&
	    signed=1; } || echo "$2: half a file"
	[ "$(stat -c %a d/x.exe)" = 640 ] || echo "$2: another mode"
	[ "$1" = killed ] && return
	if [ "$1" -ge 124 ] && [ "$1" -ne 127 ]; then
		is_known "$W/err" || echo "$2: exit status $1"
	elif [ "$1" -eq 0 ] && [ -z "$signed" ]; then
		echo "$2: exit status 0, not signed"
	elif [ "$1" -ne 0 ] && [ ! -s "$W/err" ]; then
		echo "$2: exit status $1 without a word"
	fi
	[ "$(ls -A d)" = x.exe ] || echo "$2: left behind: $(ls -A d)"
}

sign_verdict()
{
	if [ -s "$W/bad" ] || [ "$2" -lt 10 ]; then
		not_ok "faults/$1, $2" "$W/bad"
	else
		ok "faults/$1, $2"
	fi
}

sign_allocations()
{
	local count i step tried=0

	fresh_file
	FAIL_COUNT=$W/count LD_PRELOAD=$failmalloc $SIGN >/dev/null 2>&1
	count=$(cat "$W/count")
	step=$(((count + 59) / 60))
	[ -z "$FULL" ] || step=$(((count + 1499) / 1500))
	: >"$W/bad"
	for ((i = 1; i <= count; i += step)); do
		fresh_file
		timeout -s ABRT 20 env FAIL_AT=$i LD_PRELOAD="$failmalloc" \
		    $SIGN >/dev/null 2>"$W/err" </dev/null
		judge_sign $? "allocation $i of $count" >>"$W/bad"
		tried=$((tried + 1))
	done
	sign_verdict 'an allocation fails: sign' $tried
}

# The calls of storectl alone; its child is a process of its own.
sign_points()
{
	fresh_file
	strace -qq -o "$W/trace" $SIGN >/dev/null 2>&1 </dev/null
	awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' \
	    "$W/trace" >"$W/points"
	grep -q '^renameat2 ' "$W/points"
}

sign_syscalls()
{
	local error=$1 call n tried=0

	: >"$W/bad"
	while read -r call n; do
		fresh_file
		timeout 30 strace -qq -o /dev/null \
		    -e "inject=$call:error=$error:when=$n" \
		    $SIGN >/dev/null 2>"$W/err" </dev/null
		judge_sign $? "$error at $call #$n" >>"$W/bad"
		tried=$((tried + 1))
	done < <(grep -E "^($CALLS|memfd_create|mlock|signalfd4|poll|waitid|wait4) " \
	    "$W/points" | every 8)
	grep -v 'at unlink.*left behind' "$W/bad" >"$W/worse"
	mv "$W/worse" "$W/bad"
	sign_verdict "a system call fails: sign, $error" $tried
}

# killed_at WHERE COMMAND...
killed_at()
{
	local where=$1

	shift
	fresh_file
	sh -c 'timeout 30 "$@"; exit $?' sh "$@" >/dev/null 2>&1 </dev/null
	[ $? -gt 123 ] && killed=$((killed + 1))
	tried=$((tried + 1))
	judge_sign killed "$where" >>"$W/bad"
	$SIGN >/dev/null 2>"$W/err" </dev/null && is_signed ||
	    echo "$where: the next run fails" >>"$W/bad"
}

sign_kills()
{
	local call n tried=0 killed=0

	: >"$W/bad"
	while read -r call n; do
		case $call in
		execve|exit_group)	continue ;;
		esac
		killed_at "$call #$n" strace -qq -o /dev/null \
		    -e "inject=$call:signal=SIGKILL:when=$n" $SIGN
	done < <(every 12 <"$W/points")
	[ $killed -ge $((tried / 2)) ] || echo "only $killed killed" >>"$W/bad"
	sign_verdict "killed: sign, $killed killed of" $tried
}

# The one that we run is killed: we say so, and the file is as it was.
child_kills()
{
	local call n tried=0 killed=0

	: >"$W/bad"
	cat >"$W/slow" <<-'WRAP'
	#!/bin/sh
	[ "$1" = sign ] || exec osslsigncode "$@"
	exec strace -qq -o "$CHILD_TRACE" ${CHILD_INJECT:+-e "$CHILD_INJECT"} \
	    osslsigncode "$@"
	WRAP
	chmod +x "$W/slow"
	export SPCKIT_OSSLSIGNCODE=$W/slow CHILD_TRACE=$W/child CHILD_INJECT=
	fresh_file
	$SIGN >/dev/null 2>&1 </dev/null
	awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' \
	    "$W/child" >"$W/points"
	while read -r call n; do
		case $call in
		execve|exit_group)	continue ;;
		esac
		fresh_file
		CHILD_TRACE=/dev/null \
		CHILD_INJECT=inject=$call:signal=SIGKILL:when=$n \
		    $SIGN >/dev/null 2>"$W/err" </dev/null
		rc=$?
		[ $rc -eq 0 ] || killed=$((killed + 1))
		tried=$((tried + 1))
		judge_sign $rc "osslsigncode killed at $call #$n" >>"$W/bad"
	done < <(every 9 <"$W/points")
	unset SPCKIT_OSSLSIGNCODE CHILD_TRACE CHILD_INJECT
	[ $killed -ge $((tried / 2)) ] || echo "only $killed killed" >>"$W/bad"
	sign_verdict "killed: osslsigncode under sign, $killed killed of" $tried
}

# What any of the processes opened for writing, renamed or was started with.
sign_keeps_secrets()
{
	local needle

	fresh_file
	PROTECT=s3same-0pen strace -f -qq -s 100000 -x -o "$W/trace" \
	    "$BIN/storectl" sign -n publisher -kp-from env:PROTECT d/x.exe \
	    >"$W/out" 2>"$W/err" </dev/null || { cat "$W/err"; return 1; }
	! grep -E 'execve\(.*s3same-0pen' "$W/trace" || return 1
	# The key, wherever it goes, goes into memory that has no name: of the
	# descriptors it is written to each is memfd_create()'s.
	openssl pkey -in "$PKI/leaf.key" -outform DER -out "$W/key.der" &&
	    openssl pkcs8 -topk8 -nocrypt -in "$PKI/leaf.key" -out "$W/key.p8"
	needle=$(sed -n 3p "$W/key.p8")
	grep -n "write(.*$needle" "$W/trace" |
	    sed 's/^\([0-9]*\):.*write(\([0-9]*\),.*/\1 \2/' >"$W/writes"
	[ -s "$W/writes" ] || { echo 'the key was not seen'; return 1; }
	while read -r line fd; do
		head -n "$line" "$W/trace" |
		    grep -E "(open|openat|memfd_create|socket|pipe2?)\(.* = $fd\$" |
		    tail -1 | grep -q memfd_create ||
		    { echo "written to $fd in line $line"; return 1; }
	done <"$W/writes"
	! grep -rlF "$needle" d "$W/signhome"
}

mkdir -p "$W/sign"
cd "$W/sign" || exit 1
if ! have osslsigncode; then
	skip 'faults/sign' 'osslsigncode is not installed'
elif "$BIN/certimport" -user -p spckit "$PKI/aes.pfx" >/dev/null 2>"$W/err" &&
    "$BIN/certimport" -user -addstore Root "$PKI/root.cer" >/dev/null \
    2>"$W/err" && fresh_file && $SIGN >/dev/null 2>"$W/err" &&
    SIGNED_SIZE=$(stat -c %s d/x.exe) && is_signed; then
	sign_allocations
	# shellcheck disable=SC2086	# words of a command
	if can_strace && sign_points; then
		for error in EIO ${FULL:+EINTR EMFILE ENOSPC}; do
			sign_syscalls $error
		done
		sign_kills
		child_kills
		PROTECT=s3same-0pen "$BIN/certimport" -user -f -p spckit \
		    -protect-from env:PROTECT "$PKI/aes.pfx" Protect \
		    >/dev/null 2>&1
		try 'faults/sign keeps key and passphrase in memory' \
		    sign_keeps_secrets
	else
		skip 'faults/sign and system calls' 'strace cannot trace here'
	fi
else
	not_ok 'faults/a store to sign from' "$W/err"
fi
cd "$TOP" || exit 1
