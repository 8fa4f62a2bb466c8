# A timestamp counts when its signer is trusted: by the Root stores, or by
# -stamp-root
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/* .
try()
{
	echo "-- $*"
	storectl verify /kp -kernel-root kernel.cer "$@"
	echo "exit $?"
}
# The path leads to the kernel root alone: no Root store has anything.
try cross.exe
try -stamp-root stamper.cer cross.exe
try -stamp-root ../pki/root.cer cross.exe
try -stamp-root "$(openssl x509 -inform DER -in stamper.cer -noout \
    -fingerprint -sha1 | sed 's/.*=//')" cross.exe
try -stamp-root ../pki/leaf.cer cross.exe
# A countersignature that was changed: its signature stands behind its
# certificates.
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
size=$(($(wc -c <counter.exe) - 40))
printf X | dd of=counter.exe bs=1 seek=$size conv=notrunc 2>/dev/null
storectl verify /pa counter.exe
echo "exit $?"
