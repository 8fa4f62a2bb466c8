for n in 0 -1 x 99999999999999999999 5000001; do
	pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x \
	    -iter $n && echo "$n worked"
done
ls
