#!/bin/bash
#
# fuzz/run.sh - replays seeds and old findings through every target, under
# AddressSanitizer and UBSan; the fuzzing itself is `make fuzz`

. "$(dirname "$0")/../lib.sh"
scratch
cd "$TOP/tests/fuzz" || exit 1
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1

# Structured mutants of the fixtures through the whole verdict.
mutants=$BUILD/fuzzing/fuzz/mutants
count=3000 rounds=1
[ -z "${FULL:-}" ] || count=300000 rounds=100
if [ ! -x "$mutants" ]; then
	not_ok "fuzz/mutants/is built"
elif "$mutants" $count $$ >"$SCRATCH/log" 2>&1; then
	ok "fuzz/verify, $count mutants"
else
	echo "mutants $count $$" >>"$SCRATCH/log"
	not_ok "fuzz/verify, mutants" "$SCRATCH/log"
fi

# The same through the program, a thousand files a time: what it verifies has
# the digest and the signer of a fixture, and the time of its timestamp.
verified_facts()
{
	jq -r '.files[] | select(.verified) | .signatures[] |
	    [.hash.value, .signer.sha1, .timestamp.kind // "None",
	    .timestamp.time // "-"] | @tsv' "$1"
}

mutants_through_the_program()
(
	export SPCKIT_HOME=$SCRATCH/home SPCKIT_MACHINE_HOME=$SCRATCH/nothing
	f=$FIXTURES
	"$BIN/certimport" -user -addstore Root "$f/pki/root.cer" 2>/dev/null ||
	    exit
	"$BIN/storectl" verify -pa -all -json "$f"/signed/*stamped.exe \
	    "$f"/signed/{counter,twice}.exe "$f/signed/list.cat" \
	    "$f"/kinds/signed.{cab,msi,ps1,ps1xml,mof,js,vbs,wsf} \
	    >"$SCRATCH/facts.json" 2>/dev/null
	verified_facts "$SCRATCH/facts.json" >"$SCRATCH/facts"
	[ -s "$SCRATCH/facts" ] || { echo 'nothing is verified'; exit 1; }
	# One whose timestamp is gone is as good as it was without.
	sed 's/\t[^\t]*\t[^\t]*$/\tNone\t-/' "$SCRATCH/facts" >"$SCRATCH/bare"
	cat "$SCRATCH/bare" >>"$SCRATCH/facts"
	for ((i = 0; i < rounds; i++)); do
		rm -rf "$SCRATCH/mutants"
		mkdir "$SCRATCH/mutants"
		"$mutants" 1000 $(($$ + i)) "$SCRATCH/mutants" || exit
		"$BIN/storectl" verify -pa -all -json "$SCRATCH"/mutants/* \
		    >"$SCRATCH/out.json" 2>/dev/null
		[ $? -le 2 ] || { echo "round $i crashed"; exit 1; }
		[ "$(jq '.files | length' "$SCRATCH/out.json")" = 1000 ] ||
		    { echo "round $i: not all of them were judged"; exit 1; }
		verified_facts "$SCRATCH/out.json" |
		    grep -vxFf "$SCRATCH/facts" && exit 1
	done
	exit 0
)
[ ! -x "$mutants" ] || try "fuzz/verify, $((rounds * 1000)) mutants, the program" \
    mutants_through_the_program

# All files at once; only if that fails, one by one, to name the culprits.
for source in fuzz_*.c; do
	target=${source#fuzz_}
	target=${target%.c}
	replay=$BUILD/fuzzing/fuzz/replay_$target
	if [ ! -x "$replay" ]; then
		not_ok "fuzz/$target/is built"
		continue
	fi
	files=()
	for f in corpus/$target/* crashes/$target/*; do
		[ -f "$f" ] && files+=("$f")
	done
	if [ ${#files[@]} -eq 0 ]; then
		not_ok "fuzz/$target/has seeds"
	elif timeout 60 "$replay" "${files[@]}" >"$SCRATCH/log" 2>&1; then
		ok "fuzz/$target/${#files[@]} seeds"
	else
		for f in "${files[@]}"; do
			timeout 10 "$replay" "$f" >"$SCRATCH/log" 2>&1 ||
			    not_ok "fuzz/$target/${f##*/}" "$SCRATCH/log"
		done
	fi
done
