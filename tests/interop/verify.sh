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

# The code, signed; then each with one byte changed here and there. Where the
# signature does not reach - the checksum, the padding behind it - both are
# content.
one_byte_changed()
{
	size=$(stat -c %s "$1")
	bad=0 good=0 differs=0
	for ((off = 2; off < size; off += $2)); do
		cp "$1" changed.bin
		byte=$(od -An -tu1 -j $off -N 1 "$1")
		printf "\\x$(printf %02x $((byte ^ 16)))" |
		    dd of=changed.bin bs=1 seek=$off conv=notrunc 2>/dev/null
		our_verdict changed.bin >ours.log 2>&1 && ours=0 || ours=1
		their_verdict -in changed.bin >theirs.log 2>&1 && theirs=0 ||
		    theirs=1
		if [ $ours != $theirs ]; then
			echo "byte $off: ours $ours, theirs $theirs"
			tail -n 4 ours.log theirs.log
			differs=1
		fi
		[ $ours = 0 ] && good=$((good + 1)) || bad=$((bad + 1))
	done
	echo "$bad bad, $good good"
	[ $differs = 0 ] && [ $bad -gt $good ]
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

catalogue()
{
	printf 'a text\r\n' >member.inf
	"$here/make-cat.pl" list.cat tiny.exe member.inf &&
	sign_for_verify list.cat signed.cat &&
	both_say_good signed.cat &&
	our_verdict /c signed.cat tiny.exe member.inf &&
	their_verdict -catalog signed.cat -in tiny.exe &&
	echo more >>member.inf &&
	! our_verdict /c signed.cat member.inf
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
	if have gcab; then
		gcab -c plain.cab tiny.exe
		try 'interop/verify of a CAB' container plain.cab cab 200
	else
		skip 'interop/verify of a CAB' 'gcab is not installed'
	fi
	if have wixl && write_msi; then
		try 'interop/verify of an MSI' container plain.msi msi 2700
	else
		skip 'interop/verify of an MSI' 'wixl is not installed'
	fi
}
