export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cat ../pki/leaf.key ../pki/ec.key ../pki/dsa.key ../pki/root.pem \
    ../pki/leaf.pem ../pki/dsa.pem ../pki/ec.pem ../pki/ca.pem \
    ../pki/expired.pem >all.pem
certimport -user -json all.pem 2>/dev/null |
    jq -r '.imported[] | [.store, .hasPrivateKey, .subject] | @tsv'
ls home/Keys | wc -l
# Each names its own provider and key.
for f in home/SystemCertificates/My/Certificates/*; do
	strings -el "$f" | grep -e Microsoft -e '^[0-9a-f]\{64\}$'
done | sort | uniq -c
