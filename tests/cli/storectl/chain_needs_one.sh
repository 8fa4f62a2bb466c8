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
# The certificates of CAs are not meant, nor that of who stamped the time.
storectl chain -in ../pki/leaf.cer ../pki/other.cer ../pki/ca.cer
storectl chain -in ../pki/expired.cer ../pki/leaf.cer ../pki/root.cer -a |
    sed -n 2p
storectl chain -in ../pki/leaf.cer ../pki/../signed/stamper.cer ../pki/ca.cer |
    sed -n 2p
storectl chain -in ../pki/../signed/stamper.cer | sed -n 2p
