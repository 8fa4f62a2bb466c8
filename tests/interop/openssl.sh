# openssl.sh - OpenSSL: key, certificates, name, local key id, key spec

openssl_opens()
{
	read -r key _ leaf <<<"$(key_files "$1")"
	openssl pkcs12 -in "$2" -passin pass:pässword -nodes \
	    -out opened.pem || return 1
	[ "$(grep -c 'BEGIN CERTIFICATE' opened.pem)" = 3 ] || return 1
	[ "$(grep -c "friendlyName: $NAME" opened.pem)" = 2 ] || return 1
	[ "$(grep -c 'localKeyID: 01 00 00 00' opened.pem)" = 2 ] || return 1
	public_key opened.pem >a && public_key "$PKI/$leaf.key" >b &&
	    cmp a b || return 1
	# The leaf comes first; the order of the chain is kept.
	same "$(thumbprint opened.pem)" "$(thumbprint "$PKI/$leaf.pem")" ||
	    return 1
	case $1 in
	rsa)	grep -q 'X509v3 Key Usage: 80' opened.pem ;;
	dsa)	grep -q 'X509v3 Key Usage: ' opened.pem ;;
	esac
}

read_by_openssl()
{
	try "interop/OpenSSL opens $1 $2" openssl_opens "$2" "$3"
}
