export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl chain -in ../pki/leaf.cer
storectl chain -in ../pki/leaf.cer ../pki/ca.cer ../pki/root.cer
certimport -user -p spckit -importPFX ../pki/aes.pfx >/dev/null 2>&1
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
storectl chain
storectl chain -n publisher -tree
storectl chain -kernel | tail -3
storectl chain -in ../pki/chain.pem -json | jq -c .
storectl chain -in ../pki/chain.pem -sha1 $(sha1sum ../pki/ca.cer | cut -c 1-8) -tree
# Twice the same certificate is one.
storectl chain -in ../pki/leaf.cer -in ../pki/leaf.pem | head -2 | wc -l
