export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl chain
storectl chain a b
storectl chain -proxy http://localhost
storectl chain -p x
storectl chain -in ../pki/leaf.key
storectl chain -in ../pki/leaf.cer ../pki/other.cer
storectl chain -in ../pki/leaf.cer -n nobody
storectl chain -in ../pki/leaf.cer -fetch
storectl chain -in ../pki/leaf.cer -fetch -timeout many
storectl chain -in ../pki/chain.pem -fetch | tail -2
