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
# list NAME [CERTIFICATE]
list()
{
	: >index
	[ $# -lt 2 ] || openssl ca -config ca.conf -cert ../pki/ca.pem \
	    -keyfile ../pki/ca.key -revoke "$2" 2>/dev/null
	openssl ca -config ca.conf -cert ../pki/ca.pem -keyfile ../pki/ca.key \
	    -gencrl -out $1 2>/dev/null
}
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
