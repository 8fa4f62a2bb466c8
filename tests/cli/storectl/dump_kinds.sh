# What each kind is called, and how much is in it.
for f in leaf.pvk leaf-strong.pvk leaf.blob leaf.p8 leaf.key leaf-dek.key \
    leaf-pbes2.key ec.key leaf.cer leaf.pem leaf-first.spc leaf-first.pem \
    leaf-first.b64 leaf-first.utf16 signed-ber.p7s empty.spc chain.pem \
    combined.pem aes.pfx legacy.pfx nomac.pfx; do
	storectl dump -json -p spckit ../pki/$f | jq -c --arg f $f '[$f, .kind,
	    .encrypted, (.keys | length), (.certificates | length),
	    .warnings]'
done
