pvk2pfx -pvk ../pki/leaf.pvk -spc
