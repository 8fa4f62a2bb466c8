# sign.sh - storectl sign beside osslsigncode alone, which does the signing

if have osslsigncode; then
	echo
	echo "a signature in a program, without a time stamp"
	printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
	cat "$pki/leaf.pem" "$pki/ca.pem" >sign.pem
	cp "$FIXTURES/signed/plain.exe" ours.exe
	cp "$FIXTURES/signed/plain.exe" theirs.exe
	export SPCKIT_HOME=$SCRATCH/sign
	"$BIN/certimport" -user -p spckit "$pki/aes.pfx" >/dev/null 2>&1
	# It does not overwrite, so that both begin with a shell that removes.
	"$timer" "$RUNS" \
	    sh -c 'rm -f out.exe; osslsigncode sign -h sha256 -certs sign.pem \
	    -key "$1" -in theirs.exe -out out.exe' sh "$pki/leaf.key" -- \
	    sh -c 'rm -f out.exe; "$1" sign -n publisher ours.exe' sh \
	    "$BIN/storectl" >signed || exit 1
	unset SPCKIT_HOME
	{
		read -r tw tc tm ts
		read -r w c m s
	} <signed
	row "osslsigncode sign" "$tw" "$tc" "$tm" "$ts"
	row "storectl sign" "$w" "$c" "$m" "$s"
	echo
	goal "storectl sign over osslsigncode, wall" \
	    "$(ms $(awk "BEGIN { print $w - $tw }"))" 10 ms
fi
