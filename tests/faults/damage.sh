# damage.sh - good files cut and flipped in every place, under ASan and UBSan

mangle=$BUILD/san/tests/mangle
[ -x "$mangle" ] || mangle=$BUILD/tests/mangle

# One iteration, so that thousands of readings take seconds.
one_iteration()
{
	openssl pkcs12 -export -inkey "$PKI/ec.key" -in "$PKI/ec.pem" -iter 1 \
	    -maciter -passout pass:spckit -out "$W/$1" ${2:-} 2>"$W/err"
}

# damage HOW FILE STEP
damage()
{
	step=$3
	[ -z "$FULL" ] || step=1
	if "$mangle" "$1" "$2" spckit "$step" >"$W/log" 2>&1; then
		ok "faults/$1 ${2##*/}: $(tail -1 "$W/log")"
	else
		not_ok "faults/$1 ${2##*/}" "$W/log"
	fi
}

one_iteration aes-1.pfx
one_iteration legacy-1.pfx -legacy
for f in leaf.pvk leaf-strong.pvk; do
	damage cut "$PKI/$f" 1
	damage flip "$PKI/$f" 1
done
damage cut "$PKI/dsa.pvk" 1
damage any "$PKI/dsa.pvk" 1
for f in leaf.blob leaf.p8 leaf-3des.p8; do
	damage cut "$PKI/$f" 1
	damage flip "$PKI/$f" 7
done
for f in leaf-only.spc leaf.cer; do
	damage cut "$PKI/$f" 1
	damage flip "$PKI/$f" 1
done
damage cut "$PKI/signed-ber.p7s" 1
damage flip "$PKI/signed-ber.p7s" 3
for f in aes-1.pfx legacy-1.pfx; do
	damage cut "$W/$f" 1
	damage flip "$W/$f" 3
done
