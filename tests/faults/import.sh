# import.sh - an import when things go wrong underneath: the store is as it was
# or holds all of the file, no certificate is without its key, nothing is left
#
# Two starting points: a store that holds something else, and none at all. What
# is there before is compared byte for byte; what comes is compared with the
# undisturbed import: certificates byte for byte, keys (whose salts are random)
# by their size, and after a kill by opening them.

H=$W/home
REF=$W/ref
export SPCKIT_HOME=$H SPCKIT_MACHINE_HOME=$W/machine
"$BIN/pvk2pfx" -pvk "$PKI/leaf-strong.pvk" -pi spckit -spc "$PKI/leaf-first.spc" \
    -pfx "$W/full.pfx" -po x -iter 1
cat "$PKI/ec.key" "$PKI/ec.pem" "$PKI/other.pem" >"$W/ec.pem"
printf '%s\tenv:IMPORT_PW\n%s\n' "$W/full.pfx" "$W/ec.pem" >"$W/imports"
export IMPORT_PW=x
single="$BIN/certimport -user -p x -importPFX $W/full.pfx"
several="$BIN/certimport -user -batch $W/imports"
certificates="$BIN/certimport -user -addstore Odd $PKI/shuffled.spc"

# prepare BEFORE COMMAND...: the store before (a folder, or -) and after.
prepare()
{
	BEFORE=$1
	shift
	fresh_home
	"$@" >/dev/null 2>"$W/err" </dev/null || return 1
	rm -rf "$REF"
	mv "$H" "$REF"
	(cd "$REF" && find . -type f ! -name .lock | sort) >"$W/ref.list"
	: >"$W/before.list"
	[ "$BEFORE" = - ] || (cd "$BEFORE" && find . -type f ! -name .lock |
	    sort) >"$W/before.list"
	comm -23 "$W/ref.list" "$W/before.list" >"$W/new.list"
	[ -s "$W/new.list" ] && map_keys_of "$REF"
}

fresh_home()
{
	rm -rf "$H"
	[ "$BEFORE" = - ] || cp -a "$BEFORE" "$H"
}

# Files at their names; temporary ones apart, in $LEFT.
look()
{
	LEFT=
	[ -d "$H" ] || { : >"$W/list"; return; }
	(cd "$H" && find . -type f ! -name .lock ! -path './.tmp/*' | sort) \
	    >"$W/list"
	LEFT=$(ls -A "$H/.tmp" 2>/dev/null)
}

# Each that was there before is there as it was.
kept()
{
	local f

	[ "$BEFORE" = - ] && return
	while read -r f; do
		cmp -s "$BEFORE/$f" "$H/$f" || { echo "$f is another"; return 1; }
	done <"$W/before.list"
}

# A file that has come is whole.
whole()
{
	case $1 in
	*/SystemCertificates/*)	cmp -s "$REF/$1" "$H/$1" ;;
	*)	same "$(stat -c %s "$REF/$1")" "$(stat -c %s "$H/$1")" ;;
	esac
}

is_before()
{
	cmp -s "$W/list" "$W/before.list"
}

is_after()
{
	local f

	cmp -s "$W/list" "$W/ref.list" || return 1
	while read -r f; do
		whole "$f" || return 1
	done <"$W/new.list"
}

# No certificate in My without a key that opens.
keys_open()
{
	local f

	for f in "$H"/SystemCertificates/My/Certificates/*; do
		f=${f##*/}
		# Named by its public key: which, the reference knows.
		[ -n "${KEY_OF[$f]:-}" ] || continue
		openssl pkey -in "$H/Keys/${KEY_OF[$f]}" -noout \
		    -passin "file:$H/vault.key" 2>/dev/null ||
		    { echo "$f is there without its key"; return 1; }
	done
}

declare -A KEY_OF

# map_keys_of HOME: KEY_OF[thumbprint] is that of its keys which has the public
# half.
map_keys_of()
{
	local home=$1 f k

	KEY_OF=()
	for f in "$home"/SystemCertificates/My/Certificates/*; do
		openssl x509 -inform DER -noout -pubkey -in <(
		    "$BIN/storectl" export -in "$f" -as cer -out - 2>/dev/null
		) >"$W/want" 2>/dev/null && [ -s "$W/want" ] || return 1
		for k in "$home"/Keys/*.pem; do
			openssl pkey -in "$k" -passin "file:$home/vault.key" \
			    -pubout 2>/dev/null | cmp -s - "$W/want" &&
			    KEY_OF[${f##*/}]=${k##*/}
		done
	done
	[ ! -d "$home/Keys" ] || [ ${#KEY_OF[@]} -gt 0 ]
}

# A batch of which some lines failed: the others are there, whole.
is_rows()
{
	local f

	comm -13 "$W/before.list" "$W/list" >"$W/came"
	while read -r f; do
		whole "$f" || return 1
	done <"$W/came"
	keys_open >>"$W/err"
}

judge_import()
{
	look
	if [ "$1" -ge 124 ] && [ "$1" -ne 127 ]; then
		is_known "$W/err" && return
		echo "$2: exit status $1 (a signal, or no end)"
	elif [ "$1" -eq 0 ] && ! is_after; then
		echo "$2: exit status 0, and not all of it is there"
	elif [ "$1" -eq 2 ] && is_rows; then
		[ -z "$LEFT" ] || echo "$2: left behind: $LEFT"
	elif ! is_before && ! is_after; then
		echo "$2: exit status $1, and the store is another:" \
		    $(diff "$W/before.list" "$W/list")
	elif ! kept; then
		echo "$2: exit status $1"
	elif [ -n "$LEFT" ]; then
		echo "$2: left behind: $LEFT"
	elif [ "$1" -ne 0 ] && [ ! -s "$W/err" ]; then
		echo "$2: exit status $1 without a word"
	fi
}

# every STEP: lines 1, 1 + STEP, ... of standard input; all with FULL.
every()
{
	[ -n "$FULL" ] && cat || awk "NR % $1 == 1"
}

# ---- allocations ----

import_allocations()
{
	local name=$1 sample=$2 before=$3 count step i tried=0

	shift 3
	if ! prepare "$before" "$@"; then
		not_ok "faults/$name: works undisturbed" "$W/err"
		return
	fi
	fresh_home
	: >"$W/bad"
	allocations_of "$@"
	step=$(((count + sample - 1) / sample))
	[ -z "$FULL" ] || step=1
	KNOWN=0
	for ((i = 1; i <= count; i += step)); do
		fresh_home
		timeout -s ABRT 5 env FAIL_AT=$i LD_PRELOAD="$failmalloc" "$@" \
		    >/dev/null 2>"$W/err" </dev/null
		judge_import $? "allocation $i of $count" >>"$W/bad"
		tried=$((tried + 1))
	done
	name="$name, $tried of $count"
	[ $KNOWN -eq 0 ] || name="$name, $KNOWN known in libraries"
	if [ -s "$W/bad" ]; then
		not_ok "faults/an allocation fails: $name" "$W/bad"
	else
		ok "faults/an allocation fails: $name"
	fi
}

# ---- system calls ----

# import_points COMMAND...: (name, N) pairs of the undisturbed job.
import_points()
{
	fresh_home
	strace -qq -f -o "$W/trace" "$@" >/dev/null 2>&1 </dev/null || return 1
	sed 's/^[0-9]* *//' "$W/trace" |
	    awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' \
	    >"$W/points"
}

import_syscalls()
{
	local name=$1 step=$2 errors=$3 before=$4 call error n tried

	shift 4
	if ! prepare "$before" "$@" || ! import_points "$@"; then
		not_ok "faults/$name: works under strace" "$W/err"
		return
	fi
	grep -E "^($CALLS|flock|unlinkat|getdents64|faccessat2|syncfs) " \
	    "$W/points" >"$W/chosen"
	for error in $errors; do
		: >"$W/bad"
		tried=0
		while read -r call n; do
			fresh_home
			timeout -k 2 20 strace -qq -f -o /dev/null \
			    -e "inject=$call:error=$error:when=$n" \
			    "$@" >/dev/null 2>"$W/err" </dev/null
			judge_import $? "$error at $call #$n" >>"$W/bad"
			tried=$((tried + 1))
		done < <(every "$step" <"$W/chosen")
		# A file that cannot be removed stays; the next change sweeps it.
		# What strace does not let close stays open, locks too: a batch
		# then waits for itself.
		grep -v -e 'at unlink.*left behind' \
		    -e 'at close .*status 124 ' "$W/bad" >"$W/worse"
		if [ -s "$W/worse" ] || [ $tried -lt 10 ]; then
			not_ok "faults/a system call fails: $name, $error" \
			    "$W/worse"
		else
			ok "faults/a system call fails: $name, $error, $tried"
		fi
	done
}

# ---- kill ----

judge_kill()
{
	local f

	look
	kept || echo "$1: lost"
	comm -13 "$W/before.list" "$W/list" >"$W/came"
	while read -r f; do
		whole "$f" || echo "$1: half of $f"
	done <"$W/came"
	[ ! -s "$W/came" ] || keys_open || echo "$1"
	[ -z "$(find "$H" -type f ! -perm 600 2>/dev/null)" ] ||
	    echo "$1: not 0600"
}

import_kills()
{
	local name=$1 step=$2 before=$3 call n tried=0 killed=0 old=0

	shift 3
	if ! prepare "$before" "$@" || ! import_points "$@"; then
		not_ok "faults/$name: works under strace" "$W/err"
		return
	fi
	: >"$W/bad"
	while read -r call n; do
		case $call in
		execve|exit_group)	continue ;;
		esac
		fresh_home
		(
			timeout -k 2 20 strace -qq -f -o /dev/null \
			    -e "inject=$call:signal=SIGKILL:when=$n" \
			    "$@" >/dev/null </dev/null
			exit $?
		) 2>/dev/null
		[ $? -gt 123 ] && killed=$((killed + 1))
		tried=$((tried + 1))
		judge_kill "$call #$n" >>"$W/bad"
		is_before && old=$((old + 1))
		"$@" >/dev/null 2>"$W/err" </dev/null ||
		    echo "$call #$n: the next run fails" >>"$W/bad"
		look
		is_after || echo "$call #$n: the next run does not complete" \
		    "it: $(diff "$W/ref.list" "$W/list")" >>"$W/bad"
		[ -z "$LEFT" ] || echo "$call #$n: left after that: $LEFT" \
		    >>"$W/bad"
	done < <(every "$step" <"$W/points")
	name="$name, $killed of $tried killed, $old as before"
	if [ -s "$W/bad" ] || [ $killed -lt $((tried / 2)) ]; then
		not_ok "faults/killed: $name" "$W/bad"
	else
		ok "faults/killed: $name"
	fi
}

# ---- all of them ----

BEFORE=-
rm -rf "$W/full"
cat "$PKI/dsa.key" "$PKI/dsa.pem" >"$W/dsa.pem"
if fresh_home && "$BIN/certimport" -user "$W/dsa.pem" >/dev/null 2>"$W/err" &&
    mv "$H" "$W/filled"; then
	import_allocations 'import' 80 "$W/filled" $single
	import_allocations 'import, no store yet' 40 - $single
	import_allocations 'batch of imports' 40 "$W/filled" $several
	import_allocations 'certificates' 30 - $certificates
	if can_strace; then
		import_syscalls 'import' 3 "${FULL:+ENOSPC EINTR EMFILE }EIO" \
		    "$W/filled" $single
		import_syscalls 'import, no store yet' 5 \
		    "${FULL:+EIO EINTR }ENOSPC" - $single
		[ -z "$FULL" ] || import_syscalls 'batch of imports' 1 EIO \
		    "$W/filled" $several
		import_kills 'import' 6 "$W/filled" $single
		import_kills 'import, no store yet' 8 - $single
		[ -z "$FULL" ] || import_kills 'batch of imports' 1 \
		    "$W/filled" $several
	else
		skip "faults/imports and system calls" "strace cannot trace here"
	fi
else
	not_ok 'faults/a store to import into' "$W/err"
fi
