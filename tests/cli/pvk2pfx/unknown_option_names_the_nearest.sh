pvk2pfx -pvk ../pki/leaf.pvk -scp ../pki/leaf.cer
