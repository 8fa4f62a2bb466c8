cp ../pki/leaf.pvk v3.pvk
printf '\003' | dd of=v3.pvk bs=1 seek=25 conv=notrunc status=none
pvk2pfx -pvk v3.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x
