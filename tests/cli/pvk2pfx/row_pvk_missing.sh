pvk2pfx -spc ../pki/leaf.cer -pfx out.pfx
