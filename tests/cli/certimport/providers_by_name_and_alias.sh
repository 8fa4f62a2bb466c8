export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
provider()
{
	rm -rf home
	certimport -user -p spckit "$@" ../pki/aes.pfx >/dev/null 2>err ||
	    { cat err; return; }
	grep ^Provider home/Keys/*
	strings -el home/SystemCertificates/My/Certificates/* | grep Microsoft
}
provider
provider -csp KSP
provider -csp ksp
provider -csp 'Microsoft Enhanced RSA and AES Cryptographic Provider'
provider -csp SC
provider -csp 'Microsoft Platform Crypto Provider'
provider -csp 'Microsoft Base DSS Cryptographic Provider'
provider -csp ''
pvk2pfx -pvk ../pki/leaf-signature.pvk -spc ../pki/leaf.cer -pfx s.pfx -po spckit \
    -iter 1 -csp 'Somebody Else'
certimport -user -p spckit -f s.pfx >/dev/null 2>&1
grep -e ^Provider -e ^Key-Spec home/Keys/*
