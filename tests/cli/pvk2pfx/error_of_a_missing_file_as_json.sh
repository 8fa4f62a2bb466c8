pvk2pfx -json -pvk ../pki/leaf.pvk -spc nowhere.spc -pfx out.pfx
