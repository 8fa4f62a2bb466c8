# pkcs11.sh - other programs sign through spckit-pkcs11.so; what they signed is
# verified by another one

MODULE=$(realpath "$BUILD/lib/spckit-pkcs11.so")
TOKEN='pkcs11:token=Personal'

# Two identities without a passphrase in `open`; in `mixed` the RSA key has one.
fill_token()
{
	export SPCKIT_MACHINE_HOME=$SCRATCH/nothing
	"$BIN/pvk2pfx" -pvk "$PKI/leaf.key" -spc "$PKI/leaf-first.spc" \
	    -po pw -iter 1 -f -name rsa -pfx token-rsa.pfx &&
	    "$BIN/pvk2pfx" -pvk "$PKI/ec.key" -spc "$PKI/ec.spc" \
	    -po pw -iter 1 -f -name ec -pfx token-ec.pfx || return 1
	for f in rsa ec; do
		SPCKIT_HOME=$SCRATCH/open "$BIN/certimport" -user -p pw \
		    -importPFX token-$f.pfx NoExport || return 1
	done
	export SPCKIT_HOME=$SCRATCH/mixed
	PIN=geheim "$BIN/certimport" -user -p pw -protect-from env:PIN \
	    -importPFX token-rsa.pfx Protect &&
	    "$BIN/certimport" -user -p pw -importPFX token-ec.pfx
}

# leaf LABEL: the certificate that belongs to it
leaf()
{
	[ "$1" = rsa ] && echo "$PKI/leaf.pem" || echo "$PKI/$1.pem"
}

# ---- SoftHSM, the control ----

softhsm_module()
{
	sed -n 's/^module: *//p' /usr/share/p11-kit/modules/softhsm2.module
}

# The same keys, on a token of the same name with a PIN of its own.
fill_softhsm()
{
	local module

	module=$(softhsm_module)
	export SOFTHSM2_CONF=$SCRATCH/softhsm.conf
	[ ! -f "$SOFTHSM2_CONF" ] || return 0
	mkdir "$SCRATCH/softhsm" &&
	    echo "directories.tokendir = $SCRATCH/softhsm" >"$SOFTHSM2_CONF" &&
	    softhsm2-util --init-token --free --label Personal --pin geheim \
	    --so-pin 12345678 || return 1
	for key in rsa:leaf:01 ec:ec:02; do
		IFS=: read -r label name id <<<"$key"
		openssl pkcs8 -topk8 -nocrypt -in "$PKI/$name.key" -out soft.p8 &&
		    softhsm2-util --import soft.p8 --token Personal \
		    --label "$label" --id "$id" --pin geheim &&
		    openssl x509 -in "$PKI/$name.pem" -outform DER \
		    -out soft.cer &&
		    pkcs11-tool --module "$module" --token-label Personal \
		    --login --pin geheim --write-object soft.cer --type cert \
		    --label "$label" --id "$id" || return 1
	done
}

# with_softhsm FUNCTION [ARG...]: what it does, with SoftHSM's module for ours
with_softhsm()
{
	fill_softhsm && MODULE=$(softhsm_module) SPCKIT_PIN=geheim "$@"
}

# ---- pkcs11-tool ----

shown_by_pkcs11_tool()
{
	pkcs11-tool --module "$MODULE" -O >objects || return 1
	cat objects
	[ "$(grep -c '^Certificate Object' objects)" = 4 ] &&
	    [ "$(grep -c '^Public Key Object' objects)" = 2 ] &&
	    [ "$(grep -c '^Private Key Object' objects)" = 2 ] &&
	    pkcs11-tool --module "$MODULE" --test | tee verdict &&
	    grep '^No errors' verdict
}

# by_pkcs11_tool LABEL MECHANISM [OPTION...]
by_pkcs11_tool()
{
	rm -f raw.sig
	# It takes the first key, whatever label it was told.
	id=$("$BIN/storectl" pkcs11 -sha1 "$(thumbprint "$(leaf "$1")")" |
	    sed -n 's/.*;id=//p' | tr -d %)
	[ -n "$id" ] || return 1
	pkcs11-tool --module "$MODULE" --sign --id "$id" -m "$2" \
	    --signature-format openssl -i tiny.exe -o raw.sig "${@:3}"
}

# checked LABEL [OPTION...]: raw.sig is a signature of tiny.exe.
checked()
{
	openssl x509 -in "$(leaf "$1")" -noout -pubkey >raw.pub &&
	    openssl dgst -sha256 -verify raw.pub -signature raw.sig \
	    "${@:2}" tiny.exe
}

raw_signatures()
{
	by_pkcs11_tool rsa SHA256-RSA-PKCS && checked rsa &&
	    by_pkcs11_tool rsa SHA256-RSA-PKCS-PSS &&
	    checked rsa -sigopt rsa_padding_mode:pss &&
	    by_pkcs11_tool ec ECDSA-SHA256 && checked ec
}

# A program of our own that signs and finalizes.
under_valgrind()
{
	for key in rsa:leaf.key ec:ec.key; do
		valgrind -q --leak-check=full --error-exitcode=9 \
		    --errors-for-leak-kinds=definite,indirect \
		    "$BUILD/tests/signtimes" "$MODULE" "$PKI/${key#*:}" \
		    "${key%:*}" 3 || return 1
	done
}

# ---- code signers ----

by_p11tool()
{
	p11tool --provider "$MODULE" --list-all "$TOKEN" >objects || return 1
	[ "$(grep -c 'type=private$' objects)" = 2 ] || return 1
	for key in rsa ec; do
		p11tool --provider "$MODULE" --test-sign \
		    "$TOKEN;object=$key;type=private" || return 1
	done
}

# token_signs LABEL [OPTION...]
token_signs()
{
	rm -f token.exe
	osslsigncode sign -h sha256 -pkcs11module "$MODULE" \
	    -pkcs11cert "$TOKEN;object=$1;type=cert" \
	    -key "$TOKEN;object=$1;type=private" -ac "$PKI/ca.pem" \
	    "${@:2}" -in tiny.exe -out token.exe && verified token.exe
}

token_signs_both()
{
	token_signs rsa && token_signs ec
}

# token_efi [PIN]
token_efi()
{
	rm -f token.efi
	PKCS11_MODULE_PATH=$MODULE PKCS11_PROVIDER_MODULE=$MODULE \
	    sbsign --engine pkcs11 \
	    --key "$TOKEN;object=rsa;type=private${1:+?pin-value=$1}" \
	    --cert "$PKI/leaf.pem" --addcert "$PKI/ca.pem" \
	    --output token.efi tiny.exe &&
	    sbverify --cert "$PKI/root.pem" token.efi
}

# NSS asks for a PIN where it is needed: on the terminal, until pesign 116 took a
# file. Since then pesign leaves out the issuers, so the CA is the anchor.
# (osslsigncode before 2.6 cannot read what pesign writes.)
token_pesign()
{
	rm -rf token.exe tokendb && mkdir tokendb &&
	    certutil -N -d sql:tokendb --empty-password &&
	    echo | modutil -dbdir sql:tokendb -add spckit -libfile "$MODULE" \
	    -force || return 1
	typed="$*"
	if [ -z "$typed" ]; then
		pesign -n tokendb -t Personal -c rsa -s -i tiny.exe \
		    -o token.exe --force
	elif pesign --help 2>&1 | grep -q -e --pinfile; then
		echo "$typed" >pin
		pesign -n tokendb -t Personal -c rsa -s -i tiny.exe \
		    -o token.exe --force --pinfile pin
	else
		{ for _ in 1 2 3 4 5 6; do sleep 0.3; echo "$typed"; done; } |
		    timeout 20 script -qc 'pesign -n tokendb -t Personal \
			-c rsa -s -i tiny.exe -o token.exe --force' /dev/null
	fi
	sbverify --cert "$PKI/ca.pem" token.exe
}

# java_signs LABEL PIN: with the chain, which is on the token, too
java_signs()
{
	printf 'name = spckit\nlibrary = %s\n' "$MODULE" >token.cfg
	mkdir -p jar && echo content >jar/file &&
	    jar cf token.jar -C jar file || return 1
	set -- "$1" -keystore NONE -storetype PKCS11 -storepass "$2" \
	    -providerClass sun.security.pkcs11.SunPKCS11 -providerArg token.cfg
	keytool -list -v -alias "$1" "${@:2}" >list 2>&1
	cat list
	grep 'Certificate chain length: 3' list &&
	    jarsigner "${@:2}" token.jar "$1" &&
	    jarsigner -verify token.jar | tee verdict &&
	    grep 'jar verified' verdict
}

java_signs_both()
{
	java_signs rsa any && java_signs ec any
}

# ---- ssh ----

# An agent signs a file; ssh-keygen certifies somebody's key.
by_ssh()
{
	rm -f user user.pub
	ssh-keygen -q -t ed25519 -N '' -f user &&
	    ssh-keygen -D "$MODULE" >ssh.keys || return 1
	for key in rsa ec; do
		rm -f user-cert.pub
		grep " $key\$" ssh.keys >ssh.pub &&
		    ssh-keygen -s ssh.pub -D "$MODULE" -I id user.pub &&
		    ssh-keygen -L -f user-cert.pub | tee verdict &&
		    grep "Signing CA.*$(ssh-keygen -l -f ssh.pub |
			cut -d' ' -f2)" verdict &&
		    agent_signs || return 1
	done
}

agent_signs()
{
	rm -f tiny.exe.sig
	printf 'me %s\n' "$(cat ssh.pub)" >ssh.allowed
	# shellcheck disable=SC2016	# for the shell under the agent
	ssh-agent -P "$MODULE" sh -c 'ssh-add -s "$1" &&
	    ssh-keygen -Y sign -f ssh.pub -n file tiny.exe' - "$MODULE" &&
	    ssh-keygen -Y verify -f ssh.allowed -I me -n file \
	    -s tiny.exe.sig <tiny.exe
}

# ---- p11-kit ----

client_module()
{
	echo "$(pkg-config --variable=p11_module_path p11-kit-1
	    )/p11-kit-client.so"
}

# remotely USER COMMAND...: through the server of somebody else
remotely()
{
	setpriv --reuid "$1" --clear-groups env -u SPCKIT_HOME \
	    P11_KIT_SERVER_ADDRESS=unix:path="$SCRATCH/served/socket" "${@:2}"
}

# remote_exe LABEL
remote_exe()
{
	remotely nobody osslsigncode sign -h sha256 \
	    -pkcs11module "$(client_module)" \
	    -pkcs11cert "$TOKEN;object=$1;type=cert" \
	    -key "$TOKEN;object=$1;type=private" -ac served/ca.pem \
	    ${SPCKIT_PIN:+-pass "$SPCKIT_PIN"} \
	    -in served/tiny.exe -out "served/$1.exe" &&
	    verified "served/$1.exe"
}

# remote_signature LABEL
remote_signature()
{
	for _ in $(seq 50); do
		[ -S served/socket ] && break
		sleep 0.1
	done
	# The server looks at who it is.
	rm -f "served/$1.exe"
	chmod a+w served/socket && remote_exe "$1" &&
	    ! remotely daemon p11tool --provider "$(client_module)" \
	    --list-tokens | grep Personal
}

# by_server LABEL: one who may not look into the store signs through a server of
# its owner.
by_server()
{
	chmod 711 . && mkdir -p served && chmod 777 served &&
	    cp tiny.exe "$PKI/ca.pem" served || return 1
	! remotely nobody ls "$SPCKIT_HOME" || return 1
	p11-kit server -f --provider "$MODULE" -u nobody \
	    -n "$SCRATCH/served/socket" "$TOKEN" &
	server=$!
	remote_signature "$1"
	signed=$?
	kill $server
	wait $server
	return $signed
}

# Registered, for the programs that are named and no others.
by_p11_kit()
{
	config=$SCRATCH/served/config/pkcs11/modules
	mkdir -p "$config" && cp -r open served/store &&
	    sed "s|@MODULE@|$SCRATCH/served/module.so|" \
	    "$TOP/docs/spckit.module" >"$config/spckit.module" &&
	    cp "$MODULE" served/module.so &&
	    chown -R nobody served/store && chmod -R a+rX served/config ||
	    return 1
	registered()
	{
		remotely nobody HOME="$SCRATCH/served" \
		    SPCKIT_HOME="$SCRATCH/served/store" \
		    XDG_CONFIG_HOME="$SCRATCH/served/config" "$@"
	}
	registered p11tool --test-sign "$TOKEN;object=rsa;type=private" &&
	    registered p11-kit list-modules | tee list &&
	    ! grep 'token: Personal' list
}

# ---- keys with a passphrase ----

# The other key in the same store needs none.
protected_by_pkcs11_tool()
{
	! by_pkcs11_tool rsa SHA256-RSA-PKCS || return 1
	! by_pkcs11_tool rsa SHA256-RSA-PKCS --login --pin falsch || return 1
	by_pkcs11_tool rsa SHA256-RSA-PKCS --login --pin geheim &&
	    checked rsa && by_pkcs11_tool ec ECDSA-SHA256 --login --pin geheim &&
	    checked ec
}

protected_by_p11tool()
{
	! p11tool --provider "$MODULE" --login --set-pin falsch --test-sign \
	    "$TOKEN;object=rsa;type=private" || return 1
	p11tool --provider "$MODULE" --login --set-pin geheim --test-sign \
	    "$TOKEN;object=rsa;type=private"
}

# These log in once and not for each signature.
with_login()
{
	SPCKIT_PKCS11=login "$@"
}

protected_by_osslsigncode()
{
	! with_login token_signs rsa -pass falsch || return 1
	with_login token_signs rsa -pass geheim && token_signs ec
}

protected_by_ssh()
{
	ssh-keygen -D "$MODULE" | grep ' rsa$' >ssh.pub || return 1
	printf '#!/bin/sh\necho geheim\n' >askpass
	chmod +x askpass
	SSH_ASKPASS=$PWD/askpass SSH_ASKPASS_REQUIRE=force with_login agent_signs
}

# ---- google/pkcs11test ----

# Cases that a read-only token which only signs cannot pass; docs/testing.md
# says why.
CANNOT_PASS='Ciphers/*:Digests/*:HMACs/*:Signatures/*:Duals/*'
CANNOT_PASS+=':DataObjectTest.*:KeyPairTest.*:RWSOSessionTest.*:*.Tookan*'
CANNOT_PASS+=':*.Create*:*.GenerateKey*:*.AsymmetricTokenKeyPair'
CANNOT_PASS+=':*.ExtractKeys:*.PublicExponent*:*.SetLatchingAttribute'
CANNOT_PASS+=':*.FindObjectSubset:*.Wrap*:*.Unwrap*:*.SignVerifyRecover'
CANNOT_PASS+=':*.DigestInitInvalid:*TestVectors:*.SOLogin:*.TokenInit'
CANNOT_PASS+=':*.TokenInitPinIncorrect'

# It takes the token for one to be emptied (-I).
by_pkcs11test()
{
	(cd "$SPCKIT_HOME" && tar -cf - .) | sha256sum >store.before
	"$PKCS11TEST" -l "$(dirname "$MODULE")" -m "$(basename "$MODULE")" \
	    -s 1 -u geheim -I --gtest_filter="-$CANNOT_PASS" >cases 2>&1
	passed=$?
	cat cases
	(cd "$SPCKIT_HOME" && tar -cf - .) | sha256sum >store.after
	[ $passed = 0 ] && grep -q '^\[  PASSED  \] 75 tests' cases &&
	    cmp store.before store.after
}

# ---- all ----

# through PROGRAM FUNCTION NAME [ARG...]
through()
{
	if ! have "$1"; then
		skip "interop/pkcs11, $3" "$1 is not installed"
	elif [ "$1" = osslsigncode ] || [ "$1" = sbsign ] &&
	    [ ! -e "$(openssl version -e | cut -d'"' -f2)/pkcs11.so" ]; then
		skip "interop/pkcs11, $3" "OpenSSL's engine pkcs11 is missing"
	else
		try "interop/pkcs11, $3" "$2" "${@:4}"
	fi
}

# blaming CONTROL PROGRAM FUNCTION NAME [ARG...]: a failure that the control has
# as well is not ours.
blaming()
{
	result=$(through "${@:2}")
	if [[ $result == 'not ok'* ]] && have softhsm2-util &&
	    ! "$1" >control.log 2>&1; then
		skip "interop/pkcs11, $4" "it fails with SoftHSM as well: $(
		    grep -v '^Failed' control.log | tail -1)"
	else
		echo "$result"
	fi
}

softhsm_efi()
{
	with_softhsm token_efi geheim
}

softhsm_server_rsa()
{
	with_softhsm by_server rsa
}

softhsm_server_ec()
{
	with_softhsm by_server ec
}

through_p11_kit()
{
	if [ "$(id -u)" != 0 ]; then
		skip "interop/pkcs11, p11-kit" "only root can be somebody else"
		return
	fi
	blaming softhsm_server_rsa p11-kit by_server \
	    'p11-kit server for another user' rsa
	blaming softhsm_server_ec p11-kit by_server \
	    'p11-kit server for another user, EC' ec
	through p11tool by_p11_kit 'p11-kit, registered'
}

sign_through_module()
{
	"$here/tiny-pe.sh" tiny.exe
	try 'interop/pkcs11, a store as a token' fill_token
	export SPCKIT_HOME=$SCRATCH/open
	through pkcs11-tool shown_by_pkcs11_tool 'pkcs11-tool -O, --test'
	through pkcs11-tool raw_signatures 'pkcs11-tool --sign'
	through valgrind under_valgrind valgrind
	through p11tool by_p11tool 'p11tool --test-sign'
	through osslsigncode token_signs_both osslsigncode
	blaming softhsm_efi sbsign token_efi sbsign
	through pesign token_pesign pesign
	through jarsigner java_signs_both 'keytool and jarsigner'
	through ssh-agent by_ssh 'ssh-agent and ssh-keygen -s'
	through_p11_kit
	export SPCKIT_HOME=$SCRATCH/mixed
	through pkcs11-tool protected_by_pkcs11_tool 'pkcs11-tool, a passphrase'
	through p11tool protected_by_p11tool 'p11tool, a passphrase'
	through osslsigncode protected_by_osslsigncode 'osslsigncode, a passphrase'
	blaming softhsm_efi sbsign with_login 'sbsign, a passphrase' \
	    token_efi geheim
	through pesign with_login 'pesign, a passphrase' token_pesign geheim
	through jarsigner with_login 'jarsigner, a passphrase' java_signs rsa \
	    geheim
	through ssh-agent protected_by_ssh 'ssh-agent, a passphrase'
	[ -z "${PKCS11TEST:-}" ] ||
	    try 'interop/pkcs11, google/pkcs11test' by_pkcs11test
	unset SPCKIT_HOME SPCKIT_MACHINE_HOME
}
