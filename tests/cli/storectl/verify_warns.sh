# warnings are exit status 2
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/*.exe .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
for f in stamped unstamped; do
	storectl verify /pa /tw /ph $f.exe
	echo "exit $?"
done
storectl verify /pa /v /tw unstamped.exe | tail -4
# An error counts for more.
storectl verify /pa /tw /q unstamped.exe plain.exe
echo "exit $?"
