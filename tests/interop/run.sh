#!/bin/bash
#
# interop/run.sh [PART...] - other programs open what we write, and we open what they
# write: OpenSSL, GnuTLS, NSS, Java, Mono, osslsigncode, Wine; signers that get
# an identity of our store, or sign through the module

. "$(dirname "$0")/../lib.sh"
scratch
here=$TOP/tests/interop
PKI=$FIXTURES/pki
cd "$SCRATCH" || exit 1
NAME='interop name'

# ours PROFILE KEY: writes PROFILE-KEY.pfx; NAME and an AT_SIGNATURE key where
# the kind of key has a PVK form.
key_files()
{
	case $1 in
	rsa)	echo "leaf-signature.pvk leaf-first.spc leaf" ;;
	dsa)	echo "dsa.pvk dsa.spc dsa" ;;
	ec)	echo "ec.key ec.spc ec" ;;
	esac
}

ours()
{
	read -r key spc _ <<<"$(key_files "$2")"
	"$BIN/pvk2pfx" -pvk "$PKI/$key" -spc "$PKI/$spc" -po pässword \
	    -crypto "$1" -name "$NAME" -iter 2000 -pfx "$1-$2.pfx"
}

thumbprint()
{
	openssl x509 -in "$1" -noout -fingerprint -sha1 |
	    sed 's/.*=//; s/://g' | tr A-F a-f
}

public_key()
{
	openssl pkey -in "$1" -pubout
}

for f in openssl gnutls nss java signer mono theirs export windows import \
    verify forged feed pkcs11 page paths; do
	. "$here/$f.sh"
done

read_ours()
{
	for profile in AES256-SHA256 TripleDES-SHA1; do
		for kind in rsa dsa ec; do
			if ! ours $profile $kind >ours.log 2>&1; then
				not_ok "interop/pvk2pfx writes $profile $kind" \
				    ours.log
				continue
			fi
			for reader in openssl gnutls nss java signer mono; do
				read_by_$reader $profile $kind \
				    "$profile-$kind.pfx"
			done
		done
	done
}

[ $# -gt 0 ] || set -- ours theirs export windows import verify forged feed \
    pkcs11 page paths
for part; do
	case $part in
	ours)	read_ours ;;
	theirs)	read_theirs ;;
	export)	read_exports ;;
	windows)	read_windows ;;
	import)	read_imports ;;
	verify)	read_verdicts ;;
	forged)	judge_forgeries ;;
	feed)	feed_signers ;;
	pkcs11)	sign_through_module ;;
	page)	type_the_page ;;
	paths)	judge_paths ;;
	*)	not_ok "interop/$part is a part" ;;
	esac
done
