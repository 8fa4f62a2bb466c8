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
		check_keys "$leaf" "$spki" ;;
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
