export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p wrong -json ../pki/aes.pfx
certimport -user -nonsense -json ../pki/aes.pfx 2>/dev/null
certimport -user -json -addstore My nowhere
