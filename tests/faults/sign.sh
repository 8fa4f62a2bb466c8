# sign.sh - storectl sign when things go wrong underneath: the file is the old
# one or the signed one, and no byte of the key comes near a disk
#
# Faults of storectl and of the osslsigncode that it starts are kept apart:
# strace counts for each process by itself, so it is put in front of the one that
# is meant.

export SPCKIT_HOME=$W/signhome SPCKIT_MACHINE_HOME=$W/machine
OURS=$FIXTURES/signed/plain.exe
sign="$BIN/storectl sign -n publisher x.sys"

# begin_sign: a folder as it is before.
begin_sign()
{
	cd "$W/sign" || exit 1
	rm -rf -- * && cp "$OURS" x.sys && chmod 640 x.sys
}

# Two signatures of one certificate are of one size; of those that came about in
# spite of a fault, each is verified.
is_signed()
{
	[ "$(stat -c %s x.sys)" = "$SIZE" ] &&
	    osslsigncode verify $IGNORE_CDP -CAfile "$PKI/root.pem" -in x.sys \
	    >/dev/null 2>&1
}

# judge_sign STATUS WHERE: prints what is wrong, if anything.
judge_sign()
{
	if cmp -s "$OURS" x.sys; then
		[ "$1" -ne 0 ] || echo "$2: exit status 0 and not signed"
		[ "$1" -eq 0 ] || [ "$1" -gt 123 ] || [ -s "$W/err" ] ||
		    echo "$2: exit status $1 without a word"
	elif ! is_signed; then
		echo "$2: exit status $1, neither the old file nor signed"
	fi
	[ "$(stat -c %a x.sys)" = 640 ] || echo "$2: another mode"
	[ "$1" -le 123 ] || [ "$1" -eq 127 ] || [ "$1" -eq 137 ] ||
	    is_known "$W/err" || echo "$2: exit status $1 (a signal, or no end)"
}

# What a killed storectl leaves, or one that a library crashed (is_known): its
# folder, closed to others.
judge_left()
{
	local f

	for f in *; do
		case $f in
		x.sys)	;;
		.spckit-tmp-*)
			[ "$1" -gt 127 ] && [ "$(stat -c %a "$f")" = 700 ] ||
			    echo "$2: left behind: $f" ;;
		*)	echo "$2: left behind: $f" ;;
		esac
	done
}

# once_signed WHAT COMMAND...
once_signed()
{
	local what=$1 rc

	shift
	begin_sign
	# Of a shell of its own, so that this one does not tell of kills.
	sh -c 'timeout -s ABRT 5 "$@"; exit $?' sh "$@" >/dev/null \
	    2>"$W/err" </dev/null
	rc=$?
	[ $rc -ne 137 ] || killed=$((killed + 1))
	judge_sign $rc "$what"
	judge_left $rc "$what"
	tried=$((tried + 1))
}

sign_verdict()
{
	if [ -s "$W/bad" ] || [ $tried -lt 10 ]; then
		not_ok "faults/sign: $1, $tried" "$W/bad"
	else
		ok "faults/sign: $1, $tried"
	fi
}

# sign_points FILE: (name, N) pairs of a trace of one process.
sign_points()
{
	awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' "$1" |
	    grep -vE '^(execve|exit_group) ' >"$W/points"
	[ -s "$W/points" ]
}

# ---- storectl ----

sign_kills()
{
	local call n

	begin_sign
	strace -qq -o "$W/trace" $sign >/dev/null 2>"$W/err" </dev/null
	sign_points "$W/trace"
	: >"$W/bad"
	tried=0 killed=0
	while read -r call n; do
		once_signed "killed at $call $n" strace -qq -o /dev/null \
		    -e "inject=$call:signal=KILL:when=$n" $sign
		# What is left does no harm.
		if [ -n "$FULL" ]; then
			cp "$OURS" x.sys
			$sign >/dev/null 2>&1 && is_signed ||
			    echo "after $call $n: the next one fails"
		fi
	done < <(every 4 <"$W/points") >>"$W/bad"
	[ $killed -ge $((tried / 2)) ] || echo "$killed killed" >>"$W/bad"
	sign_verdict "$killed killed"
}

sign_syscalls()
{
	local call n error

	grep -E "^($CALLS|memfd_create|fork|clone|wait4|poll|fchown|mlock) " \
	    "$W/points" >"$W/chosen"
	for error in EIO ${FULL:+ENOSPC EMFILE EINTR}; do
		: >"$W/bad"
		tried=0 killed=0
		while read -r call n; do
			once_signed "$error at $call $n" strace -qq -o /dev/null \
			    -e "inject=$call:error=$error:when=$n" $sign
		done < <(every 4 <"$W/chosen") >>"$W/bad"
		# A file that cannot be removed stays. A pipe that strace does
		# not let close never ends.
		grep -v -e 'at unlink.*left behind' -e 'at close .*124 ' \
		    -e 'at close .*left behind' "$W/bad" >"$W/worse"
		mv "$W/worse" "$W/bad"
		sign_verdict "$error of a system call"
	done
}

# Of storectl's own: the signer gets a memory that works.
sign_allocations()
{
	local count i step

	printf '#!/bin/sh\nunset LD_PRELOAD\nexec osslsigncode "$@"\n' \
	    >"$W/signer"
	chmod +x "$W/signer"
	begin_sign
	: >"$W/bad"
	# shellcheck disable=SC2086	# words of a command
	SPCKIT_OSSLSIGNCODE=$W/signer allocations_of $sign
	step=$(((count + 49) / 50))
	[ -z "$FULL" ] || step=1
	tried=0 killed=0
	for ((i = 1; i <= count; i += step)); do
		once_signed "allocation $i of $count" env FAIL_AT=$i \
		    LD_PRELOAD="$failmalloc" SPCKIT_OSSLSIGNCODE="$W/signer" \
		    $sign
	done >>"$W/bad"
	sign_verdict "an allocation of $count fails"
}

# ---- osslsigncode ----

# Killed, or without disk, in the midst of it: the file is the old one, and
# nothing is left.
sign_signer()
{
	local call n fault

	cat >"$W/signer" <<-SIGNER
		#!/bin/sh
		exec strace -qq -o "\$TRACE_TO" \$INJECT osslsigncode "\$@"
	SIGNER
	chmod +x "$W/signer"
	begin_sign
	TRACE_TO=$W/trace INJECT='' SPCKIT_OSSLSIGNCODE=$W/signer $sign \
	    >/dev/null 2>"$W/err" </dev/null
	sign_points "$W/trace"
	: >"$W/bad"
	tried=0
	while read -r call n; do
		for fault in signal=KILL error=ENOSPC; do
			once_signed "osslsigncode, $fault at $call $n" env \
			    TRACE_TO=/dev/null SPCKIT_OSSLSIGNCODE="$W/signer" \
			    INJECT="-e inject=$call:$fault:when=$n" $sign
		done
	done < <(grep -E '^(openat|read|write|pwrite64|ftruncate|mmap|close) ' \
	    "$W/points" | every 6) >>"$W/bad"
	sign_verdict 'faults of osslsigncode'
}

# ---- secrets ----

# What of the key could be recognised: its PEM's lines, and its numbers.
key_marks()
{
	openssl pkcs8 -topk8 -nocrypt -in "$PKI/leaf.key" | sed '/-----/d' |
	    head -n 20 >"$W/marks.text"
	openssl rsa -in "$PKI/leaf.key" -noout -text 2>/dev/null |
	    awk '/^[a-z]/ { on = /^(privateExponent|prime|exponent[12]|coeff)/ }
		on && /^ / { gsub(/[ :]/, ""); print }' |
	    awk 'length($0) == 30' >"$W/marks.hex"
	[ "$(cat "$W/marks.text" "$W/marks.hex" | wc -l)" -gt 40 ]
}

# Every write of every process: into memory the key goes, nowhere else.
written()
{
	begin_sign
	rm -f "$W/trace"
	TMPDIR=$W/sign strace -qq -f -y -xx -s 1000000 -o "$W/trace" \
	    -e trace=write,pwrite64,writev,pwritev,sendto,sendmsg,mknodat \
	    $sign >/dev/null 2>"$W/err" </dev/null && is_signed || return 1
	perl -e '
		my (%marks, $in_memory);
		open my $t, "<", "$ARGV[0]/marks.text" or die;
		while (<$t>) { chomp; $marks{unpack "H*", $_} = 1; }
		open my $h, "<", "$ARGV[0]/marks.hex" or die;
		while (<$h>) { chomp; $marks{lc $_} = 1; }
		my $any = join "|", keys %marks;
		open my $trace, "<", "$ARGV[0]/trace" or die;
		while (my $line = <$trace>) {
			# Names of files are in hex as well.
			my ($where) = $line =~ /\(\d+<([^>]*)>/;
			$where =~ s/\\x([0-9a-f]{2})/chr hex $1/ge;
			(my $hex = $line) =~ s/\\x//g;
			next unless $hex =~ /$any/;
			$in_memory = 1, next if $where =~ m{^/memfd:key\b};
			print "the key is written to $where\n";
		}
		print "the trace has not seen the key\n" unless $in_memory;
	' "$W" >"$W/bad"
	cat "$W/bad"
	# And nothing that was mapped: of all files around, none has it.
	! grep -rlaFf "$W/marks.text" "$W/sign" "$SPCKIT_HOME" &&
	    [ ! -s "$W/bad" ]
}

# No process is told the password but where to find it, and the signer not even
# that.
told()
{
	begin_sign
	"$BIN/pvk2pfx" -pvk "$PKI/leaf-strong.pvk" -pi spckit -spc \
	    "$PKI/leaf-first.spc" -pfx x.pfx -po a-word-to-look-for -iter 1
	WORD=a-word-to-look-for strace -qq -f -v -s 4096 -e trace=execve \
	    -o "$W/trace" "$BIN/storectl" sign -f x.pfx -p-from env:WORD x.sys \
	    >/dev/null 2>"$W/err" </dev/null && is_signed || return 1
	grep -q 'execve(.*"-certs"' "$W/trace" || { echo 'no signer'; return 1; }
	# The first is storectl itself, of the environment it was given.
	! sed 1d "$W/trace" | grep a-word-to-look-for
}

# ---- all of it ----

if ! have osslsigncode; then
	skip faults/sign 'osslsigncode is not installed'
elif "$BIN/certimport" -user -p spckit -importPFX "$PKI/aes.pfx" \
    >/dev/null 2>&1 && mkdir -p "$W/sign" && begin_sign &&
    $sign >"$W/err" 2>&1 && SIZE=$(stat -c %s x.sys) && is_signed; then
	sign_allocations
	if can_strace; then
		sign_kills
		sign_syscalls
		sign_signer
		try 'faults/sign: how the key is known' key_marks
		try 'faults/sign: the key is written into memory only' written
		try 'faults/sign: no process is told a password' told
	else
		skip faults/sign 'strace cannot trace here'
	fi
else
	not_ok 'faults/sign works undisturbed' "$W/err"
fi
