mkdir d
pvk2pfx -pvk d -spc ../pki/leaf.cer -pfx out.pfx -po x
