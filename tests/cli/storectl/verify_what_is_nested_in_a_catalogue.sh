# a signature in a catalogue that was made for another file
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/* .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
nest="$TOP/tests/interop/nest.pl"
try()
{
	echo "-- $*"
	storectl verify /pa "$@" 2>&1
	echo "exit $?"
}
osslsigncode extract-signature -in stamped.exe -out other.der >/dev/null
"$nest" list.cat other.der nested.cat
try nested.cat
try /all nested.cat
try /ds 1 nested.cat
"$nest" list.cat list.cat same.cat
try /all same.cat
