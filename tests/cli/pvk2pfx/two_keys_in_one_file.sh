# One PFX holds one key: none is chosen, whatever certificate there is.
cat ../pki/leaf.key ../pki/ec.key >two.pem
pvk2pfx -pvk two.pem -spc ../pki/leaf.cer -pfx out.pfx -po x
status=$?
ls
exit $status
