pvk2pfx -pvk ../pki/leaf-latin1.pvk -pi pässwörd -spc ../pki/leaf.cer \
    -pfx out.pfx
