# cross.sh - crosscert and storectl chain when things go wrong underneath: a
# certificate is in CA, whole, or the store is as it was; a fetch, too, from a
# server of our own

server=
H=$W/crosshome
BEFORE=-
ENTRY=$H/SystemCertificates/CA/Certificates
export SPCKIT_HOME=$H SPCKIT_MACHINE_HOME=$W/machine
cp "$PKI/ca.cer" "$W/ca.cer"
GONE=$(sha1sum "$W/ca.cer" | cut -d' ' -f1 | tr a-f A-F)

# judge_cross STATUS WHERE: what is left is nothing, or what an undisturbed run
# leaves.
judge_cross()
{
	local left

	left=$(find "$H" -type f ! -name .lock ! -path "$ENTRY/$GONE" \
	    ! -path "$H/lists.txt" 2>/dev/null)
	[ -z "$left" ] || echo "$2: left behind: $left"
	# A list counts as taken when its roots are there, not before.
	[ ! -f "$H/lists.txt" ] || [ -f "$ENTRY/$GONE" ] ||
	    echo "$2: a list without its roots"
	[ ! -f "$ENTRY/$GONE" ] || cmp -s "$ENTRY/$GONE" "$W/whole.entry" ||
	    echo "$2: another entry"
	if [ "$1" -ge 124 ] && [ "$1" -ne 127 ]; then
		is_known "$W/err" || echo "$2: exit status $1"
	elif [ "$1" -eq 0 ] && [ ! -f "$ENTRY/$GONE" ]; then
		echo "$2: exit status 0, and nothing is there"
	elif [ "$1" -ne 0 ] && [ ! -s "$W/err" ]; then
		echo "$2: exit status $1 without a word"
	fi
}

# The undisturbed run.
cross_works()
{
	rm -rf "$H"
	"$@" >/dev/null 2>"$W/err" </dev/null &&
	    cp "$ENTRY/$GONE" "$W/whole.entry"
}

cross_verdict()
{
	if [ -s "$W/bad" ] || [ "$2" -lt 10 ]; then
		not_ok "faults/$1, $2" "$W/bad"
	else
		ok "faults/$1, $2"
	fi
}

# cross_allocations NAME SAMPLE COMMAND...
cross_allocations()
{
	local name=$1 sample=$2 count i step tried=0

	shift 2
	cross_works "$@" || { not_ok "faults/$name works" "$W/err"; return; }
	rm -rf "$H"
	: >"$W/bad"
	allocations_of "$@"
	step=$(((count + sample - 1) / sample))
	[ -z "$FULL" ] || step=1
	for ((i = 1; i <= count; i += step)); do
		rm -rf "$H"
		timeout -s ABRT 20 env FAIL_AT=$i LD_PRELOAD="$failmalloc" \
		    "$@" >/dev/null 2>"$W/err" </dev/null
		judge_cross $? "allocation $i of $count" >>"$W/bad"
		tried=$((tried + 1))
	done
	cross_verdict "an allocation fails: $name" $tried
}

# cross_syscalls NAME ERROR COMMAND...
cross_syscalls()
{
	local name=$1 error=$2 call n tried=0

	shift 2
	: >"$W/bad"
	while read -r call n; do
		rm -rf "$H"
		timeout -k 2 20 strace -qq -f -o /dev/null \
		    -e "inject=$call:error=$error:when=$n" \
		    "$@" >/dev/null 2>"$W/err" </dev/null
		judge_cross $? "$error at $call #$n" >>"$W/bad"
		tried=$((tried + 1))
	done < <(grep -E "^($CALLS|flock|sendto|recvfrom|connect|socket|poll) " \
	    "$W/points" | every 4)
	# As for a delete: what cannot be removed is swept by the next change.
	grep -v -e 'at unlink.*left behind' -e 'at close .*status \(124\|137\)$' \
	    "$W/bad" >"$W/worse"
	mv "$W/worse" "$W/bad"
	cross_verdict "a system call fails: $name, $error" $tried
}

start_server()
{
	"$BUILD/tests/server" "$W" >/dev/null 2>&1 </dev/null &
	server=$!
	for _ in $(seq 100); do
		[ -f "$W/ports" ] && break
		sleep 0.05
	done
	read -r http _ <"$W/ports"
}

add="$BIN/crosscert add -f $W/ca.cer"
reading_sweep 'crosscert list' "$BIN/crosscert" list -json
reading_sweep 'crosscert find' "$BIN/crosscert" find -cert "$PKI/chain.pem"
reading_sweep 'storectl chain' "$BIN/storectl" chain -in "$PKI/chain.pem" -tree
# shellcheck disable=SC2086	# words of a command
cross_allocations 'crosscert add' 80 $add

# A list with ca.cer in it, and who signed it.
list_cert()
{
	local name=$1 extension=$2

	shift 2
	echo "$extension" >"$W/ext"
	openssl ecparam -name prime256v1 -genkey -noout -out "$W/$name.key" &&
	    openssl req -new -key "$W/$name.key" -subj "/CN=$name" \
	    -out "$W/csr" && openssl x509 -req -in "$W/csr" -days 99 \
	    -set_serial 7 -extfile "$W/ext" -out "$W/$name.pem" "$@" \
	    2>/dev/null
}

make_list()
{
	list_cert lister basicConstraints=critical,CA:TRUE \
	    -signkey "$W/lister.key" &&
	    list_cert listed extendedKeyUsage=1.3.6.1.4.1.311.10.3.9 \
	    -CA "$W/lister.pem" -CAkey "$W/lister.key" &&
	    echo "$GONE 11=41000000" | "$BUILD/tests/makectl" "$W/list.stl" \
	    1.3.6.1.4.1.311.10.3.9 1.3.14.3.2.26 \
	    "$(date -u -d '+1 hour' +%y%m%d%H%M%SZ)" 1402 "$W/listed.pem" \
	    "$W/listed.key"
}

# What an undisturbed run leaves is looked at as for the others.
CA_ENTRY=$ENTRY
ENTRY=$H/SystemCertificates/Root/Certificates
if make_list; then
	set -- "$BIN/crosscert" roots -in "$W/list.stl" -in "$W/ca.cer" \
	    -signer-root "$W/lister.pem"
	cross_allocations 'crosscert roots' 120 "$@"
	if ! can_strace; then
		skip 'faults/roots and system calls' 'strace cannot trace here'
	elif cross_works "$@" && rm -rf "$H" && import_points "$@"; then
		cross_syscalls 'crosscert roots' EIO "$@"
	else
		not_ok 'faults/roots work under strace' "$W/err"
	fi
else
	not_ok 'faults/a list of roots'
fi
ENTRY=$CA_ENTRY
if start_server; then
	printf 'A row\t%s\t-\thttp://localhost:%s/file/ca.cer\t-\t-\t-\t%s\n' \
	    "$GONE" "$http" 'spckit test root' >"$W/catalogue"
	set -- "$BIN/crosscert" fetch -catalog "$W/catalogue" 'A row' \
	    -retries 0 -timeout 5
	cross_allocations 'crosscert fetch' 80 "$@"
	if ! can_strace; then
		skip 'faults/a fetch and system calls' 'strace cannot trace here'
	elif cross_works "$@" && rm -rf "$H" && import_points "$@"; then
		for error in EIO ${FULL:+EINTR EMFILE}; do
			cross_syscalls 'crosscert fetch' $error "$@"
		done
	else
		not_ok 'faults/a fetch works under strace' "$W/err"
	fi
	kill "$server"
else
	not_ok 'faults/a server to fetch from'
fi
