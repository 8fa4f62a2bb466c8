# each in SignTool's words, with ours behind them
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/* .
try()
{
	echo "-- $*"
	storectl verify "$@"
	echo "exit $?"
}
# Without the root; then with it, but not as one to trust.
try /pa unstamped.exe
certimport -user -addstore CA ../pki/root.cer >/dev/null 2>&1
try /pa unstamped.exe
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
cp stamped.exe changed.exe
printf X | dd of=changed.exe bs=1 seek=600 conv=notrunc 2>/dev/null
try /pa /v changed.exe
try /pa plain.exe
try /pa unsigned.cat
try /pa setup.inf
try /pa nowhere.exe
try /pa expired.exe
try /pa server.exe
try /kp cross.exe
try stamped.exe
try /pa /ds 2 twice.exe
certimport -user -addstore Disallowed ../pki/leaf.cer >/dev/null 2>&1
try /pa unstamped.exe
# One bad file does not stop the others.
try /pa plain.exe twice.exe
# No other program is asked.
SPCKIT_OSSLSIGNCODE=/nowhere try /pa twice.exe
