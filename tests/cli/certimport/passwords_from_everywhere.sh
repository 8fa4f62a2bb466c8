export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
printf 'spckit\r\nmore\n' >pw
PW=spckit
export PW
certimport -user -p-from file:pw ../pki/aes.pfx 2>/dev/null | tail -1
certimport -user -p-from env:PW ../pki/aes.pfx 2>/dev/null | tail -1
certimport -user -p-from stdin ../pki/aes.pfx <pw 2>/dev/null | tail -1
certimport -user -p-from fd:7 ../pki/aes.pfx 7<pw 2>/dev/null | tail -1
certimport -user -p-from env:NONE ../pki/aes.pfx
certimport -user -p-from stdin - <../pki/aes.pfx
certimport -user -p spckit -p-from env:PW ../pki/aes.pfx
# None and empty need none.
certimport -user ../pki/empty.pfx 2>/dev/null | tail -1
certimport -user -p '' ../pki/empty.pfx 2>/dev/null | tail -1
certimport -user "$FIXTURES/pfx/unprotected.p12" 2>/dev/null | tail -1
