pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer
