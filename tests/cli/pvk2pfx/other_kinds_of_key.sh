for k in ec dsa; do
	key=$k.key
	pvk2pfx -pvk ../pki/$key -spc ../pki/$k.spc -pfx $k.pfx -po x -iter 1
	openssl pkey -in ../pki/$key -pubout >pub
	openssl pkcs12 -in $k.pfx -passin pass:x -nodes -nocerts |
	    openssl pkey -pubout | cmp - pub && echo $k
done
pvk2pfx -pvk ../pki/dsa-strong.pvk -pi spckit -spc ../pki/dsa.spc -pfx d.pfx
