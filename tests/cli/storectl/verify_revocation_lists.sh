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
try()
{
	echo "-- $*"
	storectl verify /pa "$@"
	echo "exit $?"
}
ca=../pki/root
list root.pem
ca=../pki/ca
list empty.pem
list revoked.pem ../pki/leaf.pem
openssl crl -in revoked.pem -outform DER -out revoked.crl
try -crl root.pem -crl empty.pem unstamped.exe
try -crl root.pem -crl revoked.crl unstamped.exe
# Not every certificate is covered.
try -crl empty.pem unstamped.exe
try -crl root.pem unstamped.exe
# Stamped before it was revoked.
try -crl root.pem -crl revoked.pem stamped.exe
try -crl ../pki/ca.pem stamped.exe
# An empty folder covers nothing.
mkdir none
try -crl none unstamped.exe
# A folder may hold other things; a file that is of no use is pointed out.
mkdir lists; cp root.pem empty.pem ../pki/*.cer lists
ca=../pki/other; list other.pem
cp other.pem lists
try -crl lists unstamped.exe
try -crl lists -crl other.pem unstamped.exe
# The stamper's counts as well: of this key, that it was stolen.
ca=../pki/root
openssl x509 -inform DER -in "$FIXTURES/signed/stamper.cer" -out stamper.pem
list stamper.crl stamper.pem
rm lists/root.pem
try -crl lists -crl stamper.crl stamped.exe
sed -i 's/^R\t\([0-9Z]*\)\t\([0-9Z]*\)/&,keyCompromise/' index
openssl ca -config ca.conf -cert $ca.pem -keyfile $ca.key -gencrl \
    -out stolen.crl 2>/dev/null
try -crl lists -crl stolen.crl stamped.exe
