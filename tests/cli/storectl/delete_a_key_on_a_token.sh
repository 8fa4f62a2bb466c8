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
objects()
{
	echo "$(find tokens -name '*.object' ! -name token.object | wc -l) objects," \
	    "$(find home/Keys home/SystemCertificates/My -type f | wc -l) files"
}
certimport -user -p spckit -csp pkcs11:token=signing -pin-from file:pin \
    ../pki/aes.pfx >/dev/null 2>&1
objects
# Without the PIN everything stays.
storectl delete -n publisher -delkey 2>err
echo "status $?"
storectl delete -n publisher -delkey -kp-from file:bad 2>err
echo "status $?"
sed 's/.*: cannot/cannot/' err
objects
storectl delete -n publisher -delkey -kp-from file:pin
objects
