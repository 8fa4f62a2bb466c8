export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
if ! command -v softhsm2-util >/dev/null; then
	echo 'SKIP: softhsm2-util is not installed'
	exit
fi
mkdir tokens
export SOFTHSM2_CONF=$PWD/softhsm2.conf
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' \
    "$PWD/tokens" >softhsm2.conf
for i in 1 2; do
	softhsm2-util --init-token --free --label signing --so-pin 5678 \
	    --pin 1234 >log 2>&1
done
echo 1234 >pin
certimport -user -csp pkcs11:token=signing -pin-from file:pin ../pki/empty.pfx 2>err
cut -c1-40 err
# p11-kit's own token of trust anchors is there where its modules are.
certimport -user -csp pkcs11:token=none -pin-from file:pin ../pki/empty.pfx \
    2>err
sed 's/"System Trust", //' err >&2
[ ! -e home ]
