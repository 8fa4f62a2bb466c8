#!/bin/bash
#
# corpus/run.sh - real files and files of many programs, with what is known
# about each of them
#
# The corpus is no part of this repository; without it (../shared/corpus, or
# CORPUS=FOLDER) these tests are skipped.

. "$(dirname "$0")/../lib.sh"
scratch
CORPUS=${CORPUS:-$TOP/../shared/corpus}
if [ ! -f "$CORPUS/MANIFEST.tsv" ]; then
	skip corpus "there is no corpus at $CORPUS"
	exit 0
fi
CORPUS=$(realpath "$CORPUS")
cd "$SCRATCH" || exit 1
. "$TOP/tests/corpus/import.sh"
try 'corpus/a store to import into' import_base

# secret HEX FILE: the bytes, in a file for -p-from.
secret()
{
	printf "$(sed 's/../\\x&/g' <<<"$1")" >"$2"
}

bad()
{
	echo "$*" >>why
}

# ---- what each file holds ----

# dump PATH HEX: JSON in out, sentence in err, exit status.
dump()
{
	local from=()

	if [ "$2" != - ]; then
		secret "$2" pw
		from=(-p-from file:pw)
	fi
	timeout 30 "$BIN/storectl" dump -json "${from[@]}" "$CORPUS/$1" \
	    >out 2>err </dev/null
}

check_contents()
{
	local certs=$1 leaf=$2 spki=$3 kind=$4 expectation=$5 one found

	# The manifest did not count inside programs, nor where OpenSSL, which
	# counted for it, cannot read.
	case $kind,$expectation,$certs in
	pe,*|*cannot*,0|*,-)
		;;
	*)
		found=$(grep -c '"sha1":' out)
		[ "$found" = "$certs" ] ||
		    bad "$found certificates, expected $certs" ;;
	esac
	for one in ${leaf//,/ }; do
		[ "$one" = - ] || grep -q "\"sha1\": \"$one\"" out ||
		    bad "the certificate $one is not there"
	done
	case $kind in
	pvk|key|pfx)
		for one in ${spki//,/ }; do
			[ "$one" = - ] ||
			    grep -q "\"spkiSha256\": \"$one\"" out ||
			    bad "the key $one is not there"
		done
		;;
	esac
}

check_row()
{
	local path=$1 kind=$2 hex=$3 expectation=$4 certs=$5 leaf=$6 spki=$7
	local note=$8

	dump "$path" "$hex"
	rc=$?
	case $expectation in
	'ok (lenient) or malformed')
		# Trailing line ends and zeros behind DER: taken, with a
		# warning. A PVK that contradicts itself: refused.
		if [ "$kind" = pvk ]; then
			[ $rc = 1 ] || bad "exit status $rc, expected 1"
		else
			[ $rc = 0 ] || bad "exit status $rc, expected 0"
			grep -q '"warnings": \[\]' out && bad "no warning"
			check_contents "$certs" "$leaf" "$spki" "$kind" ok
		fi ;;
	ok*)
		[ $rc = 0 ] || bad "exit status $rc, expected 0"
		check_contents "$certs" "$leaf" "$spki" "$kind" "$expectation" ;;
	wrong-password)
		[ $rc = 1 ] || bad "exit status $rc, expected 1"
		grep -q '"name": "ERROR_INVALID_PASSWORD"' out ||
		    bad "not said to be a wrong password" ;;
	malformed)
		[ $rc = 1 ] || bad "exit status $rc, expected 1"
		grep -q '"name": "ERROR_INVALID_PASSWORD"' out &&
		    bad "said to be a wrong password" ;;
	*)
		[ $rc = 1 ] || bad "exit status $rc, expected 1" ;;
	esac
	case $kind in
	pfx)	check_import "$path" "$hex" "$expectation" "$leaf" "$spki" ;;
	sst)	check_addstore "$path" "$leaf" ;;
	esac
	# The note of a program says whether it is signed.
	case $kind,$note in
	pe,signed*)	grep -q '"sha1":' out || bad "no certificate" ;;
	pe,unsigned*)	grep -q '"sha1":' out && bad "a certificate" ;;
	esac
}

# A field may not be empty for read, which takes several tabs as one.
rows()
{
	tail -n +2 "$1" | sed -e 's/\t\t/\t=\t/g' -e 's/\t\t/\t=\t/g'
}

while IFS=$'\t' read -r path kind _ hex expectation certs leaf spki \
    note _; do
	: >why
	[ "$hex" = = ] && hex=
	check_row "$path" "$kind" "$hex" "$expectation" "$certs" "$leaf" \
	    "$spki" "$note"
	name="corpus/$path${hex:+ $([ "$hex" = - ] || echo "with $hex")}"
	name="${name% }, $expectation"
	if [ -s why ]; then
		not_ok "$name" why err
	else
		ok "$name"
	fi
done < <(rows "$CORPUS/MANIFEST.tsv")

# ---- pairs to PFX ----

# convert PVK HEX SPC PROFILE: out.pfx, JSON in out.
convert()
{
	local from=()

	if [ "$2" != - ]; then
		secret "$2" pw
		from=(-pi-from file:pw)
	fi
	timeout 30 "$BIN/pvk2pfx" -json -iter 1 -pvk "$CORPUS/$1" \
	    "${from[@]}" -spc "$CORPUS/$3" -pfx out.pfx -po spckit -f \
	    -crypto "$4" >out 2>err </dev/null
}

opens_elsewhere()
{
	openssl pkcs12 -in out.pfx -passin pass:spckit -nodes -nocerts \
	    -out opened.pem 2>>err ||
	    { bad "OpenSSL does not open the PFX"; return; }
	found=$(openssl pkey -in opened.pem -pubout -outform DER |
	    openssl sha256 -r | cut -d' ' -f1)
	[ "$found" = "$1" ] || bad "the PFX holds the key $found, not $1"
}

check_pair()
{
	local pvk=$1 hex=$2 spc=$3 expectation=$4 leaf=$5 spki=$6 profile=$7

	rm -f out.pfx
	convert "$pvk" "$hex" "$spc" "$profile"
	rc=$?
	case $expectation in
	no-match)
		[ $rc = 1 ] || bad "exit status $rc, expected 1"
		grep -q '"name": "ERROR_NOT_FOUND"' out ||
		    bad "not said to match nothing" ;;
	*)
		# Lenient, where a choice is left: all of these are containers.
		[ $rc = 0 ] || bad "exit status $rc, expected 0"
		grep -A1 '"certificate": {' out | grep -q "\"sha1\": \"$leaf\"" ||
		    bad "another certificate than $leaf"
		[ $rc != 0 ] || opens_elsewhere "$spki" ;;
	esac
}

while IFS=$'\t' read -r pvk _ hex spc expectation leaf spki _; do
	: >why
	[ "$hex" = = ] && hex=
	for profile in AES256-SHA256 TripleDES-SHA1; do
		check_pair "$pvk" "$hex" "$spc" "$expectation" "$leaf" \
		    "$spki" $profile
	done
	name="corpus/pair $pvk + $spc, $expectation"
	if [ -s why ]; then
		not_ok "$name" why err
	else
		ok "$name"
	fi
done < <(rows "$CORPUS/PAIRS.tsv")

# ---- cross-certificates ----

. "$TOP/tests/corpus/cross.sh"

# ---- signatures ----

. "$TOP/tests/corpus/verify.sh"
. "$TOP/tests/corpus/paths.sh"
. "$TOP/tests/corpus/faults.sh"

# ---- our file beside a genuine one of the same pair ----

# What OpenSSL tells about a PFX, without what is random in each.
outline()
{
	openssl pkcs12 -in "$1" -passin "pass:$2" -nodes -info \
	    -provider legacy -provider default 2>&1 |
	    sed -e 's/PvkTmp:[0-9a-f-]*/PvkTmp:GUID/' \
		-e 's/pbeWithSHA1And40BitRC2-CBC/pbeWithSHA1And3-KeyTripleDES-CBC/'
	openssl asn1parse -inform DER -in "$1" |
	    sed -e 's/^ *[0-9]*:d=\([0-9]*\) .*l= *[0-9]* /\1 /' \
		-e 's/\[HEX DUMP\].*//'
}

genuine()
{
	local pvk=$1 hex=$2 spc=$3 theirs=$4 password=$5 from=()

	[ "$password" = '(empty)' ] && password=
	if [ "$hex" != - ]; then
		secret "$hex" pw
		from=(-pi-from file:pw)
	fi
	"$BIN/pvk2pfx" -pvk "$CORPUS/$pvk" "${from[@]}" -spc "$CORPUS/$spc" \
	    -pfx ours.pfx -po "$password" -f -crypto TripleDES-SHA1 || return 1
	outline "$CORPUS/$theirs" "$password" >theirs.txt
	outline ours.pfx "$password" >ours.txt
	[ -s ours.txt ] && diff -u theirs.txt ours.txt
}

while IFS=$'\t' read -r pvk _ hex spc _ _ _ theirs password _; do
	[ "$theirs" = - ] && continue
	[ "$hex" = = ] && hex=
	try "corpus/structure of the genuine $theirs" \
	    genuine "$pvk" "$hex" "$spc" "$theirs" "$password"
done < <(rows "$CORPUS/PAIRS.tsv")
