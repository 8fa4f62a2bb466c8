export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -importPFX ../pki/aes.pfx
echo "status $?"
certimport -user -Silent -importPFX ../pki/aes.pfx
[ ! -e home ]
