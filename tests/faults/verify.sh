# verify.sh - storectl verify when things go wrong underneath: it says all of
# it, or fails; what is not good is never called so

export SPCKIT_HOME=$W/verifyhome SPCKIT_MACHINE_HOME=$W/machine
SIGNED=$FIXTURES/signed
verify="$BIN/storectl verify /pa"

# never_good NAME FAULT COMMAND...: with no allocation and no system call is a
# file that has this fault a good one.
never_good()
{
	local name=$1 fault=$2 count i step error call n tried=0

	shift 2
	: >"$W/bad"
	# Not good because of what was changed, and not of anything else.
	"$@" >/dev/null 2>"$W/err"
	[ $? -eq 1 ] && grep -q "$fault" "$W/err" ||
	    { echo 'undisturbed:'; cat "$W/err"; } >>"$W/bad"
	allocations_of "$@"
	step=$(((count + 59) / 60))
	[ -z "$FULL" ] || step=1
	for ((i = 1; i <= count; i += step)); do
		timeout -s ABRT 20 env FAIL_AT=$i LD_PRELOAD="$failmalloc" \
		    "$@" >/dev/null 2>&1 </dev/null &&
		    echo "good with allocation $i of $count" >>"$W/bad"
		tried=$((tried + 1))
	done
	if can_strace; then
		strace -qq -f -o "$W/trace" "$@" >/dev/null 2>&1 </dev/null
		sed 's/^[0-9]* *//' "$W/trace" |
		    awk -F'(' '/^[a-z_0-9]+\(/ { n[$1]++; print $1, n[$1] }' \
		    >"$W/points"
		for error in EIO ${FULL:+EMFILE}; do
			while read -r call n; do
				timeout -k 2 20 strace -qq -f -o /dev/null \
				    -e "inject=$call:error=$error:when=$n" \
				    "$@" >/dev/null 2>&1 </dev/null &&
				    echo "good, $error at $call $n" >>"$W/bad"
				tried=$((tried + 1))
			done < <(grep -E "^($CALLS|pipe2|memfd_create|poll|dup2) " \
			    "$W/points" | every 6)
		done
	fi
	if [ -s "$W/bad" ] || [ $tried -lt 30 ]; then
		not_ok "faults/$name, $tried" "$W/bad"
	else
		ok "faults/$name, $tried"
	fi
}

if "$BIN/certimport" -user -addstore Root \
    "$PKI/root.cer" >/dev/null 2>"$W/err"; then
	# shellcheck disable=SC2086	# words of a command
	reading_sweep 'storectl verify' $verify /v "$SIGNED/stamped.exe"
	reading_sweep 'storectl verify -json' $verify -json /c \
	    "$SIGNED/list.cat" "$SIGNED/setup.inf"
	reading_sweep 'storectl verify of a package' $verify \
	    "$FIXTURES/kinds/extended.msi"
	reading_sweep 'storectl verify of a script' $verify \
	    "$FIXTURES/kinds/signed.js"
	cp "$FIXTURES/kinds/signed.msi" "$W/more.msi"
	head -c 512 /dev/zero >>"$W/more.msi"
	never_good 'a package with more in it is never good' 0x80096010 \
	    $verify \
	    "$W/more.msi"
	cp "$SIGNED/stamped.exe" "$W/changed.exe"
	printf X | dd of="$W/changed.exe" bs=1 seek=600 conv=notrunc 2>/dev/null
	cp "$SIGNED/setup.inf" "$W/changed.inf"
	echo more >>"$W/changed.inf"
	never_good 'a changed program is never good' 0x80096010 $verify \
	    "$W/changed.exe"
	never_good 'a changed member is never good' 'specified catalog' $verify \
	    /c "$SIGNED/list.cat" "$W/changed.inf"
	never_good 'a signature that has expired is never good' 0x800B0101 \
	    $verify "$SIGNED/expired.exe"
else
	not_ok 'faults/a root to verify by' "$W/err"
fi
