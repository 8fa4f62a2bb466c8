for pvk in leaf leaf-signature; do
	pvk2pfx -pvk ../pki/$pvk.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x \
	    -f -iter 1 -name 'Some Name' -csp 'Some Provider'
	openssl pkcs12 -in out.pfx -passin pass:x -nodes -nocerts 2>&1 |
	    sed -n '/Bag Attributes/,/BEGIN/p'
done
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x -f \
    -name 'Ключ 鍵 🔑'
storectl dump out.pfx -p x -json |
    jq '.keys[0].friendlyName, .certificates[0].friendlyName, .keys[0].keySpec'
