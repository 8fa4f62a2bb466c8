# Every form that is read, to every form that is written.
key=$(storectl dump -json ../pki/leaf.pvk | jq -r '.keys[0].spkiSha256')
leaf=$(storectl dump -json ../pki/leaf.cer | jq -r '.certificates[0].sha1')
for k in leaf.pvk leaf-weak.pvk leaf-strong.pvk leaf.blob leaf.p8 leaf.key \
    leaf-traditional.key leaf-dek.key leaf-pbes2.key leaf-3des.p8; do
	for f in pvk blob pkcs8; do
		storectl export -in ../pki/$k -p spckit -as $f -out out -f \
		    2>/dev/null
		storectl dump -json out | jq -c --arg k $key \
		    'select(.keys[0].spkiSha256 != $k or .encrypted)'
	done
done
for c in leaf.cer leaf.pem leaf-first.spc leaf-last.spc leaf-first.pem \
    leaf-first.b64 leaf-first.utf16 signed-ber.p7s chain.pem \
    combined.pem aes.pfx legacy.pfx nomac.pfx; do
	for f in spc p7b cer sst pem; do
		storectl export -in ../pki/$c -p spckit -as $f -out out -f \
		    2>/dev/null
		storectl dump -json out | jq -c --arg l $leaf --arg n "$c $f" \
		    'select(.certificates[0].sha1 != $l) | $n'
		for form in der pem; do
			[ $f = sst ] || [ $f = pem ] && continue
			storectl export -in ../pki/$c -p spckit -as $f -out \
			    $form -f -form $form 2>/dev/null
			storectl dump -json $form | jq -c --arg l $leaf \
			    --arg n "$c $f $form" \
			    'select(.certificates[0].sha1 != $l) | $n'
		done
	done
	printf '%s %s\n' "$c" "$(storectl dump -json out |
	    jq '.certificates | length')"
done
for c in combined.pem aes.pfx legacy.pfx nomac.pfx; do
	for f in pfx pem pvk; do
		storectl export -in ../pki/$c -p spckit -as $f -out out -f \
		    -po x
		storectl dump -json out -p x | jq -c --arg k $key \
		    'select(.keys[0].spkiSha256 != $k)'
	done
done
