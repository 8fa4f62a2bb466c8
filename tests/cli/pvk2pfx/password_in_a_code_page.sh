# What Windows took from the keyboard in the ANSI code page.
pvk2pfx -pvk ../pki/leaf-latin1.pvk -pi pässwörd -pi-encoding cp1252 \
    -spc ../pki/leaf.cer -pfx out.pfx -iter 1 || exit 1
printf 'p\303\244ssw\303\266rd' >utf8
openssl pkcs12 -in out.pfx -passin file:utf8 -noout
