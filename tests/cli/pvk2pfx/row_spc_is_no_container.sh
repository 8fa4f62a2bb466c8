echo 'this is no certificate' >text.spc
pvk2pfx -pvk ../pki/leaf.pvk -spc text.spc -pfx out.pfx -po x
