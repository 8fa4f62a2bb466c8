head -c 1000 ../pki/leaf.pvk >cut.pvk
pvk2pfx -pvk cut.pvk -spc ../pki/leaf.cer -pfx out.pfx
