# As Windows says: -po is "same as -pi if not given".
pvk2pfx -pvk ../pki/leaf.pvk -pi other -spc ../pki/leaf.cer -pfx out.pfx
openssl pkcs12 -in out.pfx -passin pass:other -noout
