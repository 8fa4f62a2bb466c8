# As pasted from a web page.
pvk2pfx -pvk “../pki/leaf.pvk” -spc ../pki/leaf.cer -pfx out.pfx
pvk2pfx –pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx
