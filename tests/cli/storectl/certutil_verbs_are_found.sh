# Anywhere on the line, in any case, with - or /; values of options are values.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
ln -s "$(command -v storectl)" CertUtil
./CertUtil -user -ADDSTORE -f Root ../pki/root.cer 2>/dev/null
./CertUtil root -user /Store 1000 | head -2
./CertUtil -p -store ../pki/root.cer | head -1
for v in -mergePFX -repairstore -viewstore -viewdelstore -verify \
    -hashfile -encode -decode -urlcache; do
	./CertUtil $v x
done
./CertUtil -getreg x
./CertUtil -Enterprise -store Root
./CertUtil -GroupPolicy -store Root
./CertUtil -dc server -store Root
./CertUtil -split -store Root
./CertUtil -store -n x
storectl list -store My
# Nothing but a copy of the program: the other one is not beside it.
cp "$(command -v storectl)" alone
./alone -importPFX x 2>&1 | sed "s|$PWD|.|"
