#!/bin/bash
#
# demo.sh - the main job on real input, step by step: a CA hands over a .pvk
# and an .spc, and a signing machine needs a .pfx

. "$(dirname "$0")/lib.sh"
scratch
cd "$SCRATCH" || exit 1
export PATH="$BIN:$PATH"

say()
{
	printf '\n== %s\n' "$*"
}

# Shows a command, runs it, and ends the demonstration if it fails.
run()
{
	printf '\n$ %s\n' "$*"
	"$@" 2>&1 || { echo "demo: failed (exit status $?)"; exit 1; }
}

# ---- what a CA would do, with openssl ----

extensions()
{
	printf 'basicConstraints=%s\nkeyUsage=%s\n' "$1" "$2"
	[ -z "${3:-}" ] || echo "extendedKeyUsage=$3"
}

certificate()
{
	openssl req -new -newkey rsa:2048 -nodes -keyout "$1.key" \
	    -subj "/C=DE/O=MyCompany Inc./CN=$2" -out "$1.csr" 2>/dev/null &&
	    openssl x509 -req -in "$1.csr" -days 3650 -out "$1.pem" \
	    -extfile "$1.ext" "${@:3}" 2>/dev/null
}

make_input()
{
	extensions critical,CA:TRUE keyCertSign >root.ext
	extensions critical,CA:TRUE,pathlen:0 keyCertSign >ca.ext
	extensions CA:FALSE digitalSignature codeSigning >abc.ext
	certificate root 'Demo Root' -signkey root.key &&
	    certificate ca 'Demo Code Signing CA' -CA root.pem \
	    -CAkey root.key -CAcreateserial &&
	    certificate abc 'MyCompany Inc.' -CA ca.pem -CAkey ca.key \
	    -CAcreateserial &&
	    openssl rsa -in abc.key -outform PVK -pvk-strong \
	    -passout pass:pvkpassword -out abc.pvk \
	    -provider legacy -provider default 2>/dev/null &&
	    openssl crl2pkcs7 -nocrl -certfile root.pem -certfile ca.pem \
	    -certfile abc.pem -outform DER -out abc.spc || exit 1
	rm -f abc.key ./*.csr ./*.ext
}

say 'A CA chain, and what the CA hands over (made with openssl for this demonstration):'
make_input
run ls -l abc.pvk abc.spc

say 'What is in them?'
run storectl dump abc.pvk -p pvkpassword
run storectl dump abc.spc

say 'As on Microsoft'\''s page for release signing:'
run pvk2pfx -pvk abc.pvk -pi pvkpassword -spc abc.spc -pfx abc.pfx \
    -po pfxpassword -f -v

say 'The result, read by storectl ...'
run storectl dump abc.pfx -p pfxpassword

say '... and by OpenSSL:'
run openssl pkcs12 -info -in abc.pfx -passin pass:pfxpassword -noenc -out /dev/null

say 'The same for Windows Server 2016 and Mono, without passwords on the command line:'
export PVK_PW=pvkpassword PFX_PW=pfxpassword
run pvk2pfx -pvk abc.pvk -pi-from env:PVK_PW -spc abc.spc -pfx old.pfx \
    -po-from env:PFX_PW -crypto TripleDES-SHA1 -json

say 'A wrong password is reported in Windows'\'' words, then in ours:'
printf '\n$ pvk2pfx -pvk abc.pvk -pi wrong -spc abc.spc -pfx x.pfx\n'
pvk2pfx -pvk abc.pvk -pi wrong -spc abc.spc -pfx x.pfx 2>&1 && exit 1

say 'Into a certificate store, as certutil -importPFX does (here in a scratch folder):'
export SPCKIT_HOME=$PWD/store
run certimport -user -p pfxpassword -importPFX abc.pfx
run storectl list

say 'Which cross-certificate belongs to it, for a kernel-mode driver? None, for a CA of our own:'
run crosscert find -spc abc.spc
say 'Microsoft'\''s 24 are found by the root, not by the thumbprints on the page:'
run crosscert list GlobalSign

say 'Importing it again changes nothing:'
run certimport -user -p-from env:PFX_PW abc.pfx

# ---- the rest of the page: sign and verify ----

# A root in place of Microsoft's, and the cross-certificate that it issues for
# our root; a catalogue, a driver; a timestamp server on this machine.
make_driver()
{
	mkdir -p bin
	for name in Pvk2Pfx certutil signtool; do
		ln -sf "$BIN/$([ $name = Pvk2Pfx ] && echo pvk2pfx ||
		    echo storectl)" bin/$name
	done
	extensions critical,CA:TRUE keyCertSign >mscv.ext
	certificate mscv 'Demo Code Verification Root' -signkey mscv.key &&
	    openssl x509 -in root.pem -clrext -extfile mscv.ext -CA mscv.pem \
	    -CAkey mscv.key -CAcreateserial -days 3650 -out MSCV-Demo.cer &&
	    "$TOP/tests/interop/tiny-pe.sh" toaster.sys &&
	    printf '[Version]\r\nCatalogFile = tstamd64.cat\r\n' \
	    >toastpkg.inf &&
	    "$TOP/tests/interop/make-cat.pl" tstamd64.cat toaster.sys \
	    toastpkg.inf || exit 1
	extensions CA:FALSE digitalSignature critical,timeStamping >tsa.ext
	certificate tsa 'Demo Time Stamper' -CA root.pem -CAkey root.key \
	    -CAcreateserial || exit 1
	perl "$TOP/tests/interop/tsa.pl" tsa.pem tsa.key port &
	tsa=$!
	while [ ! -s port ]; do sleep 0.05; done
	stamp=http://127.0.0.1:$(cat port)/authenticode
}

sign_and_verify()
{
	say "Sign as the page does, with Windows' own names (lib/spckit/windows in PATH):"
	make_driver
	export PATH="$PWD/bin:$PATH"
	run signtool sign /v /ac MSCV-Demo.cer /s My /n 'MyCompany Inc.' \
	    /t "$stamp" tstamd64.cat
	run signtool sign /v /ac MSCV-Demo.cer /s My /n 'MyCompany Inc.' \
	    /t "$stamp" toaster.sys

	say "Verify for kernel mode. (/kernel-root names the root that takes the place of
   Microsoft's in this demonstration.)"
	run signtool verify /kp /v /kernel-root mscv.pem /c tstamd64.cat \
	    toastpkg.inf
	run signtool verify /kp /v /kernel-root mscv.pem toaster.sys
	run signtool verify /pa toaster.sys

	say 'Any other signer gets the identity in memory, not on disk:'
	run storectl run -n MyCompany -- openssl cms -sign -signer {cert} \
	    -inkey {key} -in toastpkg.inf -outform DER -out toastpkg.p7s
	run storectl pkcs11 -n MyCompany
	kill $tsa
	wait $tsa 2>/dev/null
}

if ! have osslsigncode; then
	say 'Signing is skipped: osslsigncode is not installed.'
elif ! perl -MIO::Socket::INET -MMIME::Base64 -MDigest::SHA -e 1 2>/dev/null; then
	say 'Signing is skipped: the timestamp server needs perl with all of its core modules.'
else
	sign_and_verify
fi

say 'Done: abc.pvk and abc.spc are now abc.pfx, and its key is in the store and signs.'
