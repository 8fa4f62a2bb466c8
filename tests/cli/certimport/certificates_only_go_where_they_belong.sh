export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cat ../pki/leaf.pem ../pki/ca.pem ../pki/root.pem >c.pem
openssl pkcs12 -export -nokeys -in c.pem -passout pass:x -out c.p12
stores()
{
	rm -rf home
	certimport -user -p x -json "$@" 2>/dev/null |
	    jq -c '.imported[] | [.store, .subject, .hasPrivateKey]'
}
stores c.p12
stores TrustedPublisher c.p12
stores c.p12 NoRoot
stores c.p12 NoChain
