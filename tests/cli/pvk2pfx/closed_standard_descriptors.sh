# The PFX must not become "standard output".
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x -iter 1 \
    -v <&- >&- 2>&-
echo $?
openssl pkcs12 -in out.pfx -passin pass:x -noout
