# A cross-certificate of the chain's root takes the root's place; one of
# another CA, a root, and one with a byte changed are refused.
export SPCKIT_HOME=$PWD/home
P=../pki
printf 'basicConstraints=critical,CA:TRUE\nsubjectKeyIdentifier=hash\n' >ext
openssl x509 -x509toreq -in $P/root.pem -signkey $P/root.key -out req
openssl x509 -req -in req -CA $P/other.pem -CAkey $P/other.key \
    -set_serial 77 -days 3000 -extfile ext -out cross.pem 2>/dev/null
openssl x509 -in cross.pem -outform DER -out cross.cer
openssl x509 -x509toreq -in $P/ca.pem -signkey $P/ca.key -out req
openssl x509 -req -in req -CA $P/other.pem -CAkey $P/other.key \
    -set_serial 78 -days 3000 -extfile ext -out of-ca.pem 2>/dev/null
# The same name, another key.
openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 \
    -out fake.key
openssl x509 -pubkey -in $P/root.pem -noout >/dev/null
openssl pkey -in fake.key -pubout -out fake.pub
openssl x509 -x509toreq -in $P/root.pem -signkey $P/root.key -out req
openssl x509 -req -in req -force_pubkey fake.pub -CA $P/other.pem \
    -CAkey $P/other.key -set_serial 79 -days 3000 -out fake.pem 2>/dev/null
names() { storectl dump -json "$1" -p x | jq -r '[.certificates[] |
    "\(.subject | split(",")[0]) by \(.issuer | split(",")[0])"] | .[]'; }

storectl export -in $P/leaf.pvk $P/leaf-first.spc -as pfx -out a.pfx -po x \
    -iter 1 -cross cross.cer
names a.pfx
certimport -user -p x -importPFX a.pfx >/dev/null 2>&1
certimport -user -addstore Root $P/root.cer >/dev/null 2>&1
storectl export -as pfx -out b.pfx -po x -iter 1
names b.pfx
storectl export -as p7b -out c.p7b -cross cross.pem
names c.p7b
# Where the root is not known, the chain still leads to it.
storectl export -in $P/leaf.cer $P/ca.cer -as pem -out d.pem -cross cross.pem
names d.pem
for c in of-ca.pem fake.pem $P/root.cer $P/ca.cer $P/leaf.cer $P/empty.spc \
    $P/leaf.pvk nowhere; do
	echo "- $c" >&2
	storectl export -in $P/leaf-first.spc -as spc -out no -cross $c &&
	    names no
	rm -f no
done
storectl export -in $P/leaf-first.spc -as spc -out no -cross cross.pem -nochain
storectl export -as sst -out no -cross cross.pem -s CA
storectl export -in $P/root.cer -as spc -out no -cross cross.pem
test -e no || echo nothing
