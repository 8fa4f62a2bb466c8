pvk2pfx -pvk ../pki/leaf-weak.pvk -pi spckit -spc ../pki/leaf.cer -pfx out.pfx
openssl pkcs12 -in out.pfx -passin pass:spckit -noout
