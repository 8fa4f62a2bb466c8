export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -v -p spckit ../pki/aes.pfx 2>/dev/null
certimport -user -v -f -p spckit ../pki/aes.pfx NoChain 2>/dev/null
