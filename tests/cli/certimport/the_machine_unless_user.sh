export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -p spckit ../pki/aes.pfx
[ ! -e home ] && find machine/System* -type f | LC_ALL=C sort
# CRYPT_MACHINE_KEYSET in CERT_KEY_PROV_INFO.
od -An -tx1 -v machine/SystemCertificates/My/Certificates/* | tr -d ' \n' |
    grep -c '1c000000........010000002000000000000000'
