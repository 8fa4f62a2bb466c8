# What old programs made of a password: the terminal's bytes, a code page's.
latin=$(printf 'p\344ss')
openssl pkcs8 -topk8 -in ../pki/leaf.key -out latin.key -passout "pass:$latin"
openssl rsa -in ../pki/leaf.key -aes128 -traditional -out trad.key \
    -passout "pass:$latin" 2>/dev/null
openssl pkcs12 -export -inkey ../pki/leaf.key -in ../pki/leaf.pem \
    -out latin.pfx -passout "pass:$latin"
for f in latin.key trad.key latin.pfx; do
    storectl dump $f -p päss | grep Algorithm
    PW=$latin storectl dump $f -p-from env:PW | grep Algorithm
    storectl dump $f -p påss
done
japanese=$(printf '\202\240')
openssl pkcs8 -topk8 -in ../pki/leaf.key -out cp932.key \
    -passout "pass:$japanese"
storectl dump cp932.key -p あ
storectl dump cp932.key -p あ -p-encoding cp932 | grep Algorithm
storectl dump cp932.key -p あ -p-encoding nonsense
storectl dump cp932.key -p あ -p-encoding cp1252
