# store.sh - the store's own functions, in stores of very different sizes

echo
echo "the store, as a library: ms of CPU"
printf '  %14s %10s %10s %10s %10s %10s\n' certificates floor list find import \
    remove
for n in 10 100 10000 100000; do
	"$BUILD/tests/make-store" $n store && "$BUILD/tests/storetimes" store ||
	    exit 1
	rm -rf store
done >times
while read -r n floor_ list find import remove; do
	printf '  %14s %10s %10s %10s %10s %10s\n' "$n" "$floor_" "$list" \
	    "$find" "$import" "$remove"
done <times
echo "  (floor: opening, looking at, reading and closing each file)"
echo
# field COLUMN LINE
field()
{
	awk -v c="$1" -v l="$2" 'NR == l { print $c }' times
}
goal "listing 10 000, of the floor" "$(ratio "$(field 3 3)" "$(field 2 3)")" \
    2 x
goal "listing 100 000, of the floor" "$(ratio "$(field 3 4)" "$(field 2 4)")" \
    2 x
goal "finding one of 100 000, of one of 10" \
    "$(ratio "$(field 4 4)" "$(field 4 1)")" 1.5 x
goal "importing into 10 000, of into 100" \
    "$(ratio "$(field 5 3)" "$(field 5 2)")" 1.2 x
