# what the signer's certificate must be: /u /sha1 /ca /r
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/unstamped.exe .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
sha1()
{
	openssl x509 -in ../pki/$1.pem -noout -fingerprint -sha1 |
	    sed 's/.*=//; s/://g'
}
try()
{
	storectl verify /pa /q "$@" unstamped.exe
	echo "$? $1"
}
try /u 1.3.6.1.5.5.7.3.3
try /u 'Code Signing'
try /u 1.3.6.1.4.1.311.10.3.5
try /sha1 "$(sha1 other)" /sha1 "$(sha1 leaf)"
try /sha1 "$(sha1 ca)"
try /ca "$(sha1 ca)"
try /ca "$(sha1 leaf)"
try /r 'TEST ROOT'
try /r 'test CA'
