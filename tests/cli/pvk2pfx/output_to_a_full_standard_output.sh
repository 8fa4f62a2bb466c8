pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx - -po x -iter 1 \
    >/dev/full && echo worked
pvk2pfx -v -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x \
    -iter 1 -json >/dev/full && echo worked
pvk2pfx --version >/dev/full && echo worked
