pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -iter 1
openssl pkcs12 -in out.pfx -passin pass: -noout
