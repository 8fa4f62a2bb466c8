export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# 200 names for ten identities, four at a time: all of them in one store.
for i in 0 1 2 3 4 5 6 7 8 9; do
	openssl req -x509 -key ../pki/ec.key -subj "/CN=number $i" -days 1 \
	    -set_serial $i -out $i.crt 2>/dev/null
	cat ../pki/ec.key $i.crt >$i.pem
done
n=0
while [ $n -lt 200 ]; do
	echo $((n % 10)).pem
	n=$((n + 1))
done >list
certimport -user -batch list -jobs 4 2>err | cut -d: -f3- | sort | uniq -c
grep -v 'is now a trust anchor' err
find home/SystemCertificates/My home/Keys -type f | wc -l
find home/.tmp -type f
