# verify.sh - real signed drivers and catalogues, and what others signed: each
# verifies or fails as its row says

# Whoever stamped the real ones was issued by a root that is nowhere any more.
STAMPED_BY=6C07453FFDDA08B83707C09B82FB3D15F35336B1

verify()
{
	SPCKIT_HOME=$PWD/verify SPCKIT_MACHINE_HOME=$PWD/verify.machine \
	    timeout 30 "$BIN/storectl" verify "$@" >out 2>err
}

finding_is()
{
	jq -e --arg name "$1" '.files[0].error.name == $name' out >/dev/null ||
	    bad "expected $1, got $(jq -r '.files[0].error.name' out)"
}

# No root is trusted yet: that, and nothing worse, is what is wrong.
check_signed()
{
	local path=$1 note=$2 digest signer

	verify -json /pa "$CORPUS/$path" && bad "verified without a root"
	finding_is "$3"
	digest=$(sed -n 's/.*SHA[0-9]* digest \([0-9a-f]*\) .*/\1/p' <<<"$note")
	[ -z "$digest" ] || jq -e --arg d "$digest" \
	    '.files[0].signatures[0].hash.value == $d' out >/dev/null ||
	    bad "another digest than $digest"
	signer=$(sed -n 's/.*signer .*CN=\([^;]*\).*/\1/p' <<<"$note")
	[ -n "$signer" ] || bad "no signer in the row's note"
	# (Of Mono's file the row has the name of the signer's issuer.)
	jq -e --arg cn "CN=$signer" '.files[0].signatures[0].signer |
	    (.subject, .issuer) | startswith($cn)' out | grep -q true ||
	    bad "another signer than $signer"
}

# One byte of a program's code, or of a catalogue's list, is another one.
check_changed()
{
	cp "$CORPUS/$1" changed
	printf '\377' | dd of=changed bs=1 seek="$2" conv=notrunc 2>/dev/null
	cmp -s changed "$CORPUS/$1" && bad "the byte at $2 was 255 already"
	verify -json /pa changed && bad "verified although changed"
	finding_is TRUST_E_BAD_DIGEST
}

check_verify()
{
	local path=$1 kind=$2 note=$3 incomplete=CERT_E_CHAINING

	case $path in
	ossl-signed/*)	incomplete=CERT_E_UNTRUSTEDROOT ;;
	esac
	case $kind,$note in
	pe,signed*)
		check_signed "$path" "$note" $incomplete
		check_changed "$path" 1023 ;;
	cat,signed*)
		check_signed "$path" "$note" $incomplete
		check_changed "$path" 140 ;;
	*)
		verify -json /pa "$CORPUS/$path" && bad 'verified, unsigned'
		finding_is TRUST_E_NOSIGNATURE ;;
	esac
}

if have jq; then
	while IFS=$'\t' read -r path kind _ _ _ _ _ _ note _; do
		case $kind in
		pe|cat)	;;
		*)	continue ;;
		esac
		: >why
		check_verify "$path" "$kind" "$note"
		if [ -s why ]; then
			not_ok "corpus/verify $path" why err
		else
			ok "corpus/verify $path"
		fi
	done < <(rows "$CORPUS/MANIFEST.tsv")

	# The path to Microsoft Code Verification Root, which nobody has: the
	# cross-certificate is in the signature, or in a CA store.
	kernel_chain()
	{
		verify /kp /v -stamp-root $STAMPED_BY "$@" || return 1
		sed -n '/^Cross Certificate Chain:/,/^Successfully/p' out |
		    grep 'SHA1 hash' | sed 's/.*: //' >chain
		head -n 1 chain |
		    grep -x 8FBE4D070EF8AB1BCCAF2A9D5CCAE7282A2C66B3 &&
		    sed -n 2p chain | grep -x "$pin" &&
		    grep -x "The signature is timestamped: $when" out &&
		    grep -x 'Number of files successfully Verified: 1' out
	}
	when='Tue Jul 28 13:56:03 2015'
	pin=2F2513AF3992DB0A3F79709FF8143B3F7BD2D143
	try 'corpus/a driver with its cross-certificate verifies by /kp' \
	    kernel_chain "$CORPUS/pydivert/old_windivert_WinDivert64.sys"
	when='Sat May 17 17:27:53 2014'
	pin=57534CCC33914C41F70E2CBB2103A1DB18817D8B
	not_kernel()
	{
		! verify /kp -stamp-root $STAMPED_BY "$@" &&
		    grep 'could not be built to a trusted root' err
	}
	try 'corpus/without the cross-certificate it does not' \
	    not_kernel "$CORPUS/cloudbase/openvswitch.sys"
	SPCKIT_HOME=$PWD/verify "$BIN/crosscert" add \
	    "$CORPUS/cloudbase/After_10-10-10_MSCV-VSClass3.cer" >log 2>&1
	try 'corpus/with it in the CA store it does' kernel_chain \
	    "$CORPUS/cloudbase/openvswitch.sys"
	when='Sat May 17 17:27:54 2014'
	try 'corpus/a catalogue does, too' kernel_chain \
	    "$CORPUS/cloudbase/openvswitch.cat"
	try 'corpus/and a driver that it names' kernel_chain \
	    /c "$CORPUS/cloudbase/openvswitch.cat" \
	    "$CORPUS/cloudbase/openvswitch.sys"
	stranger()
	{
		! verify /kp /c "$CORPUS/cloudbase/openvswitch.cat" \
		    "$CORPUS/pydivert/WinDivert64.dll" &&
		    grep 'not found in the specified catalog' err
	}
	try 'corpus/a driver it does not name is not found' stranger
	untrusted_stamp()
	{
		! verify /kp "$CORPUS/cloudbase/openvswitch.sys" &&
		    grep 0x80096005 err
	}
	try 'corpus/a timestamp that is not trusted does not count' untrusted_stamp
	# With the CA's own root it is good for programs.
	SPCKIT_HOME=$PWD/verify "$BIN/certimport" -user -addstore Root \
	    "$CORPUS/corefx/MicrosoftDotComRootBytes.cer" >log 2>&1
	try 'corpus/with the root in Root it verifies by /pa' verify /pa \
	    -stamp-root $STAMPED_BY "$CORPUS/cloudbase/openvswitch.sys"
else
	skip corpus/verify 'jq is not installed'
fi
