pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/empty.spc -pfx out.pfx -po x
