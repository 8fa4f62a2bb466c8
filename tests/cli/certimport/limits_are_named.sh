export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -limit iterations=1 -p spckit ../pki/aes.pfx
certimport -user -limit container=10 -p spckit ../pki/aes.pfx
certimport -user -limit nothing=1 ../pki/aes.pfx
[ ! -e home ]
