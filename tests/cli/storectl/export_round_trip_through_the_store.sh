# PVK and SPC -> PFX -> store -> PVK and SPC: the same key, byte for byte, the
# same key spec and certificates; and the same through every other form.
export SPCKIT_HOME=$PWD/home
for k in leaf-signature.pvk leaf.pvk dsa.pvk; do
	spc=leaf-first.spc
	[ $k = dsa.pvk ] && spc=dsa.spc
	rm -rf home *.pfx
	storectl export -in ../pki/$k ../pki/$spc -as pfx -out id.pfx -po pw
	certimport -user -p pw -importPFX id.pfx >/dev/null 2>&1
	storectl export -out back.pvk -f -po-from none 2>/dev/null
	storectl export -out back.spc -f
	cmp back.pvk ../pki/$k && cmp back.spc ../pki/$spc && echo "$k store"
done
spc=../pki/leaf-first.spc
key=../pki/leaf-signature.pvk
# What holds both.
for f in pfx pem; do
	storectl export -in $key $spc -as $f -out via.$f -po pw
	storectl export -in via.$f -p pw -as pvk -out back.pvk -f -po-from none \
	    2>/dev/null
	storectl export -in via.$f -p pw -as spc -out back.spc -f
	cmp back.pvk $key && cmp back.spc $spc && echo "$f"
done
# What holds the key.
for f in pvk pkcs8 blob; do
	po='-po pw'
	[ $f = blob ] && po=
	storectl export -in $key -as $f -out via.$f $po 2>/dev/null
	storectl export -in via.$f -p pw -as pvk -out back.pvk -f -po-from none \
	    2>/dev/null
	cmp back.pvk $key && echo "$f"
done
# What holds the certificates; a serialized store knows the key spec, too.
for f in spc p7b sst pem; do
	storectl export -in $key $spc -as $f -out via.$f -f -po-from none \
	    2>/dev/null || storectl export -in $key $spc -as $f -out via.$f -f
	storectl export -in via.$f -as spc -out back.spc -f
	cmp back.spc $spc && echo "$f"
done
openssl pkcs8 -topk8 -nocrypt -in ../pki/leaf.key -out bare.key
storectl export -in via.sst bare.key -as pvk -out back.pvk -f -po-from none \
    2>/dev/null
cmp back.pvk $key && echo "sst and a key without a key spec"
