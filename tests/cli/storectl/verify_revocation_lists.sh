# only lists that are given: nobody is asked
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/*.exe .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
cat >ca.conf <<CONF
[ca]
default_ca = it
[it]
database = index
default_md = sha256
default_crl_days = 9000
CONF
# list NAME [CERTIFICATE]: of $ca
list()
{
	: >index
	[ $# -lt 2 ] || openssl ca -config ca.conf -cert $ca.pem \
	    -keyfile $ca.key -revoke "$2" 2>/dev/null
	openssl ca -config ca.conf -cert $ca.pem -keyfile $ca.key \
	    -gencrl -out $1 2>/dev/null
}
ca=../pki/ca
list empty.pem
list revoked.pem ../pki/leaf.pem
openssl crl -in revoked.pem -outform DER -out revoked.crl
storectl verify /pa /v -crl empty.pem unstamped.exe | tail -4
storectl verify /pa -crl empty.pem -crl revoked.crl unstamped.exe
echo "exit $?"
# Stamped before it was revoked.
storectl verify /pa -crl revoked.pem stamped.exe
echo "exit $?"
storectl verify /pa -crl ../pki/ca.pem stamped.exe
echo "exit $?"
# The stamper's counts as well: of this key, that it was stolen.
ca=../pki/root
openssl x509 -inform DER -in "$FIXTURES/signed/stamper.cer" -out stamper.pem
list empty.pem
list stamper.crl stamper.pem
storectl verify /pa -crl empty.pem stamped.exe
echo "exit $?"
sed -i 's/^R\t\([0-9Z]*\)\t\([0-9Z]*\)/&,keyCompromise/' index
openssl ca -config ca.conf -cert $ca.pem -keyfile $ca.key -gencrl \
    -out stolen.crl 2>/dev/null
storectl verify /pa -crl stolen.crl stamped.exe
echo "exit $?"
