pvk2pfx -v -pvk ../pki/leaf-strong.pvk -pi s3cr3t-wrong -spc ../pki/leaf.cer \
    -pfx out.pfx >log 2>&1
pvk2pfx -v -pvk ../pki/leaf.pvk -pi s3cr3t -po s3cr3t-too -json \
    -spc ../pki/leaf.cer -pfx out.pfx -iter 1 >>log 2>&1
grep -c s3cr3t log
