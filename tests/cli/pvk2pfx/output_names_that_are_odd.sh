long=$(printf 'a%.0s' $(seq 251)).pfx
for o in "new
line.pfx" ' blank.pfx' ./-dash.pfx "$long" "x$long" .. . ''; do
	pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx "$o" -po x \
	    -iter 1 && echo written
done
ls -A | wc -l
