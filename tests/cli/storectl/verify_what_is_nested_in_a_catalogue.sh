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
# (Behind the program's 1024 bytes and the entry's header of 8.)
tail -c +1033 stamped.exe | openssl pkcs7 -inform DER -outform DER -out other.der
"$nest" list.cat other.der nested.cat
try nested.cat
try /all nested.cat
try /ds 1 nested.cat
"$nest" list.cat list.cat same.cat
try /all same.cat
# A catalogue of other files is another list, whoever signed it.
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
"$TOP/tests/interop/make-cat.pl" others.cat plain.exe
storectl sign /q -f a.pfx -p spckit others.cat
"$nest" list.cat others.cat two.cat
try /all two.cat
