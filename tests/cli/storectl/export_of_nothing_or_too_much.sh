# Exactly one where one is needed, or -a; all of them where many are taken.
export SPCKIT_HOME=$PWD/home
e() { storectl export "$@" && echo "worked: $*"; }
e -as cer -out o
for k in leaf other; do
	storectl export -in ../pki/$k.pvk ../pki/$k.cer -as pfx -out $k.pfx \
	    -po pw -iter 1 2>/dev/null
	certimport -user -p pw -importPFX $k.pfx >/dev/null 2>&1
done
e -as cer -out o
e -n nobody -as cer -out o
e -n 'test publisher' -as cer -out o
e -sha1 "$(storectl dump -json o | jq -r '.certificates[0].sha1')" -as pem \
    -out sha1.pem -nokey
e 0 -as cer -out index.cer
e -a -as cer -out a.cer
e -as p7b -out all.p7b -nochain
storectl dump -json all.p7b | jq '.certificates | length'
e -as pem -out all.pem -nochain
storectl dump -json all.pem | jq -c '[.keys, .certificates | length]'
# The same criteria, on files.
e -in ../pki/shuffled.spc -as cer -out o -f
e -in ../pki/shuffled.spc -n 'test publisher' -as cer -out o -f
e -in ../pki/shuffled.spc -n nobody -as cer -out o -f
e -in leaf.pfx other.pfx -p pw -as pvk -out o -f
e -in leaf.pfx other.pfx -p pw -as pvk -n stranger -out other.pvk
cmp other.pvk ../pki/other.pvk
e -in leaf.pfx other.pfx -p pw -as pvk -a -out a.pvk
e -in leaf.pfx -p pw -as cer -n '' -out o -f
e -in leaf.pfx -p pw -as cer -sha1 xyz -out o -f
