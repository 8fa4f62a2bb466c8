for u in 0 022 077 0777; do
	rm -f out.pfx
	(umask $u && pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer \
	    -pfx out.pfx -po x -iter 1)
	stat -c "$u %a" out.pfx
done
