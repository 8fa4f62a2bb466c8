pvk2pfx -v -pvk ../pki/leaf-signature.pvk -spc ../pki/shuffled.spc \
    -pfx out.pfx -po x
