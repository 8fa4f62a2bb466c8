# faults.sh - files that were once refused, lost or misread
#
# Sourced by run.sh; skipped where the folder is not beside the corpus. Each row
# is a file, its password (a file of the folder with @), how many keys and
# certificates it has, and what is said besides ("-": nothing is asked for).

FAULTS=${FAULTS:-$CORPUS/../faults}

# holds FILE PASSWORD KEYS CERTIFICATES WORDS
holds()
{
	local from=() found

	case $2 in
	-)	;;
	@*)	from=(-p-from "file:$FAULTS/${2#@}") ;;
	*)	from=(-p "$2") ;;
	esac
	"$BIN/storectl" dump -json "$FAULTS/$1" "${from[@]}" >fault.json || return
	found=$(jq -r '"\(.keys | length) \(.certificates | length)"' fault.json)
	[ "$found" = "$3 $4" ] ||
	    { echo "keys and certificates: $found, expected $3 $4"; return 1; }
	[ "$5" = - ] && return
	"$BIN/storectl" dump "$FAULTS/$1" "${from[@]}" | grep -F -- "$5" ||
	    { echo "does not say: $5"; return 1; }
}

# refused FILE PASSWORD WORDS
refused()
{
	local from=()

	[ "$2" = - ] || from=(-p "$2")
	exits 1 "$BIN/storectl" dump "$FAULTS/$1" "${from[@]}" 2>said || return
	cat said
	grep -qF -- "$3" said
}

contents_of_faults()
{
	while IFS='|' read -r file password keys certs words; do
		[ -e "$FAULTS/$file" ] && try "corpus/faults: $file ($password)" \
		    holds "$file" "$password" "$keys" "$certs" "$words"
	done <<-'ROWS'
	mldsa.pfx|pw|1|1|(of key 1)
	mldsa-rsacert.pfx|pw|1|1|-
	key-des3.key|@key-des3.latin1.pw|1|0|-
	key-des3.key|@key-des3.utf8.pw|1|0|-
	ossl3-latin1.pfx|@ossl3-latin1.latin1.pw|1|3|(of key 1)
	ossl3-latin1.pfx|@ossl3-latin1.utf8.pw|1|3|(of key 1)
	trad.key|@key-des3.latin1.pw|1|0|-
	trad.key|@key-des3.utf8.pw|1|0|-
	haproxy-dh.pem|-|1|1|DH PARAMETERS
	dsa-params.key|-|1|0|DSA PARAMETERS
	pem+pgp.pem|-|1|1|PGP
	json.txt|-|1|3|(of key 1)
	key.b64|-|1|0|-
	trad-nolf.pem|pw|1|0|-
	bc-pbmac1-keylen256.pfx|xxxxxx|1|1|-
	keyoct-cons.p8|-|1|0|-
	rsa-x500oid.p8|-|1|0|-
	ROWS
	while IFS='|' read -r file password words; do
		[ -e "$FAULTS/$file" ] && try "corpus/faults: $file is refused" \
		    refused "$file" "$password" "$words"
	done <<-'ROWS'
	j.jks|-|keytool -importkeystore
	protectto.pfx|-|a user or group of a Windows domain
	trad-nolf.pem|-|password needed
	twopass.pfx|pw|-kp-from
	ROWS
}

# A key with a password of its own.
two_passwords()
{
	KP=keypw "$BIN/storectl" dump -json "$FAULTS/twopass.pfx" -p pw \
	    -kp-from env:KP | jq -e '.certificates[0].hasPrivateKey'
}

# ML-DSA: out of the store as it went in, and with no certificate of another
# algorithm.
mldsa_comes_out()
{
	local SPCKIT_HOME=$PWD/mldsa

	export SPCKIT_HOME
	"$BIN/certimport" -user -p pw "$FAULTS/mldsa.pfx" || return
	"$BIN/storectl" export -as pfx -a -out mldsa.pfx -f -po rt || return
	for f in "$FAULTS/mldsa.pfx -p pw" 'mldsa.pfx -p rt'; do
		"$BIN/storectl" dump -json $f |
		    jq '[.keys[].algorithm, .certificates[].sha256]' ||
		    return
	done >both
	same "$(sed -n '1,/]/p' both)" "$(sed '1,/]/d' both)" &&
	    "$BIN/storectl" dump -json "$FAULTS/mldsa-rsacert.pfx" -p pw |
	    jq -e '.certificates[0] | .sha1 and (.hasPrivateKey | not)'
}

# ---- signed files ----

# verdict FILE WORDS: with the root of these files.
signed_fault()
{
	"$BIN/storectl" verify -pa -all "$FAULTS/sign/$1" 2>&1 | tee said
	grep -qF -- "$2" said
}

signed_faults()
{
	local SPCKIT_HOME=$PWD/faulty

	export SPCKIT_HOME
	"$BIN/certimport" -user -addstore Root "$FAULTS/sign/root.pem" \
	    >/dev/null 2>&1
	while IFS='|' read -r file words; do
		[ -e "$FAULTS/sign/$file" ] && try "corpus/faults: $file" \
		    signed_fault "$file" "$words"
	done <<-'ROWS'
	bad-651.exe|Successfully verified
	before-841.msi|Successfully verified
	sbsign-twice.efi|Successfully verified
	certum-like-countersignature.exe|Successfully verified
	nested.msi|its issuer is missing
	sd-inside.exe|reaches into the signature table
	js-sample2-disk1.cab|one cabinet of a set
	js-sample3.cab|is not signed
	signed.ps1|its issuer is missing
	ROWS
}

# A second signature never costs the first ones: it is there afterwards, or the
# file is as it was.
kept()
{
	local SPCKIT_HOME=$PWD/signer before after

	export SPCKIT_HOME
	cp "$FAULTS/sign/$1" again
	chmod u+w again
	before=$("$BIN/storectl" verify -pa -all -json again | jq \
	    '.files[0].signatures | length')
	[ "${before:-0}" -gt 0 ] || { echo "no signature: $before"; return 1; }
	if "$BIN/storectl" sign -f "$FIXTURES/pki/aes.pfx" -p spckit -fd sha256 \
	    -as again; then
		after=$("$BIN/storectl" verify -pa -all -json again | jq \
		    '.files[0].signatures | length')
		[ "$after" = $((before + 1)) ] ||
		    { echo "$before signatures, then $after"; return 1; }
	else
		cmp again "$FAULTS/sign/$1"
	fi
}

# A cabinet by the digest that leaves out its signature.
in_catalogue()
{
	local SPCKIT_HOME=$PWD/catalogue

	export SPCKIT_HOME
	"$BIN/certimport" -user -addstore Root "$FAULTS/sign/CACert.pem" \
	    >/dev/null 2>&1
	"$BIN/storectl" verify -pa -c "$FAULTS/sign/signed.cat" \
	    "$FAULTS/sign/unsigned.ex_"
}

# signer FILE PASSWORD WORDS: what is said of those in it.
signer()
{
	local SPCKIT_HOME=$PWD/signer

	export SPCKIT_HOME
	cp "$FIXTURES/signed/plain.exe" signing.exe
	"$BIN/storectl" sign -f "$FAULTS/sign/$1" -p "$2" signing.exe 2>&1 |
	    tee said
	grep -qF -- "$3" said
}

if [ -d "$FAULTS" ]; then
	contents_of_faults
	try 'corpus/faults: a key with a password of its own' two_passwords
	try 'corpus/faults: ML-DSA comes out of the store' mldsa_comes_out
	signed_faults
	try 'corpus/faults: a cabinet in a catalogue' in_catalogue
	try 'corpus/faults: an expired signer is named' signer old.pfx pw \
	    '"Old Signer" matches, but it expired'
	try 'corpus/faults: one of another usage is named' signer tls.pfx pw \
	    '"tls.example" matches, but its extended key usage'
	try 'corpus/faults: a certificate that is there twice' signer \
	    two-entries-same-cert.p12 password 'Successfully signed'
	for f in signtool-signed.msi dse-signed.msi nested.msi before-841.msi \
	    sbsign-twice.efi bad-651.exe; do
		[ -e "$FAULTS/sign/$f" ] &&
		    try "corpus/faults: $f keeps its signatures" kept "$f"
	done
else
	skip corpus/faults "there is nothing at $FAULTS"
fi
