# The time stamp of a server, which may need to be asked twice.
if ! perl -MIO::Socket::INET -MMIME::Base64 -e 1 2>/dev/null; then
	echo 'SKIP: perl has no sockets here'
	exit
fi
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
perl ../pki/../../interop/tsa.pl $S/stamper.pem $S/stamper.key port log &
while [ ! -s port ]; do sleep 0.01; done
url=http://127.0.0.1:$(cat port)
t()
{
	echo "-- $*" | sed 's/:[0-9][0-9]*//'
	cp $S/plain.exe x.sys
	storectl sign /n publisher "$@" x.sys >out 2>err
	echo "status $?"
	sed -e 's/:[0-9][0-9]*//' -e 's/): .*/)/' err
	cmp -s x.sys $S/plain.exe || osslsigncode verify $IGNORE_CDP \
	    -CAfile ../pki/root.pem -TSA-CAfile ../pki/root.pem x.sys |
	    grep -i 'server signature verification: ok'
}
t /t $url/authenticode
t /tr $url/rfc3161 /td sha256
t /tr $url/rfc3161 /fd sha512 /td SHA512
t /tr $url/flaky/rfc3161
t /t $url/flaky/authenticode /retries 0
t /t $url/garbage /retries 0
t /tr $url/empty /retries 0
cat log
kill $!
