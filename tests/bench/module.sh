# module.sh - signatures through spckit-pkcs11.so, beside libcrypto's alone

echo
echo "a signature through the PKCS#11 module, of a digest: us, medians of 500"
printf '  %-14s %10s %10s %10s\n' key first later libcrypto
for kind in rsa ec; do
	case $kind in
	rsa)	signing_key=$pki/leaf.key signing_spc=$pki/leaf-first.spc ;;
	ec)	signing_key=$pki/ec.key signing_spc=$pki/ec.spc ;;
	esac
	"$BIN/pvk2pfx" -pvk "$signing_key" -spc "$signing_spc" -po pw -iter 1 \
	    -f -pfx module.pfx &&
	    SPCKIT_HOME=$SCRATCH/module "$BIN/certimport" -user -p pw \
	    -importPFX module.pfx >/dev/null 2>&1 || exit 1
	# What has just changed is looked through for every call.
	sleep 0.2
	SPCKIT_HOME=$SCRATCH/module SPCKIT_MACHINE_HOME=$SCRATCH/none \
	    "$BUILD/tests/signtimes" "$BUILD/lib/spckit-pkcs11.so" \
	    "$signing_key" $kind 500 >signtimes.$kind || exit 1
	read -r first later raw <signtimes.$kind
	case $kind in
	rsa)	name='RSA 2048' ;;
	ec)	name='EC P-256' ;;
	esac
	printf '  %-14s %10s %10s %10s\n' "$name" "$first" "$later" "$raw"
done
echo
read -r _ later raw <signtimes.rsa
goal "RSA after the first, of libcrypto's" "$(ratio "$later" "$raw")" 1.2 x
