pvk2pfx -pvk a -spc b -pfx c -limit nonsense=1
pvk2pfx -pvk a -spc b -pfx c -limit bags=many
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx c -limit rsa-max=2047
