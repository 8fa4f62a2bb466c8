# /f: a PFX, and whatever else holds a key and its certificate.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
cp $S/plain.exe x.sys
export SPCKIT_HOME=$PWD/other
good()
{
	storectl sign "$@" x.sys </dev/null
	echo "status $?"
	osslsigncode verify $IGNORE_CDP -CAfile ../pki/root.pem x.sys \
	    2>/dev/null | grep '^Signature verification'
	cp $S/plain.exe x.sys
}
good /f a.pfx /p spckit
export PW=spckit
good /f a.pfx /p-from env:PW
good /f ../pki/combined.pem
good /f ../pki/legacy.pfx /p spckit /ac ../pki/ca.cer
good /f a.pfx /p wrong
good /f a.pfx
good /f a.pfx /p spckit /n nobody
good /f ../pki/leaf.cer
good /f ../pki/leaf.key
good /f nowhere.pfx
cat ../pki/leaf.key ../pki/leaf.pem ../pki/ec.key ../pki/ec.pem ../pki/ca.pem >two.pem
good /f two.pem
good /f two.pem /n EC
# A file without the key, which is in the store.
export SPCKIT_HOME=$PWD/home
good /f ../pki/leaf.cer
container=$(storectl -user -store My | sed -n 's/^ *Key Container = //p')
good /f ../pki/leaf.cer /csp "Microsoft Strong Cryptographic Provider" \
    /kc "$container"
good /f ../pki/leaf.cer /kc another
good /f ../pki/ec.cer /csp "Microsoft Strong Cryptographic Provider"
# What would have signed, and not the CA that comes along; one certificate twice.
openssl x509 -inform DER -in ../pki/../signed/server.cer -out server.pem
openssl x509 -inform DER -in ../pki/expired.cer -out expired.pem
for leaf in server expired; do
	cat $leaf.pem ../pki/leaf.key ../pki/root.pem ../pki/ca.pem >both.pem
	storectl sign /q /f both.pem x.sys 2>&1
done
openssl pkcs12 -export -in ../pki/leaf.pem -inkey ../pki/leaf.key \
    -certfile ../pki/leaf.pem -passout pass:spckit -out twice.pfx
openssl pkcs12 -in twice.pfx -passin pass:spckit -nokeys 2>/dev/null |
    grep -c BEGIN
storectl sign /q /f twice.pfx /p spckit x.sys
# Of an algorithm that no Windows takes: nothing is asked of osslsigncode.
openssl req -new -x509 -newkey ed25519 -nodes -subj '/CN=ed' -keyout ed.key \
    -out ed.pem -config /dev/null 2>/dev/null
cat ed.key >>ed.pem
SPCKIT_OSSLSIGNCODE=/bin/false storectl sign /q /f ed.pem x.sys
