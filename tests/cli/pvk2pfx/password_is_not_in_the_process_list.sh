# The FIFO holds the program just behind its command line.
mkfifo in
pvk2pfx -pvk in -pi s3cr3t-pi -po s3cr3t-po -spc ../pki/leaf.cer \
    -pfx out.pfx 2>err &
sleep 0.3
tr '\0' ' ' <"/proc/$!/cmdline" | grep s3cr3t
tr '\0' '\n' <"/proc/$!/cmdline" | grep -c .
cat ../pki/leaf.pvk >in
wait $!
grep s3cr3t err
openssl pkcs12 -in out.pfx -passin pass:s3cr3t-po -noout
