head -c 2000 ../pki/leaf-first.spc >cut.spc
pvk2pfx -pvk ../pki/leaf.pvk -spc cut.spc -pfx out.pfx -po x
