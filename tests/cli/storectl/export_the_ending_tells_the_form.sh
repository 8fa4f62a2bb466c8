cp ../pki/leaf.pvk in.pvk
for o in a.pfx a.P12 a.pvk a.spc a.p7b a.cer a.crt a.pem a.p8 a.key a.sst \
    a.blob; do
	storectl export -in in.pvk ../pki/leaf-first.spc -out $o -json 2>/dev/null \
	    -p x | jq -r '"\(.file) \(.as)"'
done
storectl export -in in.pvk -out a.txt
storectl export -in in.pvk -out a.d/key
storectl export -in in.pvk -as jks -out a
storectl export -in in.pvk -as pvk
storectl export -in in.pvk
ls
