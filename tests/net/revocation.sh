# revocation.sh - crosscert revocation: lists and OCSP answers into the cache

cdp()
{
	echo "crlDistributionPoints=$1"
}

ocsp_at()
{
	echo "authorityInfoAccess=OCSP;URI:$1"
}

serial_of()
{
	openssl x509 -in "$1.pem" -noout -serial | cut -d= -f2
}

# database FILE [NAME]...: what openssl ca and ocsp know; NAMEs are revoked.
database()
{
	local file=$1 n status

	shift
	: >"$file"
	for n in asked mute-leaf twice both; do
		status=V
		case " $* " in *" $n "*) status=R ;; esac
		printf '%s\t491231235959Z\t%s\t%s\tunknown\t/CN=%s\n' $status \
		    "$([ $status = R ] && echo 240101000000Z,keyCompromise)" \
		    "$(serial_of $n)" $n >>"$file"
	done
}

# crl FILE DATABASE CA [OPTION...]
crl()
{
	local file=$1 database=$2 ca=$3

	shift 3
	cat >crl.cnf <<-CONFIG
	[ca]
	default_ca = it
	[it]
	database = $SCRATCH/$database
	default_md = sha256
	CONFIG
	openssl ca -config crl.cnf -gencrl -keyfile "$ca.key" -cert "$ca.pem" \
	    "$@" -out crl.pem 2>crl.err &&
	    openssl crl -in crl.pem -outform DER -out "$file" ||
	    { cat crl.err; wrong "no list $file"; }
}

# answer FILE CERT SIGNER DATABASE [OPTION...]: as a responder would
answer()
{
	local file=$1 cert=$2 by=$3 database=$4

	shift 4
	rm -f "$file"
	openssl ocsp -index "$database" -CA rev-ca.pem -rsigner "$by.pem" \
	    -rkey "$by.key" -issuer rev-ca.pem -cert "$cert.pem" -no_nonce \
	    -respout "$file" "$@" >/dev/null 2>&1
	[ -s "$file" ] || wrong "no answer $file"
}

make_revocation()
{
	cert rev-ca 'Revoking CA' self 9000 $CA &&
	    cert rev-other 'Revoking CA' self 9000 $CA &&
	    cert responder 'Responder' rev-ca 9000 extendedKeyUsage=OCSPSigning &&
	    cert nobody 'Nobody' rev-ca 9000 extendedKeyUsage=codeSigning &&
	    cert listed 'Listed' rev-ca 9000 "$(cdp "URI:$HTTP/file/ca.crl")" &&
	    cert second 'Second' rev-ca 9000 \
	    "$(cdp "URI:ldap://localhost/cn=x,URI:$HTTP/status/404,URI:$HTTP/file/ca.crl")" &&
	    cert twice 'Twice' rev-ca 9000 "$(cdp "URI:$HTTP/file/ca.crl")" \
	    "freshestCRL=URI:$HTTP/file/delta.crl" &&
	    cert gone-list 'Gone List' rev-ca 9000 \
	    "$(cdp "URI:$HTTP/file/none.crl")" &&
	    cert stale-list 'Stale List' rev-ca 9000 \
	    "$(cdp "URI:$HTTP/file/stale.crl")" &&
	    cert forged-list 'Forged List' rev-ca 9000 \
	    "$(cdp "URI:$HTTP/file/forged.crl")" &&
	    cert page-list 'Page' rev-ca 9000 "$(cdp "URI:$HTTP/html")" &&
	    cert endless-list 'Endless' rev-ca 9000 \
	    "$(cdp "URI:$HTTP/endless")" &&
	    cert asked 'Asked' rev-ca 9000 "$(ocsp_at "$HTTP/file/asked.ocsp")" &&
	    cert mute-leaf 'Mute' rev-ca 9000 &&
	    cert both 'Both' rev-ca 9000 "$(cdp "URI:$HTTP/file/none.crl")" \
	    "$(ocsp_at "$HTTP/file/both.ocsp")" || return 1
	database none.txt && database revoked.txt asked &&
	    crl ca.crl none.txt rev-ca -crldays 30 &&
	    crl delta.crl none.txt rev-ca -crldays 1 &&
	    crl stale.crl none.txt rev-ca -crl_lastupdate 20240101000000Z \
	    -crl_nextupdate 20240201000000Z &&
	    crl forged.crl none.txt rev-other -crldays 30 &&
	    answer good.ocsp asked responder none.txt -ndays 7 &&
	    answer by-ca.ocsp asked rev-ca none.txt -ndays 7 &&
	    answer revoked.ocsp asked responder revoked.txt -ndays 7 &&
	    answer stranger.ocsp asked nobody none.txt -ndays 7 &&
	    answer wrong.ocsp mute-leaf responder none.txt -ndays 7 &&
	    answer undated.ocsp asked responder none.txt
}

kept_name()
{
	printf %s "$1" | sha256sum | cut -d' ' -f1
}

# revocation ARGUMENT...
revocation()
{
	timeout 30 crosscert revocation "$@" >out 2>err </dev/null
	rc=$?
	took=0
}

list()
{
	rm -rf home
	revocation -cert listed.cer -cert rev-ca.cer
	[ $rc -eq 0 ] && cmp ca.crl \
	    "home/revocation/$(kept_name "$HTTP/file/ca.crl").crl" &&
	    [ "$(stat -c %a home/revocation)" = 700 ] &&
	    [ "$(cat err)" = "crosscert: fetched the revocation list $HTTP/file/ca.crl" ] ||
	    tell list
	# It is current: nothing is asked for.
	: >log
	revocation -cert listed.cer
	[ $rc -eq 0 ] && [ ! -s log ] && [ ! -s err ] || tell kept
	revocation -cert listed.cer -f
	[ $rc -eq 0 ] && [ "$(wc -l <log)" = 1 ] || tell -f
	# One that is damaged is fetched again.
	echo junk >"home/revocation/$(kept_name "$HTTP/file/ca.crl").crl"
	revocation -cert listed.cer
	[ $rc -eq 0 ] && cmp ca.crl home/revocation/*.crl || tell damaged
}

alternatives()
{
	rm -rf home
	revocation -cert second.cer -cert rev-ca.cer
	[ $rc -eq 0 ] && cmp ca.crl home/revocation/*.crl && [ ! -s out ] ||
	    tell second
}

delta()
{
	rm -rf home
	revocation -cert twice.cer -cert rev-ca.cer
	[ $rc -eq 0 ] && [ "$(ls home/revocation | wc -l)" = 2 ] ||
	    tell delta
}

# lacks WORDS NAME: nothing is kept, and the sentence says why.
lacks()
{
	rm -rf home machine
	revocation -cert "$2.cer" -cert rev-ca.cer "${@:3}"
	[ $rc -eq 1 ] && grep -qF -- "$1" err && nothing_stored || tell "$2"
}

# One of two.
partly_revoked()
{
	rm -rf home
	revocation -cert listed.cer -cert gone-list.cer
	[ $rc -eq 2 ] && grep -q 'HTTP status 404' err &&
	    cmp ca.crl home/revocation/*.crl || tell partly
}

# takes ANSWER: it is kept, as it came.
takes()
{
	rm -rf home posted
	cp "$1" asked.ocsp
	revocation -cert asked.cer -cert rev-ca.cer
	[ $rc -eq 0 ] && cmp "$1" home/revocation/*.ocsp &&
	    [ "$(head -1 posted)" = ' application/ocsp-request' ] || tell "$1"
	# What was asked, as openssl reads it.
	tail -n +2 posted >request
	openssl ocsp -reqin request -text -noverify 2>/dev/null |
	    grep -qi "Serial Number: *$(serial_of asked)" || tell "$1"
	: >log
	revocation -cert asked.cer -cert rev-ca.cer
	[ $rc -eq 0 ] && [ ! -s log ] || tell "$1"
}

# ignores WORDS ANSWER
ignores()
{
	cp "$2" asked.ocsp
	lacks "$1" asked
}

# The list is gone, and the responder is not.
instead()
{
	rm -rf home
	answer both.ocsp both responder none.txt -ndays 7 || return 1
	revocation -cert both.cer -cert rev-ca.cer
	[ $rc -eq 0 ] && cmp both.ocsp home/revocation/*.ocsp || tell both
	rm both.ocsp
	rm -rf home
	revocation -cert both.cer -cert rev-ca.cer
	[ $rc -eq 1 ] && grep -q 'none.crl.*404' err || tell neither
}

# Out of date: removed when something else is fetched.
swept()
{
	rm -rf home
	revocation -cert listed.cer
	[ $rc -eq 0 ] && cp stale.crl home/revocation/0000.crl &&
	    echo mine >home/revocation/readme || tell swept
	revocation -cert listed.cer -f
	[ $rc -eq 0 ] && [ ! -e home/revocation/0000.crl ] &&
	    [ -e home/revocation/readme ] || tell swept
}

for_the_machine()
{
	rm -rf home machine
	revocation -sm -cert listed.cer
	[ $rc -eq 0 ] && [ ! -d home ] && cmp ca.crl machine/revocation/*.crl &&
	    [ "$(stat -c %a machine/revocation machine/revocation/*.crl |
	    tr '\n' ' ')" = '755 644 ' ] || tell machine
}

through_a_descriptor()
{
	rm -rf home
	cat listed.pem rev-ca.pem >two-of-them.pem
	timeout 30 crosscert revocation -cert fd:7 7<two-of-them.pem 2>err &&
	    cmp ca.crl home/revocation/*.crl || tell fd
}

# Nothing to be had for a root.
root_only()
{
	rm -rf home machine
	revocation -cert rev-ca.cer
	[ $rc -eq 0 ] && nothing_stored && [ ! -s err ] || tell root
}

if make_revocation; then
	try 'net/revocation: a list, kept until it ends' list
	try 'net/revocation: the first URL that works' alternatives
	try 'net/revocation: a delta list as well' delta
	try 'net/revocation: a list that is not there' lacks 'HTTP status 404' \
	    gone-list
	try 'net/revocation: a list out of date' lacks 'out of date' stale-list
	try 'net/revocation: a list signed by another key' lacks \
	    'not signed by the issuer' forged-list
	try 'net/revocation: a page' lacks 'not a certificate revocation list' \
	    page-list
	try 'net/revocation: a list without end' lacks \
	    '-limit container=N raises it' endless-list -limit container=9999
	try 'net/revocation: no list and no responder' lacks \
	    '"Mute" names no revocation list and no OCSP responder' mute-leaf
	try 'net/revocation: one of two' partly_revoked
	try 'net/revocation: an answer' takes good.ocsp
	try 'net/revocation: an answer of the CA itself' takes by-ca.ocsp
	try 'net/revocation: revoked, which is an answer' takes revoked.ocsp
	try 'net/revocation: an answer without an end' takes undated.ocsp
	try 'net/revocation: an answer of somebody else' ignores \
	    'not signed by the issuer' stranger.ocsp
	try 'net/revocation: an answer for another one' ignores \
	    'for another certificate' wrong.ocsp
	try 'net/revocation: no answer at all' ignores 'not an OCSP response' \
	    readme
	try 'net/revocation: an answer instead of a list' instead
	try 'net/revocation: what is out of date goes' swept
	try 'net/revocation for the machine' for_the_machine
	try 'net/revocation through a descriptor' through_a_descriptor
	try 'net/revocation of a root' root_only
else
	not_ok net/revocation/pki
fi
