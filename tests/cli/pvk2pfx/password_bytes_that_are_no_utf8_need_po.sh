printf 'p\344ssw\366rd\n' >raw
pvk2pfx -pvk ../pki/leaf-latin1.pvk -pi-from file:raw -spc ../pki/leaf.cer \
    -pfx out.pfx && echo 'a PFX nobody can open'
ls
pvk2pfx -pvk ../pki/leaf-latin1.pvk -pi-from file:raw -spc ../pki/leaf.cer \
    -pfx out.pfx -po x && openssl pkcs12 -in out.pfx -passin pass:x -noout
