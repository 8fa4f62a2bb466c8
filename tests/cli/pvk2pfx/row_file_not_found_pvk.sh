pvk2pfx -pvk nowhere.pvk -spc ../pki/leaf.cer -pfx out.pfx
