# import.sh - importing a PFX, beside NSS and keytool; sourced by bench.sh

echo
echo "import of one PFX (key, 2 certificates) into a store"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
"$BIN/pvk2pfx" -pvk "$pvk" -pi spckit -spc "$spc" -pfx i2048.pfx -po spckit \
    -iter 2048
for n in 100 10000; do
	"$BUILD/tests/make-store" "$n" "s$n" || exit 1
	# Keys without a vault key: nobody could add one.
	rm -r "s$n/Keys"
done
"$BUILD/tests/make-pfx" 1000 "$pki/leaf.key" many-pfx || exit 1
in_store=SPCKIT_HOME=

# fresh STORE FIRST: medians of 15 imports of files that are not there yet;
# without a STORE, each into one of its own, which is made.
fresh()
{
	local i command=()

	for ((i = $2; i < $2 + 15; i++)); do
		command+=(env "${in_store}${1:-new$i}" "$BIN/certimport" -user
		    "many-pfx/$i.pfx" --)
	done
	"$timer" 1 "${command[@]:0:${#command[@]}-1}" >fifteen || exit 1
	for i in 1 2 3 4; do
		sort -n -k "$i,$i" fifteen | awk -v i="$i" 'NR == 8 { print $i }'
	done | paste -sd ' '
}

fresh s100 0 >warm
fresh s100 100 >imports
fresh s10000 100 >>imports
fresh '' 200 >>imports
command=(true -- env true -- env ${in_store}s100 "$BIN/certimport" -user -f
    -p spckit i2048.pfx)
if have pk12util; then
	mkdir nss && certutil -N -d sql:nss --empty-password
	command+=(-- pk12util -i i2048.pfx -d sql:nss -K '' -W spckit)
fi
have keytool && command+=(-- keytool -importkeystore -noprompt -srckeystore
    i2048.pfx -srcstoretype PKCS12 -srcstorepass spckit -destkeystore k.p12
    -deststoretype PKCS12 -deststorepass spckit)
"$timer" "$RUNS" "${command[@]}" >>imports || exit 1
{
	read -r sw sc sm ss
	read -r lw lc lm ls_
	read -r ow oc om os
	read -r tw tc tm ts
	read -r ew ec em es
	read -r kw kc km ks
	have pk12util && read -r nw nc nm ns
	have keytool && read -r jw jc jm js
} <imports
# Without what env costs.
less=$((ec - tc))
row true "$tw" "$tc" "$tm" "$ts"
row "certimport, key and store are new" "$((ow - ew + tw))" \
    "$((oc - less))" "$om" "$os"
row "certimport, a renewal, 100 there" "$((sw - ew + tw))" \
    "$((sc - less))" "$sm" "$ss"
row "certimport, a renewal, 10000 there" "$((lw - ew + tw))" \
    "$((lc - less))" "$lm" "$ls_"
row "certimport -f of one there, 2048 iterations" "$((kw - ew + tw))" \
    "$((kc - less))" "$km" "$ks"
have pk12util && row "pk12util, one there, 2048 iterations" "$nw" "$nc" \
    "$nm" "$ns"
have keytool && row "keytool -importkeystore, 2048 iterations" "$jw" "$jc" \
    "$jm" "$js"
echo
goal "CPU of an import of a new key, 1 iteration" \
    "$(ratio $((oc - less)) 1000)" 4 ms
goal "CPU in a store of 10000, of one of 100" \
    "$(ratio $((lc - less)) $((sc - less)))" 1.2 x

echo
echo "a batch of 1000 PFX (a key and its renewals, 2 certificates), one process"
for ((i = 0; i < 1000; i++)); do
	echo "many-pfx/$i.pfx"
done >thousand
head -1 thousand >single
# A store for each run: what is there already is quicker.
"$timer" 1 env ${in_store}b1 "$BIN/certimport" -user -batch single -- \
    env ${in_store}b2 "$BIN/certimport" -user -batch thousand -- \
    env ${in_store}b3 "$BIN/certimport" -user -batch thousand -jobs 2 >batch ||
    exit 1
{
	read -r ow oc om os
	read -r nw nc nm ns
	read -r jw jc jm js
} <batch
row "1 PFX, 1 iteration" "$ow" "$oc" "$om" "$os"
row "1000 PFX, 1 iteration" "$nw" "$nc" "$nm" "$ns"
row "the same, -jobs 2" "$jw" "$jc" "$jm" "$js"
echo
goal "a PFX beyond its key derivations, CPU" \
    "$(ratio $((nc - oc)) 999000)" 0.15 ms
printf '  %-46s %8.2fms\n' "the same, wall (synced to disk)" \
    "$(ratio $((nw - ow)) 999000)"
goal "peak memory" "$(ratio "$nm" 1024)" 8 MiB
