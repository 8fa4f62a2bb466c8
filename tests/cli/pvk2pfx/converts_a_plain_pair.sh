# The main job, as on Microsoft's page: nothing is printed.
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx out.pfx -po secret || exit 1
openssl pkcs12 -in out.pfx -passin pass:secret -nodes -out out.pem 2>&1
openssl pkey -in out.pem -pubout | cmp - pub 2>/dev/null ||
    openssl pkey -in ../pki/leaf.key -pubout >pub
openssl pkey -in out.pem -pubout | cmp - pub && echo 'the same key'
grep -c BEGIN.CERTIFICATE out.pem
ls
