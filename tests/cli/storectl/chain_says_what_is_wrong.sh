# Each fault by its own words.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
p=../pki
n=0
make() # NAME SUBJECT ISSUER EXTENSION [DAYS]
{
	[ -f $1.key ] || openssl ecparam -name prime256v1 -genkey -noout -out $1.key
	echo "$4" >ext
	by="-CA $3.pem -CAkey $3.key"
	[ $3 = self ] && by="-signkey $1.key"
	openssl req -new -key $1.key -subj "/CN=$2" -out csr 2>/dev/null
	openssl x509 -req -in csr -days ${5:-9000} -set_serial $((n += 1)) $by \
	    -extfile ext -out $1.pem 2>/dev/null
}
states()
{
	echo "$*:"
	storectl chain "$@" | sed -n 's/^ *\([0-9]\)  \(.*[^ ]\)  *[0-9?-]*  [0-9a-f]\{40\}  /  \1 \2: /p'
	storectl chain "$@" | sed -n '/^$/,$s/^\(.\)/  \1/p'
}
ca=basicConstraints=critical,CA:TRUE
make root Root self $ca
make ca CA root $ca
make leaf Leaf ca basicConstraints=CA:FALSE
make below Below leaf basicConstraints=CA:FALSE
openssl x509 -in leaf.pem -outform DER -out leaf.der
{ head -c -1 leaf.der; tail -c 1 leaf.der | tr '\0-\377' '\1-\377\0'; } >forged.der
states -in leaf.pem ca.pem root.pem
states -in below.pem leaf.pem ca.pem root.pem
states -in forged.der ca.pem root.pem
states -in $p/expired.spc
states -in root.pem
# Two that issued each other.
make pong Pong self $ca
make ping Ping pong $ca
make pong Pong ping $ca
make circled Circled ping $ca
states -in circled.pem ping.pem pong.pem
# Two roots of one name and key.
make root2 Root self $ca; cp root.key root2.key; make root2 Root self $ca 8000
states -in leaf.pem ca.pem root.pem root2.pem | sed 's/[0-9a-f]\{40\}/HASH/'
certimport -user -addstore Disallowed ca.pem >/dev/null 2>&1
certimport -user -addstore Root root.pem >/dev/null 2>&1
states -in leaf.pem ca.pem
