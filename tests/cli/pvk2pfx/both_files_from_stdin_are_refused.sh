pvk2pfx -pvk - -spc - -pfx out.pfx <../pki/leaf.pvk
