export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
printf '%s\n' ../pki/empty.pfx nowhere.pfx ../pki/combined.pem |
    certimport -user -json -batch - -jobs 4 2>/dev/null
