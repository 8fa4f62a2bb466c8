# MD5; bytes behind the signatures; a certificate that signs for its lifetime
# only; text of the signer's that reads like osslsigncode's verdict
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
# The second signature is good, and the first one's words are not the answer.
try forged.exe
try /ds 1 forged.exe
try /all forged.exe
# What osslsigncode has to say does not end: cut, it is no answer. (Of what is no
# program there is nothing but its word.)
cat >fake <<'FAKE'
#!/bin/sh
case $1 in
extract-signature)
	for a; do [ "$p" != -out ] || out=$a; p=$a; done
	cp signature "$out" ;;
verify)
	cat said
	[ ! -e long ] || head -c 2000000 /dev/zero | tr '\0' x ;;
esac
FAKE
chmod +x fake
# (Behind the program's 1024 bytes and the entry's header of 8.)
tail -c +1033 unstamped.exe >signature
digest=$(osslsigncode verify -in unstamped.exe 2>/dev/null |
    sed -n 's/^Current message digest *: \([0-9A-F]*\).*/\1/p')
printf 'Signature Index: 0\nCurrent message digest : %s\n' "$digest" >said
printf 'Calculated message digest : %s\n' "$digest" >>said
export SPCKIT_OSSLSIGNCODE=./fake
echo no program >any.msi
try any.msi
cat said said >twice && mv twice said
try any.msi
head -n 3 said >once && mv once said
: >long
try any.msi
# More signatures than are looked at: not all of them are good.
unset SPCKIT_OSSLSIGNCODE
cp unstamped.exe many.exe
for _ in $(seq 32); do
	osslsigncode sign -nest -h sha256 -certs ../pki/leaf.pem \
	    -key ../pki/leaf.key -in many.exe -out more.exe >/dev/null
	mv more.exe many.exe
done
try /all many.exe
