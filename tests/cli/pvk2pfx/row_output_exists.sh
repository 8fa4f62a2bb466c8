echo precious >out.pfx
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x
status=$?
cat out.pfx
ls
exit $status
