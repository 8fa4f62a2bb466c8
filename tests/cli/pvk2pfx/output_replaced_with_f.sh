echo old >out.pfx
chmod 644 out.pfx
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x -iter 1 -f
openssl pkcs12 -in out.pfx -passin pass:x -noout
stat -c %a out.pfx
