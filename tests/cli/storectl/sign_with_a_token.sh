# The key stays on the token; its certificate is chosen in the store as any other.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
if ! command -v softhsm2-util >/dev/null; then
	echo 'SKIP: softhsm2-util is not installed'
	exit
fi
if ! ls /usr/lib/*/engines-3/pkcs11.so >/dev/null 2>&1; then
	echo 'SKIP: OpenSSL has no engine for PKCS#11 here'
	exit
fi
mkdir tokens
export SOFTHSM2_CONF=$PWD/softhsm2.conf
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' \
    "$PWD/tokens" >softhsm2.conf
softhsm2-util --init-token --free --label signing --so-pin 5678 --pin 1234 >log 2>&1
echo 1234 >pin
echo 9999 >bad
certimport -user -p spckit -csp pkcs11:token=signing -pin-from file:pin \
    ../pki/aes.pfx >/dev/null 2>&1
certimport -user -addstore Root ../pki/root.cer >/dev/null
cp ../pki/../signed/plain.exe x.sys
storectl sign /n publisher /kp-from file:pin x.sys
osslsigncode verify $IGNORE_CDP -CAfile ../pki/root.pem x.sys 2>/dev/null |
    grep '^Signature verification'
cp x.sys before
storectl sign /n publisher /kp-from file:bad x.sys
storectl sign /n publisher x.sys
cmp x.sys before
# It cannot be handed over.
storectl run -n publisher -- cat {key} 2>&1 | sed 's/(pkcs11:[^)]*)/(URI)/'
storectl run -n publisher -- openssl x509 -noout -subject -nameopt RFC2253 -in {cert}
# A certificate that is in no store.
export SPCKIT_HOME=$PWD/other
cat ../pki/leaf.pem ../pki/ca.pem >chain.pem
signs()
{
	cp ../pki/../signed/plain.exe x.sys
	storectl sign /f chain.pem "$@" x.sys
	echo "status $?"
	osslsigncode verify $IGNORE_CDP -CAfile ../pki/root.pem x.sys \
	    2>/dev/null | grep '^Signature verification'
}
signs /csp pkcs11:token=signing /kp-from file:pin
signs /csp pkcs11:token=signing /kc 'spckit test' /kp-from file:pin
signs /csp pkcs11:token=signing /kc another /kp-from file:pin 2>&1 |
    sed 's/osslsigncode: .*/osslsigncode: .../'
signs /csp 'pkcs11:token=signing?pin-value=1234'
