# There is no word of ours for everything that libcrypto knows: a leaf with
# addresses (RFC 3779) that its issuer was not given, beside one without.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
    -keyout leaf.key -out leaf.csr -subj '/CN=leaf' -config /dev/null \
    2>/dev/null
for line in sbgp-ipAddrBlock=IPv4:10.0.0.0/8 keyUsage=digitalSignature; do
	printf 'basicConstraints=CA:FALSE\n%s\n' "$line" >ext
	openssl x509 -req -in leaf.csr -CA ../pki/ca.pem \
	    -CAkey ../pki/ca.key -set_serial 7 -days 2 -extfile ext \
	    -out leaf.pem 2>/dev/null || {
		echo 'SKIP: OpenSSL knows no addresses here'
		exit
	}
	storectl chain -in leaf.pem ../pki/ca.cer -json >out
	jq -c '[.complete, .valid, .certificates[].faults]' out
done
