export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx 'FriendlyName=Release ☃' >/dev/null 2>&1
storectl dump home/SystemCertificates/My/Certificates/* | grep -i friendly
# Another name for one that is there is news.
certimport -user -p spckit ../pki/aes.pfx 'FriendlyName=Second' 2>/dev/null
storectl dump home/SystemCertificates/My/Certificates/* | grep -i friendly
certimport -user -p spckit ../pki/aes.pfx 'FriendlyName=a,FriendlyName=b'
certimport -user -p spckit ../pki/aes.pfx 'FriendlyName='
