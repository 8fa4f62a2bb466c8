pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x \
    -crypto tripledes-sha1
openssl pkcs12 -in out.pfx -passin pass:x -info -noout 2>&1
