for f in leaf-first.spc leaf-last.spc leaf-first.pem leaf-first.b64 \
    leaf-first.utf16 chain.pem combined.pem; do
	pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/$f -pfx out.pfx -po x \
	    -f -iter 1 -json | jq -c '[.certificate.sha1, .chain, .unrelated]'
done
