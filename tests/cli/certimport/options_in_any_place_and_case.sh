export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -importpfx -P spckit ../pki/aes.pfx /USER 2>/dev/null
certimport ../pki/legacy.pfx -user -p spckit 2>/dev/null
find home/System* -type f | wc -l
