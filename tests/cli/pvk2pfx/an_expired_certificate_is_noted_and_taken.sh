pvk2pfx -v -pvk ../pki/leaf.pvk -spc ../pki/expired.spc -pfx out.pfx -po x
