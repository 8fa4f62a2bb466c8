# Latin-1 and cp1252 are found without a word; of others the option is named.
pvk2pfx -pvk ../pki/leaf-latin1.pvk -pi pässwörd -spc ../pki/leaf.cer \
    -pfx latin.pfx -po x
pvk2pfx -pvk ../pki/leaf-latin1.pvk -pi passwörd -spc ../pki/leaf.cer \
    -pfx out.pfx
# Pasted from a web page, quotes and all.
PW='“spckit”' pvk2pfx -pvk ../pki/leaf-strong.pvk -pi-from env:PW \
    -spc ../pki/leaf.cer -pfx out.pfx
