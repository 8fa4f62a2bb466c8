export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p wrong -importPFX ../pki/aes.pfx
echo "status $?"
for f in legacy nomac empty; do
	certimport -user -p wrong -importPFX ../pki/$f.pfx 2>/dev/null
done
[ ! -e home ] && echo 'no store was made'
