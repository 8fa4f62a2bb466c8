export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
PW=spckit
export PW
{
	printf '# file\tp-from\tstore\tmodifiers\n\n'
	printf '../pki/aes.pfx\tenv:PW\t-\tNoRoot,FriendlyName=First\n'
	printf 'nowhere.pfx\tenv:PW\n'
	printf '../pki/aes.pfx env:PW\n'
	printf '../pki/aes.pfx\tenv:NONE\n'
	printf '../pki/legacy.pfx\tprompt\n'
	printf '\tenv:PW\n'
	printf '../pki/empty.pfx\t\tTrustedPublisher\tNoChain\r\n'
	printf '../pki/aes.pfx\n'
	printf '../pki/nomac.pfx\tenv:PW\t\tNothing\n'
	printf '../pki/nomac.pfx\tenv:PW\t../up\n'
	printf '../pki/nomac.pfx\tenv:PW\t\t\t\tx\n'
	printf '../pki/combined.pem\t-\t-\tNoExport\n'
} >list
certimport -user -batch list
echo "status $?"
find home/System* -type f | LC_ALL=C sort
