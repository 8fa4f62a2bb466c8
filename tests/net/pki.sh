# pki.sh - the certificates that the server hands out, and the server itself

# cert NAME SUBJECT ISSUER DAYS [EXTENSION...]: NAME.cer and NAME.pem
cert()
{
	local name=$1 subject=$2 issuer=$3 days=$4 by

	shift 4
	[ -f "$name.key" ] || openssl ecparam -name prime256v1 -genkey -noout \
	    -out "$name.key" || return 1
	printf '%s\n' subjectKeyIdentifier=hash "$@" >"$name.ext"
	by=(-CA "$issuer.pem" -CAkey "$issuer.key")
	[ "$issuer" = self ] && by=(-signkey "$name.key")
	openssl req -new -key "$name.key" -subj "/O=spckit test/CN=$subject" \
	    -out "$name.csr" &&
	    openssl x509 -req -in "$name.csr" -days "$days" -out "$name.pem" \
	    -set_serial "$(od -An -N6 -tu8 /dev/urandom | tr -d ' ')" \
	    -extfile "$name.ext" "${by[@]}" 2>/dev/null &&
	    openssl x509 -in "$name.pem" -outform DER -out "$name.cer"
}

CA=basicConstraints=critical,CA:TRUE

sha1()
{
	sha1sum "$1" | cut -d' ' -f1
}

# A root, what was issued below it, and its cross-certificate: the root's key
# and name, issued by a kernel root.
make_pki()
{
	cert kernel 'Test Code Verification Root' self 9000 $CA &&
	    cert root 'Test Root' self 9000 $CA &&
	    cert ca 'Test CA' root 9000 $CA &&
	    cert leaf 'Test Publisher' ca 9000 basicConstraints=CA:FALSE &&
	    cp root.key cross.key &&
	    cert cross 'Test Root' kernel 9000 $CA &&
	    cert other 'Another Root' self 9000 $CA &&
	    cert web-ca 'Test Web CA' self 9000 $CA &&
	    cert web localhost web-ca 9000 basicConstraints=CA:FALSE \
	    subjectAltName=DNS:localhost &&
	    openssl base64 -in cross.cer -out cross.b64 &&
	    openssl crl2pkcs7 -nocrl -certfile cross.pem -certfile ca.pem \
	    -outform DER -out cross.p7b || return 1
	echo Hello >readme
	# libzip writes no zip without entries.
	printf 'PK\5\6%018d' 0 | tr 0 '\0' >empty.zip
	"$BUILD/tests/makezip" cross.zip 'Test Root.cer' cross.cer &&
	    "$BUILD/tests/makezip" dots.zip ../../x readme \
	    ../../../../../../../../../../../../tmp/x.cer cross.cer &&
	    "$BUILD/tests/makezip" useless.zip readme.txt readme &&
	    truncate -s 200M zeros &&
	    "$BUILD/tests/makezip" bomb.zip a.cer zeros b.cer cross.cer || return 1
	rm zeros
	# One byte of the signature changed.
	{
		head -c -1 cross.cer
		tail -c 1 cross.cer | tr '\0-\377' '\1-\377\0'
	} >forged.cer
}

start_server()
{
	"$BUILD/tests/server" "$SCRATCH" web.pem web.key >/dev/null 2>&1 </dev/null &
	server=$!
	trap 'kill $server; rm -rf "$SCRATCH"' EXIT
	for _ in $(seq 100); do
		[ -f ports ] && break
		sleep 0.05
	done
	read -r http https <ports || return 1
	HTTP=http://localhost:$http HTTPS=https://localhost:$https
	# Its certificate is localhost's only.
	MISNAMED=https://127.0.0.1:$https
}

# A catalogue with one row, whose link is that of a zip.
catalogue()
{
	printf '%s\t%s\t%s\t%s\t%s\t%s\t-\t%s\n' 'Test Root' \
	    "$(sha1 cross.cer)" 2049-12-31 "$HTTP/file/cross.zip" \
	    "$(sha1 root.cer)" 'Test Root' 'Test Code Verification Root'
}

# ---- what the tests share ----

# Nothing was stored, not even folders.
nothing_stored()
{
	[ -z "$(find home machine -type f ! -name .lock 2>/dev/null)" ]
}

# A test goes on after it, and fails all the same.
tell()
{
	cat out err
	wrong "$1: exit $rc after $took s"
}
