# import.sh - every PFX and every serialized store of the manifest, imported
#
# Sourced by run.sh. What storectl dump says of the file (out) is what is to be
# found in the stores afterwards; a file that is refused leaves the store, which
# holds something else already, byte for byte as it was.

export SPCKIT_HOME=$SCRATCH/store SPCKIT_MACHINE_HOME=$SCRATCH/none
cat "$FIXTURES/pki/other.key" "$FIXTURES/pki/other.pem" >other.pem
entries=$SPCKIT_HOME/SystemCertificates

# Once, before the first row.
import_base()
{
	"$BIN/certimport" -user other.pem >/dev/null 2>err || return 1
	rm -rf before
	mv store before
}

# import ARGS...: JSON in imported, sentence in err, exit status.
import()
{
	rm -rf store
	cp -a before store
	timeout 60 "$BIN/certimport" -user -json "$@" >imported 2>err </dev/null
}

unchanged()
{
	diff -r before store >changes 2>&1 && [ "$(cd before && find . |
	    sort)" = "$(cd store && find . | sort)" ] ||
	    bad "refused, and the store is another: $(head -c 200 changes)"
}

# Every certificate of the dump is where it belongs, and its file is there.
check_places()
{
	jq -r --slurpfile i imported '.certificates[] | . as $c |
	    [$i[0].imported[] | select(.sha1 == $c.sha1)] as $e |
	    ([$e[].store] | sort) as $stores |
	    ([$e[].hasPrivateKey] | any) as $key |
	    (if $key then (if .selfSigned then ["My", "Root"] else ["My"] end)
	    elif .selfSigned then ["Root"]
	    elif .isCA then ["CA"]
	    elif $stores == ["AddressBook"] then $stores
	    else ["CA"] end) as $want |
	    if $stores == $want then empty
	    else "\(.sha1) (\(.subject)) is in \($stores), not \($want)" end' \
	    out >places 2>&1 || bad "no places: $(cat places)"
	[ ! -s places ] || bad "$(cat places)"
	jq -r '.imported[] | .store + " " + .sha1' imported >files ||
	    bad 'no list of what was imported'
	while read -r store sha1; do
		[ -s "$entries/$store/Certificates/${sha1^^}" ] ||
		    bad "no file for $sha1 in $store"
	done <files
}

# The leaf has its key, which another program opens.
check_keys()
{
	local leaf=$1 spki=$2 one found

	for one in ${leaf//,/ }; do
		[ "$one" = - ] || [ "$spki" = - ] ||
		    jq -e --arg s "$one" '.imported[] | select(.sha1 == $s and
		    .store == "My" and .hasPrivateKey)' imported >/dev/null ||
		    bad "the leaf $one is not in My with its key"
	done
	for one in store/Keys/*.pem; do
		cmp -s "$one" "before/Keys/${one##*/}" && continue
		openssl pkey -in "$one" -passin file:store/vault.key -pubout \
		    -outform DER 2>/dev/null | openssl sha256 -r
	done | cut -d' ' -f1 >found
	for one in ${spki//,/ }; do
		[ "$one" = - ] || grep -q "$one" found ||
		    bad "the key $one is not in Keys: $(cat found)"
	done
}

# What the two ways out have in common: of the key what it is, of the leaf and
# its chain every byte, names; key spec and provider where the file has them
# (out: its dump).
outline_of()
{
	jq -S --slurpfile file out '
	    {keys: [.keys[] | . as $k | ([$file[0].keys[] |
	    select(.spkiSha256 == $k.spkiSha256)][0] // {}) as $was |
	    {algorithm, bits, spkiSha256, friendlyName} +
	    (if $was.keySpec then {keySpec} else {} end) +
	    (if $was.provider then {provider} else {} end)],
	    certificates: [.certificates[] | {sha256, friendlyName,
	    hasPrivateKey}]}' "$1"
}

# Out of the store with its chain, as out of the file itself.
check_round_trip()
{
	local path=$1 one
	shift

	jq -r '.imported[] | select(.store == "My" and .hasPrivateKey) | .sha1' \
	    imported >identities
	while read -r one; do
		"$BIN/storectl" export -in "$CORPUS/$path" "$@" -sha1 "$one" \
		    -as pfx -out from-file.pfx -f -iter 1 -po rt \
		    >/dev/null 2>err </dev/null &&
		    "$BIN/storectl" export -user -sha1 "$one" -as pfx -out \
		    from-store.pfx -f -iter 1 -po rt >/dev/null 2>err </dev/null ||
		    { bad "$one is not exported: $(cat err)"; continue; }
		for f in file store; do
			"$BIN/storectl" dump -json from-$f.pfx -p rt >$f.json \
			    2>err || bad "$one: $(cat err)"
		done
		outline_of file.json >want
		outline_of store.json >got
		[ -s want ] && cmp -s want got ||
		    bad "$one came out as another: $(diff want got | head -5)"
		"$BIN/storectl" export -in "$CORPUS/$path" "$@" -sha1 "$one" \
		    -as pkcs8 -form der -out want -f -po-from none 2>err </dev/null &&
		    "$BIN/storectl" export -user -sha1 "$one" -as pkcs8 \
		    -form der -out got -f -po-from none 2>err </dev/null ||
		    { bad "$one: no PKCS#8: $(cat err)"; continue; }
		bare_key want >want.key
		bare_key got >got.key
		[ -s got.key ] && cmp -s want.key got.key ||
		    bad "the key of $one came out as another"
	done <identities
}

# PKCS#8 up to the private key: the store adds the key spec to one without.
bare_key()
{
	openssl asn1parse -inform DER -in "$1" |
	    sed -n -e 's/^ *[0-9]*:d=//' -e '2,/OCTET STRING/p'
}

check_import()
{
	local path=$1 hex=$2 expectation=$3 leaf=$4 spki=$5 from=() rc

	[ "$hex" = - ] || from=(-p-from file:pw)
	import "${from[@]}" -importPFX "$CORPUS/$path"
	rc=$?
	case $expectation in
	ok*)
		[ $rc = 0 ] || { bad "import: exit status $rc"; return; }
		check_places
		check_keys "$leaf" "$spki"
		check_round_trip "$path" "${from[@]}" ;;
	wrong-password)
		[ $rc = 1 ] || bad "import: exit status $rc, expected 1"
		grep -q '"name": "ERROR_INVALID_PASSWORD"' imported ||
		    bad "import: not said to be a wrong password"
		unchanged ;;
	*)
		[ $rc = 1 ] || bad "import: exit status $rc, expected 1"
		grep -q '"name": "ERROR_INVALID_PASSWORD"' imported &&
		    bad "import: said to be a wrong password"
		unchanged ;;
	esac
}

# What comes out of the store is what was in the file, property by property.
check_addstore()
{
	local path=$1 leaf=$2 one rc

	import -addstore Serialized "$CORPUS/$path"
	rc=$?
	[ $rc = 0 ] || { bad "addstore: exit status $rc"; return; }
	for one in ${leaf//,/ }; do
		[ -s "$entries/Serialized/Certificates/${one^^}" ] ||
		    bad "no file for $one"
	done
	[ "$(ls "$entries/Serialized/Certificates" | wc -l)" = \
	    "$(jq '.imported | length' imported)" ] || bad "other entries"
}
