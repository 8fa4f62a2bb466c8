pvk2pfx -pvk ../pki/leaf.pvk -pi a -pi-from env:HOME -spc ../pki/leaf.cer \
    -pfx out.pfx
