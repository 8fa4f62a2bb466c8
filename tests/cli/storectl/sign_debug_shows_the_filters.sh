# each certificate falls out where SignTool lets it; what is left is counted
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
# With the key, but expired; with the key, for servers; without a key.
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
certimport -user -addstore My $S/server.cer >/dev/null 2>&1
certimport -user -addstore My ../pki/other.cer >/dev/null 2>&1
cp $S/plain.exe x.sys
sign()
{
	echo "-- $*"
	storectl sign /debug "$@" x.sys 2>&1
	echo "status $?"
}
sign
sign /n publisher
sign /n expired
sign /n server
sign /n stranger
sign /sha1 "$(sha1sum <../pki/other.cer | cut -d' ' -f1)"
