# feed.sh - other signers get an identity of our store: through storectl run, as
# files in memory, and through storectl sign

fill_signing_store()
{
	export SPCKIT_HOME=$SCRATCH/feed SPCKIT_MACHINE_HOME=$SCRATCH/nothing
	"$BIN/pvk2pfx" -pvk "$PKI/leaf-strong.pvk" -pi spckit \
	    -spc "$PKI/leaf-first.spc" -po pw -iter 1 -f -pfx feed.pfx &&
	    "$BIN/certimport" -user -p pw -importPFX feed.pfx
}

run_with()
{
	"$BIN/storectl" run -n publisher "$@"
}

verified()
{
	osslsigncode verify $IGNORE_CDP -CAfile "$PKI/root.pem" "$1" |
	    grep '^Signature verification: ok'
}

# ---- storectl run ----

by_osslsigncode()
{
	for how in '-pkcs12 {pfx} -readpass {passfile}' \
	    '-pkcs12 {pfx} -pass {pass}' '-certs {chain} -key {key}' \
	    '-spc {spc} -key {pvk}'; do
		rm -f fed.exe
		# shellcheck disable=SC2086	# words of a line
		run_with -- osslsigncode sign -h sha256 $how -in tiny.exe \
		    -out fed.exe && verified fed.exe || return 1
	done
}

by_sbsign()
{
	run_with -- sbsign --key '{key}' --cert '{cert}' --addcert '{chain}' \
	    --output fed.efi tiny.exe &&
	    sbverify --cert "$PKI/root.pem" fed.efi
}

by_jarsigner()
{
	mkdir -p jar && echo content >jar/file && jar cf fed.jar -C jar file &&
	    run_with -name signing -- jarsigner -keystore '{pfx}' \
	    -storetype PKCS12 -storepass:file '{passfile}' fed.jar signing &&
	    jarsigner -verify fed.jar | tee verdict &&
	    grep 'jar verified' verdict
}

by_pk12util()
{
	rm -rf feeddb && mkdir feeddb &&
	    certutil -N -d sql:feeddb --empty-password &&
	    run_with -name fed -- pk12util -i '{pfx}' -w '{passfile}' \
	    -d sql:feeddb -K '' && certutil -L -d sql:feeddb | grep '^fed .*u,u,u'
}

by_openssl()
{
	run_with -- openssl cms -sign -binary -nodetach -in tiny.exe \
	    -signer '{cert}' -inkey '{key}' -outform DER -out fed.p7s &&
	    cat "$PKI/ca.pem" "$PKI/root.pem" >cas.pem &&
	    openssl cms -verify -inform DER -in fed.p7s -CAfile cas.pem \
	    -purpose any -out /dev/null
}

by_signcode()
{
	cp tiny.exe fed.exe &&
	    run_with -- signcode -spc '{spc}' -v '{pvk}' -a sha256 fed.exe &&
	    verified fed.exe
}

by_sign_file()
{
	cp tiny.exe fed.ko &&
	    run_with -- "$(sign_file)" sha256 '{key}' '{cert}' fed.ko &&
	    tail -c 28 fed.ko | grep 'Module signature appended'
}

sign_file()
{
	ls /usr/lib/linux-kbuild-*/scripts/sign-file \
	    /usr/src/linux-headers-*/scripts/sign-file 2>/dev/null | head -1
}

# ---- storectl sign ----

by_sign()
{
	cp tiny.exe fed.exe &&
	    "$BIN/storectl" sign -n publisher fed.exe && verified fed.exe
}

of_cab()
{
	echo content >file && rm -f fed.cab && gcab -c fed.cab file &&
	    "$BIN/storectl" sign -n publisher fed.cab && verified fed.cab &&
	    "$BIN/storectl" sign -as -n publisher fed.cab &&
	    osslsigncode verify $IGNORE_CDP -CAfile "$PKI/root.pem" fed.cab |
	    grep 'Number of verified signatures: 2'
}

of_msi()
{
	cat >fed.wxs <<-WXS
	<?xml version="1.0"?>
	<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
	<Product Id="*" UpgradeCode="12345678-1234-1234-1234-111111111111"
	 Name="t" Version="1.0" Manufacturer="t" Language="1033">
	<Package InstallerVersion="200"/>
	<Directory Id="TARGETDIR" Name="SourceDir"/>
	<Feature Id="F" Level="1"/>
	</Product></Wix>
	WXS
	wixl -o fed.msi fed.wxs &&
	    "$BIN/storectl" sign -n publisher fed.msi && verified fed.msi
}

# fed PROGRAM FUNCTION NAME
fed()
{
	if have "$1" || [ -x "$1" ]; then
		try "interop/$3" "$2"
	else
		skip "interop/$3" "$1 is not installed"
	fi
}

feed_signers()
{
	"$here/tiny-pe.sh" tiny.exe
	try 'interop/a store to sign from' fill_signing_store
	fed osslsigncode by_osslsigncode 'run feeds osslsigncode'
	fed sbsign by_sbsign 'run feeds sbsign'
	fed jarsigner by_jarsigner 'run feeds jarsigner'
	fed pk12util by_pk12util 'run feeds pk12util'
	fed openssl by_openssl 'run feeds openssl cms'
	fed signcode by_signcode "run feeds Mono's signcode"
	sign_file=$(sign_file)
	fed "${sign_file:-sign-file}" by_sign_file "run feeds the kernel's sign-file"
	fed osslsigncode by_sign 'sign makes a good signature'
	fed gcab of_cab 'sign signs a .cab, twice'
	fed wixl of_msi 'sign signs an .msi'
	unset SPCKIT_HOME SPCKIT_MACHINE_HOME
}
