pvk2pfx -json -pvk ../pki/leaf.pvk -spc ../pki/shuffled.spc -pfx out.pfx -po x
