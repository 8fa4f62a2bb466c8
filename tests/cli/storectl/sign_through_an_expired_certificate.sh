# Nothing that Windows will refuse is signed without a word, and verify names the
# cross-certificate that is there, and what is wrong with it.
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
P=../pki
certimport -user -p spckit $P/aes.pfx >/dev/null 2>&1
certimport -user -addstore Root $P/root.cer >/dev/null 2>&1
cat >conf <<'EOF'
[ca]
database = index.txt
policy = any
new_certs_dir = .
rand_serial = yes
x509_extensions = ext
[any]
commonName = supplied
[ext]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign
subjectKeyIdentifier = hash
EOF
# root NAME SUBJECT
root()
{
	openssl req -new -x509 -key key -subj "$2" -days 9000 -out $1.pem \
	    -config /dev/null -addext 'basicConstraints = critical,CA:TRUE'
}
# cross NAME ISSUER FROM TO: the key of the root, signed by another
cross()
{
	: >index.txt
	openssl ca -batch -config conf -name ca -ss_cert $P/root.pem -notext \
	    -cert $2.pem -keyfile key -startdate $3 -enddate $4 -md sha256 \
	    -preserveDN -out $1.pem
}
{
	openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key
	root other '/CN=other root'
	root microsoft '/CN=Microsoft Code Verification Root'
	sed -i 's/^commonName.*/&\norganizationName = optional\ncountryName = optional/' conf
	cross old other 20100101000000Z 20210101000000Z
	cross young other 20450101000000Z 20490101000000Z
	cross good other 20100101000000Z 20490101000000Z
	cross unknown microsoft 20100101000000Z 20490101000000Z
} 2>/dev/null
other=$(openssl x509 -in other.pem -noout -fingerprint -sha1 | sed 's/.*=//')
for ac in old young good; do
	echo "-- $ac"
	cp "$FIXTURES/signed/plain.exe" x.exe
	storectl sign /n publisher /ac $ac.pem x.exe | grep -v '^Done'
	storectl verify /q /kp -kernel-root other.pem x.exe
done
echo '-- by a thumbprint'
cp "$FIXTURES/signed/plain.exe" x.exe
storectl sign /n publisher /q /ac old.pem /ac other.pem x.exe
certimport -user -addstore CA other.pem >/dev/null
storectl verify /q /kp -kernel-root $other x.exe
echo '-- not one of the published'
cp "$FIXTURES/signed/plain.exe" x.exe
storectl sign /n publisher /q /ac unknown.pem x.exe
storectl verify /q /kp x.exe
echo '-- none'
storectl sign /n publisher /q x.exe
storectl verify /q /kp x.exe
