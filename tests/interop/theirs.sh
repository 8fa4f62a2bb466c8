# theirs.sh - we read what the others write

# holds FILE PASSWORD CERTIFICATES LEAF: our reader finds the leaf's key and
# that many certificates.
holds()
{
	"$BIN/storectl" dump -json -p "$2" "$1" >dump || return 1
	cat dump
	[ "$(jq '.certificates | length' dump)" = "$3" ] || return 1
	[ "$(jq '.keys | length' dump)" = 1 ] || return 1
	spki=$(openssl pkey -in "$PKI/$4.key" -pubout -outform DER |
	    openssl sha256 -r | cut -d' ' -f1)
	[ "$(jq -r '.keys[0].spkiSha256' dump)" = "$spki" ] || return 1
	jq -r '.certificates[].sha1' dump |
	    grep -q "$(thumbprint "$PKI/$4.pem")"
}

openssl_export()
{
	rm -f t.p12
	leaf=$1
	shift
	openssl pkcs12 -export -inkey "$PKI/$leaf.key" -in "$PKI/$leaf.pem" \
	    -certfile "$PKI/ca.pem" -passout pass:pässword -out t.p12 "$@" &&
	    holds t.p12 pässword 2 $leaf
}

gnutls_export()
{
	rm -f t.p12
	certtool --to-p12 --load-privkey "$PKI/leaf.key" \
	    --load-certificate "$PKI/leaf.pem" --load-ca-certificate \
	    "$PKI/ca.pem" --p12-name gnutls --password pässword \
	    --outder --outfile t.p12 "$@" && holds t.p12 pässword 2 leaf
}

nss_export()
{
	rm -rf nssdb t.p12
	mkdir nssdb
	certutil -N -d sql:nssdb --empty-password &&
	    openssl pkcs12 -export -inkey "$PKI/$1.key" -in "$PKI/$1.pem" \
	    -name nss -passout pass:x -out in.p12 &&
	    pk12util -i in.p12 -W x -d sql:nssdb -K '' || return 1
	shift
	pk12util -o t.p12 -n nss -W pässword -d sql:nssdb -K '' "$@" &&
	    holds t.p12 pässword 1 leaf
}

java_export()
{
	rm -f t.p12
	openssl pkcs12 -export -inkey "$PKI/leaf.key" -in "$PKI/leaf.pem" \
	    -certfile "$PKI/ca.pem" -name java -passout pass:password \
	    -out in.p12 || return 1
	keytool -J-Dkeystore.pkcs12.legacy"$1" -importkeystore -noprompt \
	    -srckeystore in.p12 -srcstoretype PKCS12 -srcstorepass password \
	    -destkeystore t.p12 -deststoretype PKCS12 \
	    -deststorepass password && holds t.p12 password 2 leaf
}

mono_export()
{
	rm -f t.p12
	openssl x509 -in "$PKI/leaf.pem" -outform DER -out leaf.der
	openssl rsa -in "$PKI/leaf.key" -outform PVK -pvk-none -out leaf.pvk \
	    -provider legacy -provider default || return 1
	cat >save.csx <<-CS
	using Mono.Security.X509;
	var p = new PKCS12();
	p.Password = "pässword";
	p.AddCertificate(new X509Certificate(
	    System.IO.File.ReadAllBytes("leaf.der")));
	p.AddPkcs8ShroudedKeyBag(Mono.Security.Authenticode.PrivateKey.
	    CreateFromFile("leaf.pvk").RSA);
	p.SaveToFile("t.p12");
	CS
	csharp -r:Mono.Security save.csx && holds t.p12 pässword 1 leaf
}

# A PVK that we wrote ourselves never meets another reader but these.
openssl_reads_our_key()
{
	"$BIN/pvk2pfx" -pvk "$PKI/leaf-3des.p8" -pi spckit \
	    -spc "$PKI/leaf.cer" -pfx from-p8.pfx -iter 1 -f &&
	    openssl pkcs12 -in from-p8.pfx -passin pass:spckit -nodes \
	    -nocerts -out k.pem && public_key k.pem >a &&
	    public_key "$PKI/leaf.key" >b && cmp a b
}

read_theirs()
{
	t='interop/we open OpenSSL'
	try "$t's default" openssl_export leaf
	try "$t -legacy" openssl_export leaf -legacy
	try "$t, 3DES and RC2-128" openssl_export leaf -legacy \
	    -certpbe PBE-SHA1-RC2-128
	try "$t, RC4" openssl_export leaf -legacy -keypbe PBE-SHA1-RC4-128 \
	    -certpbe PBE-SHA1-RC4-40
	try "$t, AES-128 and SHA-512" openssl_export leaf \
	    -keypbe AES-128-CBC -certpbe AES-192-CBC -macalg sha512
	try "$t, Camellia" openssl_export leaf -keypbe CAMELLIA-256-CBC
	try "$t, certificates plain" openssl_export leaf -certpbe NONE
	try "$t, key plain" openssl_export leaf -keypbe NONE
	try "$t without MAC" openssl_export leaf -nomac
	try "$t, SHA-1 MAC of one iteration" openssl_export leaf -macalg sha1 \
	    -nomaciter
	try "$t, EC" openssl_export ec
	try "$t, DSA" openssl_export dsa
	try "interop/OpenSSL opens what came from PKCS#8" openssl_reads_our_key
	if have certtool; then
		try "interop/we open certtool's default" gnutls_export
		for c in 3des-pkcs12 arcfour rc2-40 aes-256; do
			try "interop/we open certtool's $c" gnutls_export \
			    --pkcs-cipher $c
		done
	else
		skip "interop/we open certtool's" "certtool is not installed"
	fi
	if have pk12util; then
		try "interop/we open pk12util's default" nss_export leaf
		try "interop/we open pk12util's AES-256" nss_export leaf \
		    -c AES-256-CBC -C AES-128-CBC
		try "interop/we open pk12util's RC2" nss_export leaf \
		    -c 'PKCS #12 V2 PBE With SHA-1 And 3KEY Triple DES-CBC' \
		    -C 'PKCS #12 V2 PBE With SHA-1 And 40 Bit RC2 CBC'
	else
		skip "interop/we open pk12util's" "pk12util is not installed"
	fi
	if have keytool; then
		try "interop/we open keytool's default" java_export X
		try "interop/we open keytool's legacy" java_export ''
	else
		skip "interop/we open keytool's" "keytool is not installed"
	fi
	if have csharp; then
		try "interop/we open Mono's" mono_export
	else
		skip "interop/we open Mono's" "csharp is not installed"
	fi
}
