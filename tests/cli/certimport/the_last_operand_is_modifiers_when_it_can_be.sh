export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp ../pki/aes.pfx NoRoot
stores()
{
	certimport -user -p spckit -json "$@" 2>/dev/null | jq -c \
	    '[.imported[]?.store], .error.message?'
	rm -rf home
}
stores NoRoot
stores Trust NoRoot
stores ../pki/aes.pfx NoChain
stores ../pki/aes.pfx 'nochain, FRIENDLYNAME=x y'
stores TrustedPublisher ../pki/aes.pfx
stores trustedpublisher ../pki/aes.pfx NoChain
stores my ../pki/aes.pfx Nothing
stores ../pki/aes.pfx NoChain,Nothing
stores My ../pki/aes.pfx NoChain again
stores -importPFX
stores My ../pki/aes.pfx ''
