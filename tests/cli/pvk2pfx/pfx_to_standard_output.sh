pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx - -po x -iter 1 |
    openssl pkcs12 -passin pass:x -noout
ls
