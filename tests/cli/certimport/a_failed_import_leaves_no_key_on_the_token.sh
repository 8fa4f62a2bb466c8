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
# The entry of the leaf cannot be written: a folder has its name.
mkdir -p -m 700 home/SystemCertificates/My/Certificates
chmod -R 700 home
mkdir home/SystemCertificates/My/Certificates/9358922A938EA9F8BBF13308CC64187B474377D7
certimport -user -p spckit -csp pkcs11:token=signing -pin-from file:pin \
    ../pki/aes.pfx >/dev/null 2>&1
echo "status $?"
find tokens -name '*.object' ! -name token.object
find home -type f ! -name .lock
