# allocations.sh - each allocation fails once, then each and all after it

# allocation_sweep NAME SAMPLE COMMAND...
allocation_sweep()
{
	name=$1 sample=$2
	shift 2
	if ! reference "$@"; then
		not_ok "faults/$name: the job works undisturbed" "$W/err"
		return
	fi
	for from in '' 1; do
		begin
		: >"$W/bad"
		allocations_of "$@"
		step=$(((count + sample - 1) / sample))
		[ -z "$FULL" ] || step=1
		tried=0
		KNOWN=0
		for ((i = 1; i <= count; i += step)); do
			begin
			timeout -s ABRT 5 env FAIL_AT=$i ${from:+FAIL_FROM=1} \
			    LD_PRELOAD="$failmalloc" "$@" \
			    >/dev/null 2>"$W/err" </dev/null
			judge $? "allocation $i of $count" >>"$W/bad"
			tried=$((tried + 1))
		done
		what="$name, ${from:+and all later ones, }$tried of $count"
		[ $KNOWN -eq 0 ] || what="$what, $KNOWN known in libraries"
		if [ -s "$W/bad" ]; then
			not_ok "faults/an allocation fails: $what" "$W/bad"
		else
			ok "faults/an allocation fails: $what"
		fi
	done
}

allocation_sweep convert 250 $convert
allocation_sweep 'convert, TripleDES' 60 $convert -crypto TripleDES-SHA1
allocation_sweep batch 60 $batch
allocation_sweep export 100 $export

# Reading: nothing is written, and no exit status 0 without all of the output,
# but for a signature that is not good and a key that is not usable: libcrypto
# and libtasn1 without memory do not always say why they failed.
# reading_sweep NAME COMMAND...
reading_sweep()
{
	name=$1
	shift
	"$@" >"$W/whole" 2>"$W/err" </dev/null ||
	    { not_ok "faults/$name works" "$W/err"; return; }
	: >"$W/bad"
	allocations_of "$@"
	step=$(((count + 79) / 80))
	[ -z "$FULL" ] || step=1
	for ((i = 1; i <= count; i += step)); do
		timeout -s ABRT 5 env FAIL_AT=$i LD_PRELOAD="$failmalloc" "$@" \
		    >"$W/out" 2>"$W/err" </dev/null
		rc=$?
		if [ $rc -gt 123 ] && [ $rc -ne 127 ]; then
			is_known "$W/err" ||
			    echo "allocation $i: exit status $rc" >>"$W/bad"
		elif [ $rc -eq 0 ] && ! cmp -s "$W/out" "$W/whole" &&
		    ! grep -q 'its signature\|NOT usable\|between them has faults' "$W/out"; then
			echo "allocation $i: exit status 0, not whole" >>"$W/bad"
		fi
	done
	if [ -s "$W/bad" ]; then
		not_ok "faults/an allocation fails: $name" "$W/bad"
	else
		ok "faults/an allocation fails: $name, $count"
	fi
}
for f in legacy.pfx leaf-strong.pvk leaf-pbes2.key signed-ber.p7s chain.pem; do
	reading_sweep "dump $f" "$BIN/storectl" dump -json -p spckit "$PKI/$f"
done

# A store with a key, its chain to the root, and more of the kind.
view_sweeps()
(
	export SPCKIT_HOME=$W/view SPCKIT_MACHINE_HOME=$W/nothing
	for f in "-p spckit -importPFX $PKI/aes.pfx" \
	    "-addstore Root $PKI/root.cer" "-addstore My $PKI/expired.cer" \
	    "-addstore My $PKI/ec.cer"; do
		# shellcheck disable=SC2086	# words of a command
		"$BIN/certimport" -user $f >/dev/null 2>"$W/err" || {
			not_ok 'faults/a store to look at' "$W/err"
			return
		}
	done
	for v in list 'list -v' 'list -json' 'list -r root' 'show 1002' \
	    'show 1002 -json' '-user -store My' '-user -verifystore My' \
	    '-user -enumstore'; do
		# shellcheck disable=SC2086	# words of a command
		reading_sweep "storectl $v" "$BIN/storectl" $v
	done
	reading_sweep 'a signature through the module' \
	    "$BUILD/tests/signtimes" "$BUILD/lib/spckit-pkcs11.so" \
	    "$PKI/leaf.key" rsa 0
)
view_sweeps
