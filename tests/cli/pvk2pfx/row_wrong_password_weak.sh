pvk2pfx -pvk ../pki/leaf-weak.pvk -pi wrong -spc ../pki/leaf.cer -pfx out.pfx
