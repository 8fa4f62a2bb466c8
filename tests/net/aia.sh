# aia.sh - storectl chain -fetch: issuers from where certificates say they are

aia()
{
	echo "authorityInfoAccess=caIssuers;URI:$1"
}

make_aia()
{
	cert top 'Top' self 9000 $CA &&
	    cert one 'One' top 9000 $CA "$(aia "$HTTP/file/top.pem")" &&
	    cert two 'Two' one 9000 $CA "$(aia "$HTTP/file/one.p7b")" &&
	    cert three 'Three' two 9000 "$(aia "$HTTP/to/https/file/two.cer")" &&
	    openssl crl2pkcs7 -nocrl -certfile other.pem -certfile one.pem \
	    -outform DER -out one.p7b || return 1
	# Two that issued each other: each has to be there before the other.
	cert pong 'Pong' self 9000 $CA &&
	    cert ping 'Ping' pong 9000 $CA "$(aia "$HTTP/file/pong.cer")" &&
	    cert pong 'Pong' ping 9000 $CA "$(aia "$HTTP/file/ping.cer")" &&
	    cert circled 'Circled' ping 9000 "$(aia "$HTTP/file/ping.cer")" ||
	    return 1
	# A link that leads to itself: the certificate there is the issuer, and has the link.
	cert hidden 'Hidden' self 9000 $CA &&
	    cert circle 'Circle' hidden 9000 $CA \
	    "$(aia "$HTTP/file/circle.cer")" &&
	    cert round 'Round' circle 9000 "$(aia "$HTTP/file/circle.cer")" ||
	    return 1
	# The name of the issuer, and another key.
	cp two.key real.key && cert real 'False' top 9000 $CA &&
	    cert false 'False' self 9000 $CA &&
	    cert fooled 'Fooled' real 9000 "$(aia "$HTTP/file/false.cer")" &&
	    cert strange 'Strange' two 9000 "$(aia "$HTTP/file/other.cer")" &&
	    cert gone 'Gone' two 9000 "$(aia "$HTTP/file/nothing")" &&
	    cert page 'Page' two 9000 "$(aia "$HTTP/html")" &&
	    cert ldap 'Ldap' two 9000 "$(aia ldap://localhost/cn=x)" &&
	    cert file 'File' two 9000 "$(aia "file://$SCRATCH/two.cer")" &&
	    cert endless 'Endless' two 9000 "$(aia "$HTTP/endless")" &&
	    cert silent 'Silent' two 9000 "$(aia "$HTTP/silent")" &&
	    cert mute 'Mute' two 9000 &&
	    cert second 'Second' two 9000 "authorityInfoAccess=\
caIssuers;URI:ldap://localhost/cn=x,OCSP;URI:$HTTP/file/other.cer,\
caIssuers;URI:$HTTP/file/nothing,caIssuers;URI:$HTTP/file/two.cer"
}

# With the issuer comes a root of the right name that signed nothing.
make_company()
{
	cert pale 'Pale' self 9000 $CA && cert grey 'Grey' pale 9000 $CA \
	    authorityKeyIdentifier=none "$(aia "$HTTP/file/pale.cer")" &&
	    cert black 'Black' grey 9000 "$(aia "$HTTP/file/company.p7b")" &&
	    cert stained 'Pale' self 9000 $CA &&
	    openssl crl2pkcs7 -nocrl -certfile stained.pem -certfile grey.pem \
	    -outform DER -out company.p7b || return 1
	# Too many.
	for i in $(seq 65); do
		echo '-----BEGIN CERTIFICATE-----'
		{
			head -c -1 grey.cer
			printf "\\x$(printf %x "$i")"
		} | openssl base64
		echo '-----END CERTIFICATE-----'
	done >crowd.pem
	cert crowded 'Crowded' grey 9000 "$(aia "$HTTP/file/crowd.pem")"
}

in_ca()
{
	for f; do
		[ -f "home/SystemCertificates/CA/Certificates/$(sha1 "$f.cer" |
		    tr a-f A-F)" ] || return 1
	done
}

# chain STATUS ARGUMENT...: from an empty store.
chain()
{
	local status=$1 start=$SECONDS

	shift
	rm -rf home machine
	timeout 30 storectl chain -fetch -cafile web-ca.pem "$@" >out 2>err \
	    </dev/null
	rc=$?
	took=$((SECONDS - start))
	[ $rc -eq "$status" ] || tell "chain $*, expected exit $status"
}

three_levels()
{
	chain 0 -in three.cer && in_ca two one top && ! in_ca other &&
	    grep -q 'It ends in the root "Top"' out &&
	    grep -q 'not trusted' out && [ "$(wc -l <err)" = 3 ] &&
	    [ ! -d home/SystemCertificates/Root ] || tell three
}

from_the_store()
{
	rm -rf home machine
	certimport -user -addstore My three.cer &&
	    certimport -user -addstore Root top.cer || return 1
	: >log
	storectl chain three -fetch -cafile web-ca.pem >out 2>err || return 1
	grep -q 'trusted root "Top"' out && in_ca two one && ! in_ca top ||
	    return 1
	# All is there now: nothing is asked for.
	n=$(wc -l <log)
	storectl chain three -fetch -tree >out 2>err &&
	    [ "$(wc -l <log)" = "$n" ] && grep -q '^└─ One  \[OK\]$' out &&
	    [ ! -s err ] || tell store
}

into_the_machine()
{
	rm -rf home machine
	storectl chain -sm -in three.cer -fetch -cafile web-ca.pem >out &&
	    [ ! -d home ] && [ "$(ls machine/SystemCertificates/CA/*/* |
	    wc -l)" = 3 ]
}

# fails WORDS NAME: nothing was got, and the sentence says why.
fails()
{
	chain 2 -in "$2.cer" "${@:3}" && grep -qF -- "$1" err &&
	    nothing_stored && grep -q 'The chain is incomplete' out ||
	    tell "$2, expected: $1"
}

circled()
{
	chain 2 -in circled.cer && in_ca ping pong &&
	    grep -q "form a loop" out || tell circled
}

round()
{
	chain 2 -in round.cer && in_ca circle &&
	    grep -q 'already followed' err || tell round
}

second()
{
	chain 0 -in second.cer && in_ca two one top || tell second
}

company()
{
	make_company && chain 0 -in black.cer && in_ca grey pale &&
	    ! in_ca stained && ! grep -q 'signature' out || tell black
}

as_json()
{
	chain 0 -in three.cer -json &&
	    [ "$(jq -c '[.complete, (.certificates | length),
	    (.missing | length)]' out)" = '[true,4,0]' ] || tell json
}

# certimport's note names a command, and that does it.
by_the_note()
{
	rm -rf home machine
	openssl pkcs12 -export -inkey three.key -in three.pem -passout pass:x \
	    -out three.pfx && certimport $1 -p x -importPFX \
	    three.pfx >out 2>err || return 1
	command=$(sed -n 's/.*; fetch it with \(storectl chain .*\)$/\1/p' err)
	[ -n "$command" ] && eval "$command -cafile web-ca.pem" >out 2>err &&
	    grep -q 'The chain is complete' out &&
	    ls "$2"/SystemCertificates/CA/Certificates | wc -l | grep -q '^3$' ||
	    tell "$command"
}

as_a_program()
{
	rm -rf home machine
	crosscert aia -cert three.cer -cafile web-ca.pem 2>err &&
	    in_ca two one top && grep -q 'fetched "Top", the issuer' err
}

if make_aia; then
	try 'net/aia over three levels: DER, PKCS#7, PEM' three_levels
	try 'net/aia for a certificate of the store' from_the_store
	try 'net/aia into the machine'"'"'s store' into_the_machine
	try 'net/aia after two useless links' second
	try 'net/aia in a circle of two' circled
	try 'net/aia: a link to itself' round
	try 'net/aia: another CA'"'"'s certificate' fails \
	    'did not sign "Strange": the certificate there is that of "Another Root"' \
	    strange
	try 'net/aia: the name of the issuer, another key' fails \
	    'did not sign "Fooled"' fooled
	try 'net/aia: an unrelated certificate in the answer' company
	try 'net/aia: a crowd' fails 'at most 64' crowded
	try 'net/aia: 404' fails 'HTTP status 404' gone
	try 'net/aia: a page' fails 'an HTML page' page
	try 'net/aia: ldap' fails 'only http and https' ldap
	try 'net/aia: a file' fails 'only http and https' file
	try 'net/aia: no link' fails 'has no link to it' mute
	try 'net/aia: a body without end' fails 'more than the limit' endless
	try 'net/aia: the limit that is given' fails 'limit of 50 bytes' \
	    three -limit download=50
	try 'net/aia: no answer' fails 'timed out' silent -timeout 2
	try 'net/aia and -json' as_json
	try 'net/what certimport names completes the chain' by_the_note -user \
	    home
	try 'net/the same in the machine'"'"'s stores' by_the_note '' machine
	try 'net/aia without storectl' as_a_program
else
	not_ok net/aia/pki
fi

# ---- the kernel's path ----

# The root in Root, its cross-certificate in CA: two paths, each said and each
# to be had. The kernel root has its real name here.
kernel()
{
	rm -rf home machine
	cert mscv 'Microsoft Code Verification Root' self 9000 $CA &&
	    cert cross2 'Test Root' mscv 9000 $CA || return 1
	certimport -user -addstore Root root.cer &&
	    certimport -user -addstore CA ca.cer &&
	    crosscert add -f cross2.cer >/dev/null &&
	    storectl chain -in leaf.cer >out || return 1
	grep -q 'trusted root "Test Root"' out &&
	    grep -q -- '(-kernel takes that one)' out || return 1
	storectl chain -in leaf.cer -kernel >out || return 1
	# It has the name, and is none of Microsoft's.
	grep -q 'nothing shows that it is genuine' out &&
	    [ "$(storectl chain -in leaf.cer -kernel -json | jq .pinned)" = \
	    false ] && grep -q 'a root of the same name and key' out || tell kernel
}
cp root.key cross2.key
try 'net/two paths, each said and each to be had' kernel
