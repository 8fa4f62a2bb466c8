export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# The last octet of the signature.
size=$(stat -c %s ../pki/root.cer)
cp ../pki/root.cer bad.cer
printf '\000' | dd of=bad.cer bs=1 seek=$((size - 1)) conv=notrunc status=none
certimport -user -addstore Root bad.cer 2>/dev/null
