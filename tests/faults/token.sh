# token.sh - a token that fails: the sentence says so, nothing is left on it or
# in the store

# bad_token FAULT SENTENCE OBJECTS: badtoken.c explains FAULT; OBJECTS is what
# happened on the token.
bad_token()
{
	rm -rf "$W/token"
	mkdir "$W/token"
	BADTOKEN=$1 BADTOKEN_LOG=$W/token/log SPCKIT_HOME=$W/token/home \
	    TOKEN_PIN=1234 "$BIN/certimport" -user -p spckit -csp \
	    "pkcs11:token=bad?module-path=$BUILD/tests/badtoken.so" \
	    -pin-from env:TOKEN_PIN -importPFX "$PKI/aes.pfx" \
	    >"$W/out" 2>"$W/err" </dev/null
	rc=$?
	left=$(find "$W/token/home" -type f ! -name .lock 2>/dev/null)
	objects=$(cat "$W/token/log" 2>/dev/null | tr '\n' ' ')
	if [ $rc -eq 1 ] && grep -q "^certimport: pkcs11:.*: $2" "$W/err" &&
	    ! grep -q 1234 "$W/err" && [ -z "$left" ] &&
	    [ "$objects" = "${3:-}" ]; then
		ok "faults/token: $1"
	else
		echo "exit $rc, left in the store: $left, on the token: $objects" \
		    >>"$W/err"
		not_ok "faults/token: $1" "$W/err"
	fi
}

PKI=$FIXTURES/pki
bad_token initialize=5 'cannot initialize the module'
bad_token count=5000 'the module has too many slots (5000)'
bad_token flags=2 'the token is read-only'
bad_token flags=0x40000 "the token's PIN is locked"
bad_token flags=0x20000 '.*one more wrong PIN locks the token'
bad_token open=5 'cannot open the token'
bad_token login=0xa0 'cannot log in'
bad_token login=0xa4 'cannot log in'
bad_token find=0x30 'cannot search for the key'
bad_token private=0x31 'the token refuses the key'
# The private part is not left there alone.
bad_token public=0x31 'the token refuses the key' \
    'private 1 destroyed 1 '
