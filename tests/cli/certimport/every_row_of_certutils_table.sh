export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p wrong -importPFX ../pki/aes.pfx 2>/dev/null
certimport -user -p x -importPFX nowhere.pfx 2>/dev/null
openssl pkcs12 -export -nokeys -in ../pki/root.pem -passout pass: -out only.p12
certimport -user -importPFX only.p12 NoRoot
cat ../pki/ec.key ../pki/ec.pem >ec.pem
certimport -user -csp 'Microsoft Strong Cryptographic Provider' ec.pem
certimport -user -csp TPM -p spckit ../pki/aes.pfx
certimport -user -p spckit ../pki/aes.pfx NoExport,VSM
certimport -user -p spckit ../pki/aes.pfx NoExport,Nonsense
find home -type f 2>/dev/null
true
