# sign.sh - what storectl sign costs over osslsigncode itself
#
# On a file system in memory, where there is one: ours is synced before and after
# it takes the file's place, theirs is not, and the disk is not what is measured.

echo
echo "signing a program: the identity from the store"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
if command -v osslsigncode >/dev/null; then
	SPCKIT_HOME=$SCRATCH/signs
	export SPCKIT_HOME
	"$BIN/certimport" -user -p spckit -importPFX "$pki/aes.pfx" \
	    >/dev/null 2>&1
	memory=$(mktemp -d -p /dev/shm 2>/dev/null || mktemp -d -p "$SCRATCH")
	cp "$FIXTURES/signed/plain.exe" ours.exe
	cp ours.exe "$memory/ours.exe"
	cat "$pki/leaf.pem" "$pki/ca.pem" >signer.pem
	# It writes no file that exists: a shell, timed as well, removes it.
	"$timer" "$RUNS" sh -c "rm -f $memory/theirs.exe" -- \
	    sh -c "rm -f $memory/theirs.exe; exec osslsigncode sign -h sha256 \
	    -certs signer.pem -key $pki/leaf.key \
	    -in $FIXTURES/signed/plain.exe -out $memory/theirs.exe" -- \
	    "$BIN/storectl" sign -n publisher "$memory/ours.exe" -- \
	    "$BIN/storectl" sign -n publisher ours.exe >signed
	rm -rf "$memory"
	{
		read -r rw rc rm rs
		read -r ow oc om os
		read -r sw sc sm ss
		read -r dw dc dm ds
	} <signed
	row "rm" "$rw" "$rc" "$rm" "$rs"
	row "rm; osslsigncode sign" "$ow" "$oc" "$om" "$os"
	row "storectl sign" "$sw" "$sc" "$sm" "$ss"
	row "the same, synced to disk" "$dw" "$dc" "$dm" "$ds"
	echo
	goal "storectl sign over osslsigncode, wall" \
	    "$(ms $((sw - ow + rw)))" 10 ms
	goal "the same, CPU" "$(ms $((sc - oc + rc)))" 10 ms
	unset SPCKIT_HOME
else
	echo "  osslsigncode is not installed"
fi
