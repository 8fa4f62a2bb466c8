# a machine's location that others may write to, or that is no folder, stops
# every verdict: what it disallows must not be trusted because it is not read
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=machine
cp "$FIXTURES"/signed/unstamped.exe .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
certimport -addstore Disallowed ../pki/leaf.cer >/dev/null 2>&1
try()
{
	echo "-- $*"
	storectl verify -pa unstamped.exe >out 2>&1
	state=$?
	# What is added for plain users.
	sed "s/ (the machine's store .*//" out
	echo "exit $state"
}
try disallowed
chmod 777 machine
try world-writable
storectl show -user -s Root >/dev/null 2>&1
echo "show: exit $?"
# The command that the sentence has mends it.
chmod -R go-w machine
try mended
rm -r machine
: >machine
try 'no folder'
rm machine
try 'not there'
