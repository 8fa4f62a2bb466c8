# verify.sh - what storectl verify costs: many small programs beside a loop over
# osslsigncode, and files of 16 MiB

echo
echo "verifying: 1000 programs, one process; files of 16 MiB"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'

# A package with a stream of 16 MiB.
large_package()
{
	cat >large.wxs <<-'WXS'
	<Wix xmlns='http://schemas.microsoft.com/wix/2006/wi'>
	<Product Name='T' Id='8D0D3B8E-86C7-4D14-AEC0-86416A69ABDE'
	    UpgradeCode='8D0D3B8E-7349-453F-94F6-BCB5110BA4FD' Version='1.0.0'
	    Language='1033' Manufacturer='x'>
	<Package Manufacturer='x' InstallerVersion='100' Compressed='yes'/>
	<Binary Id='Large' SourceFile='large.bin'/>
	<Directory Id='TARGETDIR' Name='SourceDir'><Component Id='C'
	    Guid='8D0D3B8E-83F1-4F22-985B-FDB3C8ABD471'/></Directory>
	<Feature Id='F' Level='1'><ComponentRef Id='C'/></Feature>
	</Product></Wix>
	WXS
	wixl -o unsigned.msi large.wxs >/dev/null
}

# large FILE: signed.
sign_large()
{
	osslsigncode sign -h sha256 -certs signer.pem -key "$pki/leaf.key" \
	    -in "$1" -out "large.${1##*.}" >/dev/null
}

if have osslsigncode; then
	SPCKIT_HOME=$SCRATCH/verifies
	export SPCKIT_HOME
	"$BIN/certimport" -user -addstore Root "$pki/root.cer" >/dev/null 2>&1
	mkdir programs
	for ((i = 0; i < 1000; i++)); do
		cp "$FIXTURES/signed/unstamped.exe" programs/$i.exe
	done
	cat "$pki/leaf.pem" "$pki/ca.pem" >signer.pem
	# shellcheck disable=SC2016	# the inner shell's
	"$timer" 3 "$BIN/storectl" verify -q -pa programs/*.exe -- sh -c \
	    'for f in programs/*.exe; do osslsigncode verify \
	    -CAfile "$0" -in "$f" >/dev/null || exit; done' \
	    "$pki/root.pem" >verified
	{
		read -r ow oc om os
		read -r tw tc tm ts
	} <verified
	row "storectl verify" "$ow" "$oc" "$om" "$os"
	row "a loop over osslsigncode verify" "$tw" "$tc" "$tm" "$ts"
	head -c 16777216 /dev/urandom >large.bin
	cat "$FIXTURES/signed/plain.exe" large.bin >unsigned.exe
	kinds=exe
	if have gcab && gcab -c unsigned.cab large.bin; then
		kinds="$kinds cab"
	fi
	if have wixl && large_package; then
		kinds="$kinds msi"
	fi
	slowest=0
	for kind in $kinds; do
		sign_large "unsigned.$kind" || continue
		"$timer" 5 "$BIN/storectl" verify -q -pa "large.$kind" >verified
		read -r w c m s <verified
		row "storectl verify, .$kind of 16 MiB" "$w" "$c" "$m" "$s"
		[ "$w" -le "$slowest" ] || slowest=$w
	done
	rm -rf programs large.* unsigned.*
	echo
	goal "1000 programs, wall of the loop's" "$(ratio "$ow" "$tw")" 0.25 x
	goal "the slowest file of 16 MiB" "$(ratio "$slowest" 1000000)" 1 s
	unset SPCKIT_HOME
else
	echo "  osslsigncode is not installed"
fi
