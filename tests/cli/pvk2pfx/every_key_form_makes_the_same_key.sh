# PVK, blob, PKCS#8, traditional; plain and encrypted; PEM and DER.
openssl pkey -in ../pki/leaf.key -pubout >pub
for f in leaf.pvk leaf-weak.pvk leaf-strong.pvk leaf.blob leaf.p8 leaf.key \
    leaf-traditional.key leaf-dek.key leaf-pbes2.key leaf-3des.p8 combined.pem
do
	pvk2pfx -pvk ../pki/$f -pi spckit -spc ../pki/leaf.cer -pfx out.pfx \
	    -f -iter 1
	openssl pkcs12 -in out.pfx -passin pass:spckit -nodes -nocerts |
	    openssl pkey -pubout | cmp - pub && echo "$f"
done
