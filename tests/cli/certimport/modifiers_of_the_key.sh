export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
key()
{
	rm -rf home
	certimport -user -p spckit ../pki/aes.pfx "$@" >/dev/null 2>&1 ||
	    echo "status $?"
	echo "$@"
	sed '/^-----BEGIN/,$d; s/^/    /' home/Keys/*.pem
}
key NoProtect,Pkcs8
key AT_SIGNATURE
key at_keyexchange
key NoExport
key ExportEncrypted
key 'KeyFriendlyName=Release key,KeyDescription=of 2026'
