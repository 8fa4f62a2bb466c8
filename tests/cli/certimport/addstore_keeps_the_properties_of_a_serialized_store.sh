export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx 'FriendlyName=Kept' >/dev/null 2>&1
entry=$(echo home/SystemCertificates/My/Certificates/*)
{ printf '\0\0\0\0CERT'; cat "$entry"; printf '\0\0\0\0\0\0\0\0\0\0\0\0'; } >my.sst
mv home first
certimport -user -addstore My my.sst 2>/dev/null
cmp "first/${entry#home/}" "$entry" && echo same
