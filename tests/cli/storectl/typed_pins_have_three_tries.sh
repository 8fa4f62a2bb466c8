# A PIN is typed again as a password is, and what the token says of it is shown.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
if ! command -v softhsm2-util >/dev/null; then
	echo 'SKIP: softhsm2-util is not installed'
	exit
fi
mkdir tokens
export SOFTHSM2_CONF=$PWD/softhsm2.conf
printf 'directories.tokendir = %s\nobjectstore.backend = file\nlog.level = ERROR\n' \
    "$PWD/tokens" >softhsm2.conf
softhsm2-util --init-token --free --label signing --so-pin 5678 --pin 1234 >log 2>&1
told() { sed 's/pkcs11:[^ :]*/URI/; /^CertUtil/d'; }
typing 'certimport -user -p spckit -csp pkcs11:token=signing ../pki/aes.pfx NoRoot' \
    1111 2222 3333 | told
typing 'certimport -user -p spckit -csp pkcs11:token=signing -pin-from prompt \
    ../pki/aes.pfx NoRoot' 1111 1234 | told | head -3
cp ../pki/../signed/plain.exe x.sys
typing 'storectl sign /n publisher /fd sha256 x.sys' 1111 2222 3333 | told
cmp x.sys ../pki/../signed/plain.exe
typing 'storectl delete -n publisher -delkey' y 1111 1234 | told
