# sign.sh - what storectl sign costs over osslsigncode itself

echo
echo "signing a program: the identity from the store"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
if command -v osslsigncode >/dev/null; then
	SPCKIT_HOME=$SCRATCH/signs
	export SPCKIT_HOME
	"$BIN/certimport" -user -p spckit -importPFX "$pki/aes.pfx" \
	    >/dev/null 2>&1
	cp "$FIXTURES/signed/plain.exe" ours.exe
	cat "$pki/leaf.pem" "$pki/ca.pem" >signer.pem
	# It writes no file that exists: a shell, timed as well, removes it.
	"$timer" "$RUNS" sh -c 'rm -f theirs.exe' -- \
	    sh -c "rm -f theirs.exe; exec osslsigncode sign -h sha256 -certs \
	    signer.pem -key $pki/leaf.key -in $FIXTURES/signed/plain.exe \
	    -out theirs.exe" -- "$BIN/storectl" sign -n publisher ours.exe \
	    >signed || exit 1
	{
		read -r rw rc rm rs
		read -r ow oc om os
		read -r sw sc sm ss
	} <signed
	row "rm" "$rw" "$rc" "$rm" "$rs"
	row "rm; osslsigncode sign" "$ow" "$oc" "$om" "$os"
	row "storectl sign" "$sw" "$sc" "$sm" "$ss"
	echo
	goal "storectl sign over osslsigncode, wall" \
	    "$(ms $((sw - ow + rw)))" 10 ms
	goal "the same, CPU" "$(ms $((sc - oc + rc)))" 10 ms
	unset SPCKIT_HOME
else
	echo "  osslsigncode is not installed"
fi
