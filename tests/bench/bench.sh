#!/bin/bash
#
# bench.sh - our figures beside the openssl pipeline's and the floor's
#
# Figures of one run compare with each other, never with those of another run
# or machine. RUNS=N (31) takes medians of N runs. A goal that is missed is
# said to be, and is no failure: a busy machine misses it too.

. "$(dirname "$0")/../lib.sh"
scratch
cd "$SCRATCH" || exit 1
RUNS=${RUNS:-31}
timer=$BUILD/tests/timer
floor=$BUILD/tests/floor
pipeline=$TOP/tests/bench/pipeline.sh
pki=$FIXTURES/pki
pvk=$pki/leaf-strong.pvk
spc=$pki/leaf-first.spc
bad=0

convert()
{
	echo "$BIN/pvk2pfx -pvk $pvk -pi spckit -spc $spc -pfx ours.pfx -f -iter $1"
}

ms()
{
	awk -v n="$1" 'BEGIN { printf "%.2f", n / 1000 }'
}

# goal WHAT VALUE LIMIT UNIT
goal()
{
	awk -v what="$1" -v v="$2" -v limit="$3" -v unit="$4" 'BEGIN {
		met = v <= limit
		printf "  %-46s %8.2f%-4s goal %s%s  %s\n", what, v, unit,
		    limit, unit, met ? "met" : "MISSED" }'
}

ratio()
{
	awk -v a="$1" -v b="$2" 'BEGIN { print a / b }'
}

row()
{
	printf '  %-40s %8s ms %8s ms %8s MiB\n' "$1" "$(ms "$2")" \
	    "$(ms "$3")" "$(awk -v k="$4" 'BEGIN { printf "%.1f", k / 1024 }')"
	[ "$5" -eq 0 ] || { echo "  $1: exit status $5"; bad=1; }
}

echo "one pair: encrypted PVK and SPC (3 certificates) to PFX, AES256-SHA256"
echo "medians of $RUNS runs in turn on $(nproc) CPUs," \
    "$(openssl version | cut -d' ' -f1,2)"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
# shellcheck disable=SC2046	# words of a command
"$timer" "$RUNS" true -- "$floor" 2048 floor.out -- $(convert 1) -- \
    $(convert 2048) -- "$pipeline" "$pvk" "$spc" theirs.pfx 2048 >one ||
    exit 1
{
	read -r tw tc tm ts
	read -r fw fc fm fs
	read -r w1 c1 m1 s1
	read -r w c m s
	read -r pw pc pm ps
} <one
row true "$tw" "$tc" "$tm" "$ts"
row "floor, 2048 iterations" "$fw" "$fc" "$fm" "$fs"
row "pvk2pfx, 1 iteration" "$w1" "$c1" "$m1" "$s1"
row "pvk2pfx, 2048 iterations" "$w" "$c" "$m" "$s"
row "openssl: rsa, pkcs7 | pkcs12 -export" "$pw" "$pc" "$pm" "$ps"
echo
goal "wall, of the openssl pipeline's" "$(ratio "$w" "$pw")" 0.38 x
goal "CPU, of the openssl pipeline's" "$(ratio "$c" "$pc")" 0.38 x
goal "fixed cost: wall at 1 iteration, in units of true" \
    "$(ratio "$w1" "$tw")" 6.4 x
goal "peak memory" "$(ratio "$m" 1024)" 8 MiB
printf '  %-46s %8.2fx\n' "wall, of the floor's" "$(ratio "$w" "$fw")"

echo
echo "a batch of 1000 pairs, one process"
rows()
{
	for ((i = 1; i <= $1; i++)); do
		printf '%s\tenv:PW\t%s\tb%d.pfx\n' "$pvk" "$spc" "$i"
	done
}
export PW=spckit
rows 1000 >many
rows 1 >one
batch="$BIN/pvk2pfx -f -batch"
# shellcheck disable=SC2086
"$timer" 5 $batch one -iter 1 -- $batch many -iter 1 -- \
    $batch many -iter 2048 -- $batch many -iter 2048 -jobs 2 >batch || exit 1
{
	read -r ow oc om os
	read -r nw nc nm ns
	read -r kw kc km ks
	read -r jw jc jm js
} <batch
row "1 pair, 1 iteration" "$ow" "$oc" "$om" "$os"
row "1000 pairs, 1 iteration" "$nw" "$nc" "$nm" "$ns"
row "1000 pairs, 2048 iterations" "$kw" "$kc" "$km" "$ks"
row "the same, -jobs 2" "$jw" "$jc" "$jm" "$js"
echo
goal "a pair beyond its key derivations, CPU" \
    "$(ratio $((nc - oc)) 999000)" 0.15 ms
printf '  %-46s %8.2fms\n' "the same, wall (synced to disk)" \
    "$(ratio $((nw - ow)) 999000)"
printf '  %-46s %8.2fms\n' "key derivations of a pair, CPU" \
    "$(ratio $((kc - nc)) 1000000)"

. "$TOP/tests/bench/import.sh"
. "$TOP/tests/bench/store.sh"
. "$TOP/tests/bench/list.sh"
. "$TOP/tests/bench/module.sh"
. "$TOP/tests/bench/sign.sh"
. "$TOP/tests/bench/verify.sh"

echo
if have strace; then
	OPENSSL_CONF=$SCRATCH/none.cnf strace -qq -f -o trace \
	    $(convert 1) >/dev/null 2>&1
	if grep -E 'openssl\.cnf|none\.cnf' trace; then
		echo "  an OpenSSL configuration was read"
		bad=1
	else
		echo "  no openssl.cnf is read (strace)"
	fi
fi
exit $bad
