#!/bin/bash
#
# fuzz/run.sh - replays seeds and old findings through every target, under
# AddressSanitizer and UBSan; the fuzzing itself is `make fuzz`

. "$(dirname "$0")/../lib.sh"
scratch
cd "$TOP/tests/fuzz" || exit 1
export ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1

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
