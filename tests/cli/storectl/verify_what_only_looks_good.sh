# MD5; bytes behind the signatures; a certificate that signs for its lifetime
# only; text of the signer's that reads like a verdict
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/*.exe .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
try()
{
	echo "-- $*"
	storectl verify /pa /q "$@"
	echo "exit $?"
}
try md5.exe
try md5ca.exe
# Stamped in 2021, while the signer's certificate was valid.
try short.exe
try lifetime.exe
printf EVIL >>stamped.exe
try stamped.exe
# What the CA wants understood, and we do not: a vendor's, and names.
critical()
{
	openssl req -new -key ../pki/leaf.key -subj '/CN=spckit test critical' \
	    -config /dev/null -out csr
	printf '%s\n' extendedKeyUsage=codeSigning "$2" >ext
	openssl x509 -req -in csr -CA ../pki/ca.pem -CAkey ../pki/ca.key \
	    -set_serial 9 -days 2 -extfile ext -out c.pem 2>/dev/null
	osslsigncode sign -h sha256 -certs c.pem -ac ../pki/ca.pem \
	    -key ../pki/leaf.key -in plain.exe -out "$1" >/dev/null
}
critical vendor.exe 1.2.3.4=critical,ASN1:NULL
try vendor.exe
critical names.exe nameConstraints=critical,permitted\;DNS:example.org
try names.exe
critical good.exe 1.2.3.4=ASN1:NULL
try good.exe
# The first one's description spells what osslsigncode says of the second.
try forged.exe
try /ds 1 forged.exe
try /all forged.exe
# More signatures than are looked at: not all of them are good.
cp unstamped.exe many.exe
for _ in $(seq 32); do
	osslsigncode sign -nest -h sha256 -certs ../pki/leaf.pem \
	    -key ../pki/leaf.key -in many.exe -out more.exe >/dev/null
	mv more.exe many.exe
done
try /all many.exe
