pvk2pfx -pvk ../pki/leaf.pvk -pfx out.pfx
