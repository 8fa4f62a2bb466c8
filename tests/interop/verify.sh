# verify.sh - what osslsigncode signs now, with a CA of this run, and what its
# own verify says of it

verify_pki()
{
	printf '%s\n' 'basicConstraints = CA:FALSE' \
	    'extendedKeyUsage = codeSigning' >v.ext
	openssl req -new -x509 -newkey rsa:2048 -nodes -keyout vroot.key \
	    -out vroot.pem -days 2 -subj '/CN=verify root' \
	    -config /dev/null -addext 'basicConstraints = critical,CA:TRUE' \
	    2>/dev/null &&
	openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
	    -keyout vleaf.key -out vleaf.csr -subj '/CN=verify leaf' \
	    -config /dev/null 2>/dev/null &&
	openssl x509 -req -in vleaf.csr -CA vroot.pem -CAkey vroot.key \
	    -set_serial 2 -days 2 -extfile v.ext -out vleaf.pem 2>/dev/null &&
	SPCKIT_HOME=$SCRATCH/verify "$BIN/certimport" -user -addstore Root \
	    vroot.pem
}

our_verdict()
{
	SPCKIT_HOME=$SCRATCH/verify "$BIN/storectl" verify /pa "$@"
}

their_verdict()
{
	osslsigncode verify -CAfile vroot.pem "$@"
}

sign_for_verify()
{
	rm -f "$2"
	osslsigncode sign -certs vleaf.pem -key vleaf.key -h "${3:-sha256}" \
	    -in "$1" -out "$2" >/dev/null
}

both_say_good()
{
	our_verdict "$1" && their_verdict -in "$1"
}

# The code, signed; then each with one byte changed here and there. What they
# refuse we refuse, and more: in the table behind the code they mind neither the
# headers of its entries nor what is in its padding.
one_byte_changed()
{
	size=$(stat -c %s "$1")
	code=$(stat -c %s tiny.exe)
	bad=0 good=0 differs=0
	for ((off = 2; off < size; off += $2)); do
		cp "$1" changed.bin
		byte=$(od -An -tu1 -j $off -N 1 "$1")
		printf "\\x$(printf %02x $((byte ^ 16)))" |
		    dd of=changed.bin bs=1 seek=$off conv=notrunc 2>/dev/null
		our_verdict changed.bin >ours.log 2>&1 && ours=0 || ours=1
		their_verdict -in changed.bin >theirs.log 2>&1 && theirs=0 ||
		    theirs=1
		if [ $ours -lt $theirs ] ||
		    [ $ours != $theirs ] && [ $off -lt $code ]; then
			echo "byte $off: ours $ours, theirs $theirs"
			tail -n 4 ours.log theirs.log
			differs=1
		fi
		[ $ours = 0 ] && good=$((good + 1)) || bad=$((bad + 1))
	done
	echo "$bad bad, $good good"
	[ $differs = 0 ] && [ $bad -gt $good ]
}

# The digest that osslsigncode computes of this file is the one we found.
digest_is_theirs()
{
	rm -f content.der
	osslsigncode extract-data -h sha256 ${2:-} -in "$1" -out content.der \
	    >/dev/null && SPCKIT_HOME=$SCRATCH/verify "$BIN/storectl" verify \
	    -json /pa "$1" >found.json &&
	    openssl asn1parse -inform DER -in content.der |
	    sed -n 's/.*OCTET STRING.*DUMP\]:\([0-9A-F]\{64\}\)$/\1/p' |
	    tr A-F a-f >theirs.hex &&
	    jq -r '.files[0].signatures[0].hash.value' found.json >ours.hex &&
	    [ -s ours.hex ] && cmp ours.hex theirs.hex
}

container()
{
	! our_verdict "$1" >log 2>&1 && grep 'No signature found' log &&
	sign_for_verify "$1" "signed.$2" && both_say_good "signed.$2" &&
	cp "signed.$2" "changed.$2" &&
	printf X | dd of="changed.$2" bs=1 seek="$3" conv=notrunc &&
	! our_verdict "changed.$2" >log 2>&1 && grep 0x80096010 log &&
	! their_verdict -in "changed.$2"
}

# They sign scripts since 2.8; the kinds differ in their comments.
script()
{
	printf 'first line\r\nsecond line\r\n' >"plain.$1" &&
	sign_for_verify "plain.$1" "signed.$1" && both_say_good "signed.$1" &&
	digest_is_theirs "signed.$1" &&
	sed 's/second/secund/' "signed.$1" >"changed.$1" &&
	! our_verdict "changed.$1" >log 2>&1 && grep 0x80096010 log
}

# They read the package, we look for what is beside it.
app_package()
{
	"$here/make-appx.pl" plain.appx &&
	! our_verdict plain.appx >log 2>&1 && grep 'No signature found' log &&
	sign_for_verify plain.appx signed.appx && both_say_good signed.appx &&
	cp signed.appx changed.appx &&
	printf X | dd of=changed.appx bs=1 seek=40 conv=notrunc 2>/dev/null &&
	! our_verdict changed.appx >log 2>&1 && grep 0x80096010 log &&
	cp signed.appx changed.appx && printf 'PK' >>changed.appx &&
	! our_verdict changed.appx >log 2>&1 && grep 0x80096010 log &&
	printf '#!/bin/sh\n' >old && chmod +x old &&
	! SPCKIT_OSSLSIGNCODE=./old our_verdict signed.appx >log 2>&1 &&
	grep 'older than 2.8' log
}

# Two entries in the table, as sbsign makes them: both count.
signed_twice()
{
	openssl req -new -newkey rsa:2048 -nodes -keyout vrsa.key \
	    -out vrsa.csr -subj '/CN=verify rsa' -config /dev/null \
	    2>/dev/null &&
	openssl x509 -req -in vrsa.csr -CA vroot.pem -CAkey vroot.key \
	    -set_serial 3 -days 2 -extfile v.ext -out vrsa.pem 2>/dev/null &&
	sbsign --key vrsa.key --cert vrsa.pem --output once.exe tiny.exe &&
	sbsign --key vrsa.key --cert vrsa.pem --output twice.exe once.exe &&
	our_verdict once.exe && our_verdict /v twice.exe >log &&
	[ "$(grep -c 'Signature Index' log)" = 2 ] &&
	cp twice.exe changed.exe &&
	printf XXXX | dd of=changed.exe bs=1 conv=notrunc \
	    seek=$(($(stat -c %s twice.exe) - 40)) 2>/dev/null &&
	! our_verdict changed.exe >log 2>&1 && grep 0x80096010 log
}

catalogue()
{
	printf 'a text\r\n' >member.inf
	"$here/make-cat.pl" list.cat tiny.exe member.inf &&
	sign_for_verify list.cat signed.cat &&
	both_say_good signed.cat &&
	our_verdict /c signed.cat tiny.exe member.inf &&
	their_verdict -catalog signed.cat -in tiny.exe &&
	echo more >>member.inf &&
	! our_verdict /c signed.cat member.inf >log 2>&1 && grep "not found in the specified catalog" log
}

write_msi()
{
	cat >pack.wxs <<-'WXS'
	<Wix xmlns='http://schemas.microsoft.com/wix/2006/wi'>
	<Product Name='T' Id='8D0D3B8E-86C7-4D14-AEC0-86416A69ABDE'
	    UpgradeCode='8D0D3B8E-7349-453F-94F6-BCB5110BA4FD' Version='1.0.0'
	    Language='1033' Manufacturer='x'>
	<Package Manufacturer='x' InstallerVersion='100' Compressed='yes'/>
	<Directory Id='TARGETDIR' Name='SourceDir'><Component Id='C'
	    Guid='8D0D3B8E-83F1-4F22-985B-FDB3C8ABD471'/></Directory>
	<Feature Id='F' Level='1'><ComponentRef Id='C'/></Feature>
	</Product></Wix>
	WXS
	wixl -o plain.msi pack.wxs
}

read_verdicts()
{
	if ! have osslsigncode; then
		skip interop/verify 'osslsigncode is not installed'
		return
	fi
	try 'interop/a CA for verifying' verify_pki
	"$here/tiny-pe.sh" tiny.exe
	for digest in sha1 sha256 sha384 sha512; do
		sign_for_verify tiny.exe signed.exe $digest
		try "interop/verify agrees with osslsigncode, $digest" \
		    both_say_good signed.exe
	done
	sign_for_verify tiny.exe signed.exe
	try 'interop/verify agrees with osslsigncode on every changed byte' \
	    one_byte_changed signed.exe "$([ -n "${FULL:-}" ] && echo 1 || echo 61)"
	try 'interop/verify of catalogue and members' catalogue
	if have sbsign; then
		try 'interop/verify of what sbsign signs twice' signed_twice
	else
		skip 'interop/verify of what sbsign signs twice' \
		    'sbsign is not installed'
	fi
	osslsigncode extract-data -in tiny.exe -out probe.der >/dev/null 2>&1
	new=$([ -s probe.der ] && echo yes)
	if [ "$new" ]; then
		try 'interop/verify of an app package' app_package
	else
		skip 'interop/verify of an app package' \
		    'osslsigncode is older than 2.8'
	fi
	for kind in ps1 psm1 psd1 ps1xml psc1 cdxml mof; do
		if [ "$new" ]; then
			try "interop/verify of a .$kind" script $kind
		else
			skip "interop/verify of a .$kind" \
			    'osslsigncode is older than 2.8'
		fi
	done
	if have gcab; then
		gcab -c plain.cab tiny.exe
		try 'interop/verify of a CAB' container plain.cab cab 200
		[ ! "$new" ] || try 'interop/our digest of a CAB is theirs' \
		    digest_is_theirs signed.cab
	else
		skip 'interop/verify of a CAB' 'gcab is not installed'
	fi
	if ! have wixl; then
		skip 'interop/verify of an MSI' 'wixl is not installed'
	elif ! write_msi >/dev/null 2>&1; then
		skip 'interop/verify of an MSI' 'wixl makes none here'
	else
		try 'interop/verify of an MSI' container plain.msi msi 2700
		[ ! "$new" ] || try 'interop/our digest of an MSI is theirs' \
		    digest_is_theirs signed.msi
	fi
}
