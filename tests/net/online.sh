# online.sh - storectl chain and verify with -revocation online: crosscert
# fetches, the judge decides (after revocation.sh, whose certificates these are)

# online NAME WANT...: what chain says of NAME, joined by spaces
online()
{
	local name=$1

	shift
	rm -rf home/revocation
	timeout 30 storectl chain -in "$name.cer" -revocation online -json \
	    >out 2>err </dev/null &&
	    [ "$(jq -r '"\(.valid) \(.revocation)"' out)" = "$*" ] ||
	    tell "$name"
}

anchor_revoking_ca()
{
	rm -rf home machine
	certimport -user -addstore Root rev-ca.cer >out 2>err ||
	    tell 'no anchor'
}

# revoked_in FILE NAME: a database with one more line
revoked_in()
{
	database "$1"
	printf 'R\t491231235959Z\t240101000000Z\t%s\tunknown\t/CN=%s\n' \
	    "$(serial_of "$2")" "$2" >>"$1"
}

lists_online()
{
	anchor_revoking_ca
	crl ca.crl none.txt rev-ca -crldays 30
	online listed true good
	online second true good
	revoked_in listed.txt listed
	crl ca.crl listed.txt rev-ca -crldays 30
	online listed false revoked
	grep -q 'Listed: revoked' out || tell words
	online second true good
}

nothing_online()
{
	anchor_revoking_ca
	online gone-list false unknown
	online stale-list false unknown
	online forged-list false unknown
	online mute-leaf false unknown
	# Without being asked to, nothing is fetched, and nothing is known.
	: >log
	storectl chain -in listed.cer -json >out 2>err
	[ "$(jq -r '"\(.valid) \(.revocation)"' out)" = 'true not checked' ] &&
	    [ ! -s log ] || tell unasked
}

responders_online()
{
	anchor_revoking_ca
	for answer in good by-ca; do
		cp $answer.ocsp asked.ocsp
		online asked true good
	done
	cp revoked.ocsp asked.ocsp
	online asked false revoked
	for answer in stranger wrong; do
		cp $answer.ocsp asked.ocsp
		online asked false unknown
	done
}

verified_online()
{
	anchor_revoking_ca
	cert signer 'Signer' rev-ca 9000 extendedKeyUsage=codeSigning \
	    "$(cdp "URI:$HTTP/file/ca.crl")" || tell signer
	cp "$FIXTURES/signed/plain.exe" .
	rm -f signed.exe
	osslsigncode sign -h sha256 -certs signer.pem -key signer.key \
	    -in plain.exe -out signed.exe >/dev/null || tell sign
	crl ca.crl none.txt rev-ca -crldays 30
	storectl verify -pa -revocation online signed.exe >out 2>err ||
	    tell good
	revoked_in signer.txt signer
	crl ca.crl signer.txt rev-ca -crldays 30
	# What is kept is current, and stays so.
	: >log
	storectl verify -pa -revocation online signed.exe >out 2>err &&
	    [ ! -s log ] || tell kept
	rm -rf home/revocation
	storectl verify -pa -revocation online signed.exe >out 2>err
	[ $? -eq 1 ] && grep -q 0x800B010C err || tell revoked
	# The server is gone, and so is what was kept.
	rm -rf home/revocation; mv ca.crl away
	storectl verify -pa -revocation online signed.exe >out 2>err
	[ $? -eq 1 ] && grep -q 0x800B010E err || tell unknown
	mv away ca.crl
}

try 'net/online: lists' lists_online
try 'net/online: what cannot be had stays unknown' nothing_online
try 'net/online: responders' responders_online
try 'net/online: a program' verified_online
