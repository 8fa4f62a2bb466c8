# list.sh - what looking into a store costs, beside NSS

echo
echo "storectl list (every tenth certificate has a key), and -sha1 of one"
printf '  %-40s %11s %11s %12s\n' '' wall CPU 'peak memory'
for n in 10 1000 10000 100000; do
	SPCKIT_HOME=$SCRATCH/list
	export SPCKIT_HOME
	"$BUILD/tests/make-store" $n list || exit 1
	one=$(find list/SystemCertificates/My/Certificates -type f -printf '%f\n' |
	    sort | tail -1)
	# One that has just changed is read entry by entry (as one is that cannot
	# have an index); one that was left alone for a while from its index.
	: >list/.index
	"$timer" 7 "$BIN/storectl" list >listed || exit 1
	rm list/.index
	sleep 3.1
	"$BIN/storectl" list >/dev/null || exit 1
	"$timer" 21 "$BIN/storectl" list >>listed || exit 1
	"$timer" "$RUNS" "$BIN/storectl" list -sha1 "$one" >>listed || exit 1
	{
		read -r w c m s
		read -r iw ic im is
		read -r fw fc fm fs
	} <listed
	row "list $n, just changed" "$w" "$c" "$m" "$s"
	row "list $n" "$iw" "$ic" "$im" "$is"
	row "one of $n" "$fw" "$fc" "$fm" "$fs"
	case $n in
	10)	one_of_10=$fc ;;
	1000)	list_1000=$ic
		"$BIN/storectl" list -json | jq -r '.[].sha1' |
		while read -r h; do
			"$BIN/storectl" export -sha1 "$h" -as cer -out "$h.cer" \
			    -form der 2>/dev/null
		done ;;
	10000)	list_10000=$ic ;;
	100000)	list_100000=$ic one_of_100000=$fc ;;
	esac
	rm -rf list
done
unset SPCKIT_HOME
nss=$(PATH=/usr/bin command -v certutil)
if [ -n "$nss" ]; then
	mkdir nss-list && "$nss" -N -d sql:nss-list --empty-password
	for f in ????????????????????????????????????????.cer; do
		echo "-A -d sql:nss-list -n ${f%.cer} -t ,, -i $f"
	done >nss.batch
	"$nss" -B -d sql:nss-list -i nss.batch >/dev/null 2>&1
	count=$("$nss" -L -d sql:nss-list | grep -c '^[0-9a-f]\{40\}')
	"$timer" 3 "$nss" -L -d sql:nss-list >listed
	read -r w c m s <listed
	row "NSS certutil -L, $count" "$w" "$c" "$m" "$s"
fi
echo
goal "listing 10 000, CPU" "$(ms "$list_10000")" 60 ms
goal "listing 100 000, CPU" "$(ms "$list_100000")" 500 ms
goal "one of 100 000, of one of 10" \
    "$(ratio "$one_of_100000" "$one_of_10")" 1.5 x
[ -z "$nss" ] || goal "listing 1 000, of NSS, CPU" \
    "$(ratio "$list_1000" "$c")" 0.01 x
