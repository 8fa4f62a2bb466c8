export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cat ../pki/other.key ../pki/other.pem >self.pem
certimport -user self.pem
storectl dump home/SystemCertificates/Root/Certificates/* | head -1
# Where the key is, only the entry in My says.
strings -el home/SystemCertificates/My/Certificates/* | grep -c Microsoft
strings -el home/SystemCertificates/Root/Certificates/* | grep -c Microsoft
for m in NoRoot NoChain; do
	rm -rf home
	certimport -user self.pem $m 2>/dev/null
	ls home/SystemCertificates
done
rm -rf home
certimport -user Root self.pem 2>/dev/null
ls home/SystemCertificates
