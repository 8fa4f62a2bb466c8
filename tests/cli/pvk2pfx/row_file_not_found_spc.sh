pvk2pfx -pvk ../pki/leaf.pvk -spc nowhere.spc -pfx out.pfx -po x
