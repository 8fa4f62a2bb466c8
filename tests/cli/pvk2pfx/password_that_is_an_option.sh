# -po $PW -f with PW unset.
PW=
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po $PW -f
