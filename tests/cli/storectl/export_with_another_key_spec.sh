# OpenSSL 3.5 and later take no PVK of AT_SIGNATURE.
for spec in AT_KEYEXCHANGE at_signature; do
    storectl export -in ../pki/leaf.key -as pvk -keyspec $spec -out $spec.pvk \
        -po-from none
    dd if=$spec.pvk bs=1 skip=8 count=1 status=none | od -An -tu1
    storectl export -in ../pki/aes.pfx -p spckit -as pfx -keyspec $spec \
        -out $spec.pfx -po x
    storectl dump $spec.pfx -p x | grep 'Key spec'
done
storectl export -in ../pki/leaf.key -as pvk -keyspec NONE -out no.pvk
storectl export -in ../pki/leaf.cer -as cer -keyspec AT_SIGNATURE -out no.cer
storectl export -in ../pki/aes.pfx -p spckit -as pem -nokey \
    -keyspec AT_SIGNATURE -out no.pem
