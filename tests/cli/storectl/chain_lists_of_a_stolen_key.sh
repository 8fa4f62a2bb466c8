# a CA's separate key for lists: covered by the CA's list it signs for the CA,
# but it cannot say of itself that it was not revoked
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
subject=$(openssl x509 -in ../pki/ca.pem -noout -subject -nameopt compat |
    sed 's/^subject= *//; s/^\([^/]\)/\/\1/')
cat >ext <<'EXT'
keyUsage = critical,cRLSign
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
EXT
openssl req -new -newkey rsa:2048 -nodes -keyout signer.key -out csr \
    -subj "$subject" -config /dev/null 2>/dev/null
openssl x509 -req -in csr -CA ../pki/ca.pem -CAkey ../pki/ca.key \
    -set_serial 77 -days 9000 -extfile ext -out signer.pem 2>/dev/null
cat >ca.conf <<CONF
[ca]
default_ca = it
[it]
database = index
default_md = sha256
crl_extensions = ext
[ext]
authorityKeyIdentifier = keyid
CONF
# list NAME ISSUER SIGNER [OPTION...]
list()
{
	out=$1 issuer=$2 signer=$3
	shift 3
	openssl ca -config ca.conf -cert "$issuer.pem" -keyfile "$signer.key" \
	    -gencrl -out "$out" "$@" 2>/dev/null
}
try()
{
	echo "-- $*"
	storectl chain -in ../pki/leaf.cer -in ../pki/ca.cer -in signer.pem \
	    -sha1 "$(openssl x509 -in ../pki/leaf.pem -noout -fingerprint \
	    -sha1 | sed 's/.*=//; s/://g')" -json "$@" |
	    jq -r '.valid, .revocation, .reason // "-"'
}
: >index
list root.crl ../pki/root ../pki/root -crldays 9000
list own.crl ../pki/ca ../pki/ca -crldays 9000
list signed.crl signer signer -crldays 9000
try -crl root.crl -crl own.crl
try -crl root.crl -crl own.crl -crl signed.crl
try -crl root.crl -crl signed.crl
# Both are revoked by a list that is out of date.
openssl ca -config ca.conf -cert ../pki/ca.pem -keyfile ../pki/ca.key \
    -revoke signer.pem 2>/dev/null
list old.crl ../pki/ca ../pki/ca -crl_lastupdate 20240101000000Z \
    -crl_nextupdate 20240201000000Z
try -crl root.crl -crl old.crl -crl signed.crl
