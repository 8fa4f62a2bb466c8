pvk2pfx -pvk ../pki/leaf.cer -spc ../pki/leaf.cer -pfx out.pfx -po x
