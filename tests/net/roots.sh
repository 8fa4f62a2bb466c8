# roots.sh - crosscert roots: lists of roots, made and signed here

LISTED=1.3.6.1.4.1.311.10.3.9
FORBID=1.3.6.1.4.1.311.10.3.30
SHA1_OID=1.3.14.3.2.26

usage()
{
	echo "extendedKeyUsage=$1"
}

make_signers()
{
	mkdir -p www
	cert list-root 'List Root' self 9000 $CA &&
	    cert list-ca 'List CA' list-root 9000 $CA "$(usage $LISTED)" &&
	    cert lister 'List Publisher' list-ca 9000 "$(usage $LISTED)" &&
	    cert coder 'Code Publisher' list-ca 9000 "$(usage codeSigning)" &&
	    cert stranger-root 'List Root' self 9000 $CA &&
	    cert stranger 'List Publisher' stranger-root 9000 \
	    "$(usage $LISTED)" &&
	    cert r1 'Root One' self 9000 $CA &&
	    cert r2 'Root Two' self 9000 $CA &&
	    cert r3 'Root Three' self 9000 $CA
}

sha256()
{
	sha256sum "$1" | cut -d' ' -f1
}

# le NAME: a friendly name in hex; eku OID: a usage in hex.
name_hex()
{
	printf '%s\0' "$1" | iconv -f ascii -t utf-16le | od -An -v -tx1 |
	    tr -d ' \n'
}

CODE=300a06082b06010505070303
WEB=300a06082b06010505070301
# 2001-09-09, long ago
PAST=00809a5a2f39c101

entry()
{
	echo "$(sha1 "$1.cer") 98=$(sha256 "$1.cer") 11=$(name_hex "$2")" \
	    "${@:3}"
}

# Two for code, one of them disabled since; one for the web only.
entries()
{
	entry r1 First 9=$CODE
	entry r2 Second 9=$WEB
	entry r3 Third 9=$CODE "$@"
}

# at HOURS: that long after the start. The signers are valid from now on, and a
# day is granted to clocks.
start=$(date +%s)
at()
{
	date -u -d "@$((start + $1 * 3600))" +%y%m%d%H%M%SZ
}

# made NAME DATE NUMBER [SIGNER [CERT...]] <ENTRIES
made()
{
	local by=${4:-lister}

	"$BUILD/tests/makectl" "$1.stl" $LISTED $SHA1_OID "$2" "$3" "$by.pem" \
	    "$by.key" "${@:5}"
}

make_lists()
{
	entries | made new $(at 3) 1402 lister list-ca.pem &&
	    entries 104=$PAST | made newer $(at 5) 1403 lister \
	    list-ca.pem &&
	    entries | made older $(at 2) 1401 lister list-ca.pem &&
	    entries | made lower $(at 6) 13 lister list-ca.pem &&
	    entries | made backdated "$(at 4)" 1409 lister list-ca.pem &&
	    entries 20=00 | made twin $(at 3) 1402 lister list-ca.pem &&
	    entries | made future "$(at 72)" 1404 lister list-ca.pem &&
	    entries | made coder $(at 3) 1402 coder list-ca.pem &&
	    entries | made stranger $(at 3) 1402 stranger \
	    stranger-root.pem &&
	    entries | made early $(at 1) 1400 lister list-ca.pem &&
	    entries | made old 200102030405Z 1402 lister list-ca.pem &&
	    (entries; entry r1 Again) | made double $(at 3) 1402 \
	    lister list-ca.pem &&
	    entries | "$BUILD/tests/makectl" unsigned.stl $LISTED $SHA1_OID \
	    $(at 3) 1402 lister.pem - lister.pem list-ca.pem &&
	    entries | "$BUILD/tests/makectl" other-use.stl \
	    1.3.6.1.4.1.311.10.3.1 $SHA1_OID $(at 3) 1402 lister.pem \
	    lister.key list-ca.pem || return 1
	# One bit of the list, one of its date.
	LC_ALL=C sed 's/F\x00i\x00r\x00s\x00t/F\x00i\x00r\x00s\x00T/' new.stl >changed.stl &&
	    LC_ALL=C sed "s/$(at 3)/$(at 4)/" new.stl \
	    >redated.stl && ! cmp -s new.stl changed.stl &&
	    ! cmp -s new.stl redated.stl || return 1
	cp new.stl www/authroot.stl
	(cd www && gcab -c -n ../authrootstl.cab authroot.stl >/dev/null &&
	    gcab -c -z -n ../zipped.cab authroot.stl >/dev/null) || return 1
	head -c -100 authrootstl.cab >cut.cab
	head -c 60 authrootstl.cab >short.cab
	for r in r1 r2 r3; do
		cp $r.cer "$(sha1 $r.cer).crt"
		cp $r.cer "www/$(sha1 $r.cer).crt"
	done
}

# roots ARGUMENT...: status in rc, output in out and err.
roots()
{
	timeout 30 crosscert roots -signer-root list-root.cer "$@" >out 2>err \
	    </dev/null
	rc=$?
	took=0
	[ $rc -eq 0 ]
}

has_root()
{
	[ -f "home/SystemCertificates/Root/Certificates/$(sha1 "$1.cer" |
	    tr a-f A-F)" ]
}

# Everything that a refusal must leave alone.
snapshot()
{
	find home -type f ! -name .lock 2>/dev/null | sort |
	    xargs -r sha256sum
}

fetched()
{
	rm -rf home
	roots -url "$HTTP/file" && has_root r1 && has_root r2 && has_root r3 &&
	    grep -q '3 roots, 2 of them for code signing.* 3 added' out &&
	    grep -q "^roots $(sha256 list-root.cer) 1402 " home/lists.txt ||
	    tell fetched
	snapshot >before
	: >log
	# Again: the list alone is fetched, and nothing is changed.
	roots -url "$HTTP/file" && grep -q '3 unchanged' out &&
	    [ "$(wc -l <log)" = 1 ] && snapshot | cmp - before || tell again
}

from_files()
{
	rm -rf home
	roots -in "$1" -in www && has_root r1 && has_root r3 || tell "$1"
}

from_a_folder()
{
	rm -rf home
	roots -in www && has_root r1 && has_root r2 || tell folder
}

from_an_sst()
{
	rm -rf home
	roots -in new.stl -in www -sst all.sst && [ ! -d home ] &&
	    storectl dump all.sst >out && grep -q ' 3 certificates' out &&
	    grep -q First out && roots -in new.stl -in all.sst &&
	    has_root r1 && has_root r3 || tell sst
}

# The list takes trust from one, and gives none of the user's own away.
newer()
{
	rm -rf home
	certimport -user -addstore Root other.cer &&
	    roots -in new.stl -in www && roots -in newer.stl -in www &&
	    grep -q '"Root Three".*updated; .* no longer trusted since' out &&
	    grep -q '1 of them for code signing.* 0 added, 1 updated' out &&
	    has_root other && has_root r3 || tell newer
	snapshot >before
	for l in new older lower backdated; do
		roots -in $l.stl -in www
		[ $rc -eq 1 ] && grep -q 'is older than the one' err &&
		    snapshot | cmp - before || { tell $l; return 1; }
	done
}

# The next list lifts it again, and no longer has another one.
lifted()
{
	rm -rf home
	roots -in newer.stl -in www || return 1
	entries | grep -v "$(sha1 r2.cer)" |
	    made newest $(at 7) 1405 lister list-ca.pem
	roots -in newest.stl -in www -v &&
	    grep -q '2 of them for code signing' out &&
	    grep -q '"Root Two".*no longer in the list' out && has_root r2 ||
	    tell lifted
	# An empty date is none.
	entries 104= | made empty "$(at 8)" 1406 lister list-ca.pem
	roots -in empty.stl -in www &&
	    grep -q '2 of them for code signing' out || tell empty
}

# What storectl shows of it.
shown()
{
	storectl dump new.stl >out 2>err
	rc=$?
	[ $rc -eq 0 ] && grep -q 'Note: a list of 3 trusted roots of 20' out &&
	    grep -q ' 2 certificates' out || tell dump
}

# refused WORDS FILE [ARGUMENT...]: on top of what is there.
refused()
{
	rm -rf home
	roots -in early.stl -in www || return 1
	snapshot >before
	roots -in "$2" -in www "${@:3}"
	[ $rc -eq 1 ] && grep -qF -- "$1" err && [ "$(wc -l <err)" = 1 ] &&
	    snapshot | cmp - before || tell "$2, expected: $1"
}

twin()
{
	rm -rf home
	roots -in new.stl -in www || tell new
	roots -in twin.stl -in www
	[ $rc -eq 1 ] && grep -q 'two different lists' err || tell twin
}

# A good list of long ago: a server may not offer it.
long_ago()
{
	cat >ca.cnf <<-CONFIG
	[ca]
	default_ca = it
	[it]
	database = ca.txt
	new_certs_dir = .
	rand_serial = yes
	default_md = sha256
	default_days = 9000
	policy = any
	[any]
	commonName = supplied
	CONFIG
	: >ca.txt
	rm -rf home ancient
	mkdir -p ancient
	usage $LISTED >ancient.ext
	echo $CA >ancient-root.ext
	for n in ancient-root ancient; do
		openssl ecparam -name prime256v1 -genkey -noout -out $n.key &&
		    openssl req -new -key $n.key -subj "/CN=$n" -out $n.csr ||
		    return 1
	done
	openssl ca -batch -config ca.cnf -startdate 200101000000Z -selfsign \
	    -keyfile ancient-root.key -in ancient-root.csr -notext \
	    -extfile ancient-root.ext -out ancient-root.pem 2>/dev/null &&
	    openssl ca -batch -config ca.cnf -startdate 200101000000Z \
	    -cert ancient-root.pem -keyfile ancient-root.key -in ancient.csr \
	    -notext -extfile ancient.ext -out ancient.pem 2>/dev/null &&
	    entries | made ancient/authroot 210101000000Z 1300 ancient &&
	    (cd ancient && gcab -c -n authrootstl.cab authroot.stl \
	    >/dev/null) || return 1
	timeout 30 crosscert roots -signer-root ancient-root.pem \
	    -url "$HTTP/file/ancient" >out 2>err
	rc=$?
	[ $rc -eq 1 ] && nothing_stored && grep -q 'may hide a newer one' err ||
	    tell fetched
	# From a file it is the user's choice.
	timeout 30 crosscert roots -signer-root ancient-root.pem \
	    -in ancient -in www >out 2>err && has_root r1 || tell file
}

# Microsoft's roots are meant where nothing else is said.
pinned()
{
	rm -rf home
	: >log
	timeout 30 crosscert roots -in new.stl -in www -url "$HTTP/file" \
	    >out 2>err
	rc=$?
	[ $rc -eq 1 ] && nothing_stored && grep -q \
	    '3b1efd3a66ea28b16697394703a72ca340a05bd5.crt.*404' err || tell pin
}

by_thumbprint()
{
	rm -rf home
	timeout 30 crosscert roots -in new.stl -in list-root.cer -in www \
	    -signer-root "$(sha256 list-root.cer)" >out 2>err &&
	    has_root r1 || tell thumbprint
	timeout 30 crosscert roots -in stranger.stl -in www -signer-root \
	    "$(sha256 list-root.cer)" >out 2>err
	rc=$?
	[ $rc -eq 1 ] && grep -q 'does not lead to' err || tell stranger
}

# One root of the server is another one, one is not there.
partly()
{
	rm -rf home
	mkdir -p partly
	cp www/* partly
	cp r1.cer "partly/$(sha1 r2.cer).crt"
	rm "partly/$(sha1 r3.cer).crt"
	roots -in new.stl -url "$HTTP/file/partly"
	[ $rc -eq 2 ] && has_root r1 && ! has_root r2 && ! has_root r3 &&
	    grep -q 'its SHA-1 is not its name' err &&
	    grep -q 'HTTP status 404' err && grep -q '2 of 3 roots' err ||
	    tell partly
	roots -in new.stl -in www && has_root r2 && has_root r3 || tell rest
}

# The SHA-256 that the list gives is another certificate's.
other_sha256()
{
	rm -rf home
	echo "$(sha1 r1.cer) 98=$(sha256 r2.cer)" |
	    made wrong $(at 3) 1402 lister list-ca.pem
	roots -in wrong.stl -in www
	[ $rc -eq 1 ] && grep -q 'its SHA-256 is another one' err &&
	    nothing_stored || tell sha256
}

to_the_machine()
{
	rm -rf home machine
	roots -sm -in new.stl -in www && [ ! -d home ] &&
	    [ "$(ls machine/SystemCertificates/Root/Certificates | wc -l)" = 3 ] &&
	    [ "$(stat -c %a machine/lists.txt)" = 644 ] || tell machine
}

disallowed()
{
	local md5

	rm -rf home
	# The public key's MD5 as Windows has it: of the bits alone.
	md5=$(openssl x509 -in r2.pem -noout -pubkey |
	    openssl pkey -pubin -outform DER | tail -c 65 | md5sum |
	    cut -d' ' -f1)
	echo "$md5" | "$BUILD/tests/makectl" disallowedcert.stl $FORBID \
	    1.3.6.1.4.1.311.10.11.15 $(at 3) 1402 lister.pem lister.key \
	    list-ca.pem &&
	    gcab -c -n disallowedcertstl.cab disallowedcert.stl >/dev/null ||
	    return 1
	roots -disallowed -url "$HTTP/file" &&
	    grep -q ": 1 certificates, disallowed in the user's stores" out &&
	    grep -q "^hash $md5$" home/disallowed.txt || tell disallowed
	# What it disallows does not become trusted.
	roots -in new.stl -in www && has_root r1 && ! has_root r2 &&
	    grep -q '"Root Two".*: not added: it is disallowed' out ||
	    tell disallowed
	# By thumbprint, and signed by somebody else: both count.
	sha1 r3.cer | "$BUILD/tests/makectl" own.stl $FORBID $SHA1_OID \
	    $(at 1) - stranger.pem stranger.key stranger-root.pem &&
	    timeout 30 crosscert roots -disallowed -in own.stl -signer-root \
	    stranger-root.cer >out 2>err &&
	    grep -q "^sha1 $(sha1 r3.cer)$" home/disallowed.txt &&
	    grep -q "^hash $md5$" home/disallowed.txt || tell own
	# An older one of the same signer is refused.
	echo "$md5" | "$BUILD/tests/makectl" older-own.stl $FORBID \
	    1.3.6.1.4.1.311.10.11.15 $(at 1) 1401 lister.pem lister.key \
	    list-ca.pem
	snapshot >before
	roots -disallowed -in older-own.stl
	[ $rc -eq 1 ] && grep -q 'older than' err && snapshot |
	    cmp - before || tell older
	roots -disallowed -in new.stl
	[ $rc -eq 1 ] && grep -q 'for another use' err || tell use
}

# What the lists say counts where a chain is judged.
valid()
{
	[ "$(storectl chain -in "$1.cer" -json | jq .valid)" = "$2" ] ||
	    { storectl chain -in "$1.cer"; return 1; }
}

counts()
{
	cert under1 'Under One' r1 9000 && cert under2 'Under Two' r2 9000 &&
	    cert under3 'Under Three' r3 9000 || return 1
	# What an earlier test put into the machine's store is trusted as well.
	rm -rf home machine
	roots -in new.stl -in www && valid under1 true && valid under2 true &&
	    valid under3 true || tell before
	# Root Three is disabled; Root Two's key, and Root One by thumbprint.
	roots -in newer.stl -in www && valid under3 false &&
	    valid under1 true || tell disabled
	roots -disallowed -url "$HTTP/file" && valid under2 false &&
	    valid under1 true || tell key
	sha1 r1.cer | "$BUILD/tests/makectl" one.stl $FORBID $SHA1_OID \
	    "$(at 6)" 1409 lister.pem lister.key list-ca.pem &&
	    roots -disallowed -in one.stl && valid under1 false &&
	    valid under2 true || tell thumbprint
	# A file that does not read is not an empty one.
	echo junk >>home/disallowed.txt
	storectl chain -in under2.cer >out 2>err
	rc=$?
	[ $rc -eq 1 ] && grep -q 'disallowed.txt: line' err || tell junk
	roots -disallowed -in one.stl
	[ $rc -eq 1 ] && grep -q 'disallowed.txt: line' err || tell damaged
}

# A root that the list trusts for the web signs no programs.
usages_count()
{
	rm -rf home
	roots -in new.stl -in www || return 1
	for n in 1 2; do
		cert code$n "Code $n" r$n 9000 "$(usage codeSigning)" &&
		    rm -f code$n.exe && osslsigncode sign -h sha256 \
		    -certs code$n.pem -key code$n.key \
		    -in "$FIXTURES/signed/plain.exe" -out code$n.exe || return 1
	done
	storectl verify -pa code1.exe >out 2>err || tell code
	storectl verify -pa code2.exe >out 2>err
	rc=$?
	[ $rc -eq 1 ] && grep -q 'trusted for other usages only' err ||
	    tell web
}

into_a_folder()
{
	rm -rf home synced
	roots -url "$HTTP/file" -o synced && [ ! -d home ] &&
	    cmp authrootstl.cab synced/authrootstl.cab &&
	    cmp disallowedcertstl.cab synced/disallowedcertstl.cab &&
	    cmp new.stl synced/authroot.stl &&
	    cmp r1.cer "synced/$(sha1 r1.cer).crt" || tell sync
	roots -in synced && has_root r1 && has_root r2 || tell synced
}

# As Windows spells it.
as_windows()
{
	rm -rf home machine synced windows.sst
	for verb in '-generateSSTFromWU windows.sst' '-syncWithWU synced'; do
		storectl $verb -url "$HTTP/file" -signer-root list-root.cer \
		    >out 2>err
		rc=$?
		[ $rc -eq 0 ] && tail -1 out | grep -q \
		    "^CertUtil: ${verb%% *} command completed successfully.$" &&
		    [ ! -s err ] && [ ! -d home ] && [ ! -d machine ] ||
		    tell "$verb"
	done
	storectl dump windows.sst | grep -q ' 3 certificates' &&
	    cmp authrootstl.cab synced/authrootstl.cab || tell written
	# It is not replaced unasked; and a failure is certutil's.
	storectl -generateSSTFromWU windows.sst -url "$HTTP/file" \
	    -signer-root list-root.cer >out 2>err
	rc=$?
	[ $rc -eq 1 ] && grep -q '^CertUtil: -generateSSTFromWU command FAILED' \
	    out && grep -q 'windows.sst.*exists' err || tell exists
}

if make_signers && make_lists; then
	try 'net/roots: fetched, and again' fetched
	for f in new.stl authrootstl.cab zipped.cab; do
		try "net/roots from $f" from_files $f
	done
	try 'net/roots from a folder' from_a_folder
	try 'net/roots: a list is shown' shown
	try 'net/roots into and from a serialized store' from_an_sst
	try 'net/roots: a newer list, and then older ones' newer
	try 'net/roots: trust that is given back, a root that went' lifted
	try 'net/roots: a changed list' refused 'was changed after' changed.stl
	try 'net/roots: a changed date' refused 'was changed after' redated.stl
	try 'net/roots: a truncated cabinet' refused 'truncated or damaged' \
	    cut.cab
	try 'net/roots: a cabinet of 60 bytes' refused 'truncated or damaged' \
	    short.cab
	try 'net/roots: another signer of the same name' refused \
	    'does not lead to' stranger.stl
	try 'net/roots: a signer for another use' refused \
	    'is not for signing a list of roots' coder.stl
	try 'net/roots: a list without a signature' refused 'is not signed' \
	    unsigned.stl
	try 'net/roots: a list of another kind' refused 'for another use' \
	    other-use.stl
	try 'net/roots: a list of the future' refused 'in the future' \
	    future.stl
	try 'net/roots: a list from before its signer' refused \
	    'was not valid at the list' old.stl
	try 'net/roots: a list of long ago' long_ago
	try 'net/roots: a root twice' refused 'two entries for' double.stl
	try 'net/roots: two lists of one date' twin
	try 'net/roots: Microsoft is meant' pinned
	try 'net/roots: a signer by its thumbprint' by_thumbprint
	try 'net/roots: some cannot be had' partly
	try 'net/roots: another SHA-256' other_sha256
	try 'net/roots for the machine' to_the_machine
	try 'net/roots: disallowed certificates' disallowed
	try 'net/roots: what the lists say counts' counts
	try 'net/roots: what a root is trusted for counts' usages_count
	try 'net/roots into a folder and from it' into_a_folder
	try 'net/roots as Windows spells it' as_windows
else
	not_ok net/roots/pki
fi
