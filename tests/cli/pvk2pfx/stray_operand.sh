pvk2pfx ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx
