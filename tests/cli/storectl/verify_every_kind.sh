# Cabinets, installer packages and scripts, without another program; and those
# with more in them than was signed
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
export SPCKIT_OSSLSIGNCODE=/nowhere
cp "$FIXTURES"/kinds/* "$FIXTURES/signed/unstamped.exe" .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
try()
{
	echo "-- $*"
	storectl verify /pa /q "$@"
	echo "exit $?"
}
for f in signed.* extended.msi; do
	try $f
done
storectl verify /pa signed.cab
for f in plain.*; do
	try $f
done
# Something of another kind behind the signature.
for f in unstamped.exe signed.*; do
	cp $f more.${f##*.}
	printf 'PK\5\6 and more\r\n' >>more.${f##*.}
	try more.${f##*.}
done
# A text of the same words, with other line ends.
tr -d '\r' <signed.ps1 >unix.ps1
try unix.ps1
# The name decides what kind of text it is.
cp signed.ps1 other.js
try other.js
cp signed.ps1 signed.txt
try signed.txt
# No signature of such a file counts.
storectl verify -json /pa more.exe | jq '.files[0].signatures[0].verified'
