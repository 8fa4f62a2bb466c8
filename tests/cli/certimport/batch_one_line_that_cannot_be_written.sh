export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# What only the commit finds out stops nobody else either.
mkdir -m 700 home
certimport -user ../pki/combined.pem >/dev/null 2>&1
mkdir home/SystemCertificates/My/Certificates/$(openssl x509 -in ../pki/ec.pem \
    -noout -fingerprint | sed 's/.*=//; s/://g')
cat ../pki/ec.key ../pki/ec.pem >ec.pem
cat ../pki/dsa.key ../pki/dsa.pem >dsa.pem
printf '%s\n' ../pki/combined.pem ec.pem dsa.pem >list
certimport -user -batch list 2>/dev/null
echo "status $?"
ls home/Keys | wc -l
