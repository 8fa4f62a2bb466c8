export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit -json ../pki/aes.pfx
certimport -user -p spckit -json ../pki/aes.pfx NoChain | jq -r .imported[].state
certimport -user -p spckit -json -f ../pki/aes.pfx NoChain | jq -r .imported[].state
