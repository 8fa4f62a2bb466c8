pvk2pfx -pvk ../pki/leaf-strong.pvk -spc ../pki/leaf.cer -pfx out.pfx
