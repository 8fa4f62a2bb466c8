{ cat ../pki/leaf.pvk; head -c 70000 /dev/zero; } >big.pvk
pvk2pfx -pvk big.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x
