# import.sh - importing a PFX, beside NSS and keytool; sourced by bench.sh

echo
echo "import of one PFX (key, 2 certificates) into a store"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
"$BIN/pvk2pfx" -pvk "$pvk" -pi spckit -spc "$spc" -pfx i1.pfx -po spckit -iter 1
"$BIN/pvk2pfx" -pvk "$pvk" -pi spckit -spc "$spc" -pfx i2048.pfx -po spckit \
    -iter 2048
for n in 100 10000; do
	"$BUILD/tests/make-store" "$n" "s$n" || exit 1
	# Keys without a vault key: nobody could add one.
	rm -r "s$n/Keys"
done
import="$BIN/certimport -user -f -p spckit -importPFX"
in_store="env SPCKIT_HOME="
command=(true -- env true -- ${in_store}s100 $import i1.pfx -- \
    ${in_store}s10000 $import i1.pfx -- ${in_store}s100 $import i2048.pfx)
if have pk12util; then
	mkdir nss && certutil -N -d sql:nss --empty-password
	command+=(-- pk12util -i i2048.pfx -d sql:nss -K '' -W spckit)
fi
have keytool && command+=(-- keytool -importkeystore -noprompt -srckeystore
    i2048.pfx -srcstoretype PKCS12 -srcstorepass spckit -destkeystore k.p12
    -deststoretype PKCS12 -deststorepass spckit)
"$timer" "$RUNS" "${command[@]}" >imports || exit 1
{
	read -r tw tc tm ts
	read -r ew ec em es
	read -r sw sc sm ss
	read -r lw lc lm ls_
	read -r kw kc km ks
	have pk12util && read -r nw nc nm ns
	have keytool && read -r jw jc jm js
} <imports
row true "$tw" "$tc" "$tm" "$ts"
row "certimport, 100 there, 1 iteration" "$((sw - ew + tw))" \
    "$((sc - ec + tc))" "$sm" "$ss"
row "certimport, 10000 there, 1 iteration" "$((lw - ew + tw))" \
    "$((lc - ec + tc))" "$lm" "$ls_"
row "certimport, 100 there, 2048 iterations" "$((kw - ew + tw))" \
    "$((kc - ec + tc))" "$km" "$ks"
have pk12util && row "pk12util, empty database, 2048 iterations" "$nw" \
    "$nc" "$nm" "$ns"
have keytool && row "keytool -importkeystore, 2048 iterations" "$jw" "$jc" \
    "$jm" 0
echo
goal "CPU of one import at 1 iteration" \
    "$(ratio $((sc - ec + tc)) 1000)" 4 ms
goal "CPU in a store of 10000, of one of 100" "$(ratio "$lc" "$sc")" 1.2 x

echo
echo "a batch of 1000 PFX, one process"
export IMPORT_PW=spckit
lines()
{
	for ((i = 1; i <= $1; i++)); do
		printf '%s\tenv:IMPORT_PW\n' i1.pfx
	done
}
lines 1000 >thousand
lines 1 >single
batch="$BIN/certimport -user -f -batch"
# shellcheck disable=SC2086
"$timer" 5 ${in_store}s100 $batch single -- ${in_store}s100 $batch thousand \
    >batch || exit 1
{
	read -r ow oc om os
	read -r nw nc nm ns
} <batch
row "1 PFX, 1 iteration" "$ow" "$oc" "$om" "$os"
row "1000 PFX, 1 iteration, each key anew" "$nw" "$nc" "$nm" "$ns"
echo
printf '  %-46s %8.2fms\n' "a PFX, with the derivation of the vault's key" \
    "$(ratio $((nc - oc)) 999000)"
# One derivation of 1000 iterations is what the store's own encryption costs.
"$timer" 5 "$floor" 1 floor.out -- "$floor" 1001 floor.out >derivation
{
	read -r _ a _ _
	read -r _ b _ _
} <derivation
printf '  %-46s %8.2fms\n' "three derivations of 1000 iterations (floor)" \
    "$(ratio $((b - a)) 1000)"
