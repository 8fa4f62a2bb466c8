pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/other.spc -pfx out.pfx -po x
