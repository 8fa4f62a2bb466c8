export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
certimport -user -p spckit ../pki/aes.pfx NoExport 2>&1 >/dev/null | grep unchanged
echo pass >pw
certimport -user -p spckit ../pki/aes.pfx Protect -protect-from file:pw \
    2>&1 >/dev/null | grep unchanged
certimport -user -p spckit ../pki/aes.pfx AT_SIGNATURE 2>&1 >/dev/null |
    grep unchanged
