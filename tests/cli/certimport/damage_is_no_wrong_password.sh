export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
head -c 1000 ../pki/aes.pfx >cut.pfx
certimport -user -p spckit -importPFX cut.pfx
echo "status $?"
echo 'no certificate at all' >text.pfx
certimport -user -p spckit -importPFX text.pfx
: >empty
certimport -user -p spckit -importPFX empty
