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

if [ -n "$FULL" ]; then
	crowd 16 100 4 0
	crowd 16 100 4 60
else
	crowd 16 30 4 6
fi
