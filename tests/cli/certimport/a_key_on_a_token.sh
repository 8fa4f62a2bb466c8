export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
if ! command -v softhsm2-util >/dev/null; then
	echo 'SKIP: softhsm2-util is not installed'
	exit
fi
mkdir tokens
export SOFTHSM2_CONF=$PWD/softhsm2.conf
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' \
    "$PWD/tokens" >softhsm2.conf
softhsm2-util --init-token --free --label signing --so-pin 5678 --pin 1234 >log 2>&1
echo 1234 >pin
echo 9999 >bad
import()
{
	certimport -user -p spckit -csp pkcs11:token=signing "$@" ../pki/aes.pfx
}
objects()
{
	pkcs11-tool --module "$(sed -n 's/^module: *//p' \
	    /usr/share/p11-kit/modules/softhsm2.module)" --pin 1234 \
	    --token-label signing -O 2>/dev/null | grep -c 'Object; RSA'
}
import
import -pin-from file:bad 2>/dev/null
find home -name '*.pem'
import -pin-from file:pin 2>/dev/null
sed 's/id=[^;]*/id=ID/; s/serial=[^;]*/serial=NO/' home/Keys/*
ls home
objects
# The same again is no second one, and a key in a file stays in its file.
import -pin-from file:pin 2>/dev/null
objects
rm -rf home
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
import -pin-from file:pin 2>&1 | grep unchanged
grep -c ENCRYPTED home/Keys/*
certimport -user -p spckit -f ../pki/aes.pfx \
    -csp 'pkcs11:token=signing?pin-value=1234' >/dev/null 2>&1
grep -c ENCRYPTED home/Keys/*
certimport -user -p spckit -csp pkcs11:token=signing ../pki/aes.pfx Protect
certimport -user -p spckit -pin-from file:pin ../pki/aes.pfx
