export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit - <../pki/aes.pfx 2>/dev/null | tail -1
exec 5<../pki/aes.pfx
certimport -user -p spckit fd:5 2>/dev/null | tail -1
PFX=$(base64 ../pki/aes.pfx)
export PFX
certimport -user -p spckit env:PFX 2>/dev/null | tail -1
{ echo -----BEGIN PKCS12-----; base64 ../pki/aes.pfx; echo -----END PKCS12-----; } >x.pem
certimport -user -p spckit x.pem 2>/dev/null | tail -1
find home/System* -type f | wc -l
