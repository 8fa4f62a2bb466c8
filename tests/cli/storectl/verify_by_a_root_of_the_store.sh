# Microsoft's Authenticode policy: the root is in a Root store
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/*.exe .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
for f in stamped counter unstamped cross twice; do
	storectl verify /pa $f.exe || echo "exit $?"
done
echo '-- several files, every signature'
storectl verify /pa /all unstamped.exe twice.exe
echo "exit $?"
echo '-- quietly'
storectl verify /pa /q stamped.exe
echo "exit $?"
