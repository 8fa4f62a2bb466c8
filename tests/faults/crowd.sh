# crowd.sh - many processes import, list, delete and die in one location

crowd()
{
	rm -rf "$W/crowd"
	SPCKIT_HOME=$W/crowd timeout -s KILL 300 "$BUILD/tests/crowd" "$@" \
	    >"$W/out" 2>"$W/err" </dev/null
	rc=$?
	what="$1 writers of $2 files, $3 listers, a deleter, $4 kills"
	if [ $rc -ne 0 ]; then
		echo "exit status $rc" >>"$W/err"
		not_ok "faults/crowd: $what" "$W/err"
		return
	fi
	ok "faults/crowd: $what: $(cat "$W/out")"
	# Nothing but entries, keys and what a location has.
	left=$(cd "$W/crowd" && find . -type f ! -path './Keys/*.pem' \
	    ! -path './SystemCertificates/My/Certificates/*' ! -name .lock)
	open=$(find "$W/crowd" -perm /077)
	if [ -n "$left$open" ]; then
		echo "$left $open" >"$W/err"
		not_ok "faults/crowd: nothing left over, nothing open" "$W/err"
	else
		ok "faults/crowd: nothing left over, nothing open"
	fi
}

# ---- the same with the programs ---------------------------------------------

# pfx_of WRITER NUMBER: a certificate of its own under the writer's key.
pfx_of()
{
	openssl req -x509 -key "$1.key" -subj "/CN=writer $1 file $2" \
	    -set_serial "$((0x10000 * $1 + $2 + 1))" -days 3650 \
	    -out "$1-$2.pem" &&
	    "$BIN/pvk2pfx" -pvk "$1.key" -spc "$1-$2.pem" -po pw -iter 1 \
	    -pfx "$1-$2.pfx"
}

make_files()
{
	for w in $(seq 0 "$1"); do
		openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
		    -out "$w.key" 2>/dev/null || return 1
		for n in $(seq "$2"); do
			pfx_of "$w" "$n" || return 1
		done
	done
}

import_files()
{
	for n in $(seq "$2"); do
		"$BIN/certimport" -user -p pw -importPFX "$1-$n.pfx" NoRoot ||
		    echo "certimport $1-$n: exit status $?" >>bad
	done >/dev/null 2>>"writer-$1.err"
}

list_for_ever()
{
	while :; do
		"$BIN/storectl" list -user -json >"list-$1" 2>"list-$1.err" &&
		    jq -e 'type == "array"' "list-$1" >/dev/null ||
		    { echo "storectl list: $(cat "list-$1.err")" >>bad; return; }
	done
}

delete_files()
{
	for n in $(seq "$1"); do
		sha1=$(openssl x509 -in "0-$n.pem" -noout -fingerprint -sha1)
		"$BIN/storectl" delete -user -sha1 "${sha1#*=}" -delkey \
		    >/dev/null 2>>deleter.err ||
		    echo "storectl delete $n: exit status $?" >>bad
	done
}

# Everybody at once; the files of writer 0 are there before and go.
programs_at_once()
{
	(
		umask 0
		for n in $(seq "$2"); do
			"$BIN/certimport" -user -p pw -importPFX "0-$n.pfx" \
			    NoRoot >/dev/null 2>&1 || return 1
		done
		listers=
		for l in $(seq "$3"); do
			list_for_ever "$l" &
			listers="$listers $!"
		done
		writers=
		for w in $(seq "$1"); do
			import_files "$w" "$2" &
			writers="$writers $!"
		done
		delete_files "$2" &
		# shellcheck disable=SC2086	# lists of numbers
		wait $writers $!
		kill $listers 2>/dev/null
		wait
	)
	"$BIN/storectl" list -user -json >all || return 1
	jq -e --argjson n "$(($1 * $2))" 'length == $n and
	    all(.hasPrivateKey) and all(.subject | test("writer [1-9]"))' all ||
	    { jq length all; return 1; }
	find home -perm /077
	[ -z "$(find home -perm /077)" ] && [ ! -s bad ] || {
		cat bad
		return 1
	}
}

crowd_of_programs()
{
	what="$1 certimport of $2 files, $3 storectl list, a storectl delete"
	rm -rf "$W/programs"
	mkdir "$W/programs"
	cd "$W/programs" || exit 1
	: >bad
	if make_files "$1" "$2" >made 2>&1; then
		export SPCKIT_HOME=$W/programs/home
		try "faults/crowd: $what" programs_at_once "$@"
		unset SPCKIT_HOME
	else
		not_ok "faults/crowd: files for $what" made
	fi
}

if [ -n "$FULL" ]; then
	crowd 16 100 4 0
	crowd 16 100 4 60
	crowd_of_programs 16 100 4
else
	crowd 16 30 4 6
	crowd_of_programs 8 5 2
fi
