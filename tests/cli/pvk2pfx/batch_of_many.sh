PW=spckit
export PW
for i in $(seq 300); do
	printf '../pki/leaf.pvk\t\t../pki/leaf-first.spc\t%d.pfx\tenv:PW\n' $i
done >list
pvk2pfx -batch list -iter 1 -jobs 3 >log || exit 1
grep -c "^line" log
ls *.pfx | wc -l
ls -A | grep -v '^[0-9]*\.pfx$'
for i in 1 150 300; do
	openssl pkcs12 -in $i.pfx -passin env:PW -noout || exit 1
done
