export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user ../pki/combined.pem
certimport -user -p spckit -json -f ../pki/leaf-pbes2.key 2>/dev/null | jq -r .error.message
cat ../pki/leaf-pbes2.key ../pki/leaf-first.pem >enc.pem
certimport -user -p spckit -f enc.pem 2>/dev/null
certimport -user -p wrong -f enc.pem 2>/dev/null
