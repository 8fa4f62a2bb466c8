pvk2pfx -json -pvk ../pki/leaf-strong.pvk -pi wrong -spc ../pki/leaf.cer \
    -pfx out.pfx
