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
	"$@" 2>&1 || { echo "demo: that failed (exit status $?)"; exit 1; }
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

say 'A CA chain, and what the CA hands over (made with openssl here):'
make_input
run ls -l abc.pvk abc.spc

say 'What is in them?'
run storectl dump abc.pvk -p pvkpassword
run storectl dump abc.spc

say 'As on Microsoft'\''s page for release signing:'
run pvk2pfx -pvk abc.pvk -pi pvkpassword -spc abc.spc -pfx abc.pfx \
    -po pfxpassword -f -v

say 'What we wrote, read by us:'
run storectl dump abc.pfx -p pfxpassword

say '... and by OpenSSL:'
run openssl pkcs12 -info -in abc.pfx -passin pass:pfxpassword -noenc -out /dev/null

say 'The same for Windows Server 2016 and Mono, passwords out of sight:'
export PVK_PW=pvkpassword PFX_PW=pfxpassword
run pvk2pfx -pvk abc.pvk -pi-from env:PVK_PW -spc abc.spc -pfx old.pfx \
    -po-from env:PFX_PW -crypto TripleDES-SHA1 -json

say 'A wrong password is said to be one, in Windows'\'' words and ours:'
printf '\n$ pvk2pfx -pvk abc.pvk -pi wrong -spc abc.spc -pfx x.pfx\n'
pvk2pfx -pvk abc.pvk -pi wrong -spc abc.spc -pfx x.pfx 2>&1 && exit 1

say 'Into a certificate store, as certutil -importPFX does (here in a scratch folder):'
export SPCKIT_HOME=$PWD/store
run certimport -user -p pfxpassword -importPFX abc.pfx
run storectl list

say 'Which cross-certificate fits, for a kernel-mode driver? None for a CA of our own:'
run crosscert find -spc abc.spc
say 'Microsoft'\''s 24, found by the root and not by the page'\''s thumbprints:'
run crosscert list GlobalSign

say 'The same again changes nothing:'
run certimport -user -p-from env:PFX_PW abc.pfx

say 'Done: abc.pvk + abc.spc are one abc.pfx now, and its key is in the store.'
