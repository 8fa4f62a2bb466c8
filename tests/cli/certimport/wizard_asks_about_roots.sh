# What goes where is listed before; what is to be trusted is asked about, by name
# and thumbprint, with "no" as the preset, unless it is there already.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
wizard()
{
	typing certimport "$@"
	find home/SystemCertificates -type f 2>/dev/null | cut -d/ -f3 | sort |
	    uniq -c
}
wizard '' ../pki/chain.pem '' '' ''
wizard '' ../pki/root.cer '' '' no
wizard '' ../pki/combined.pem '' '' '' '' '' whatever yes
wizard '' ../pki/root.cer '' ''
wizard '' ../pki/other.cer 2 root '' y
openssl req -x509 -key ../pki/ec.key -subj "/CN=self-signed/O=Ours" -days 9 \
    -set_serial 7 2>/dev/null >self.pem
cat ../pki/ec.key >>self.pem
wizard '' self.pem '' '' '' '' '' n | sed 's/[0-9a-f]\{40\}/HASH/'
