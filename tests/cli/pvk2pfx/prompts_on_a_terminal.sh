# The password is asked for without echo, the new one twice.
cat >run <<'RUN'
pvk2pfx -pvk ../pki/leaf-strong.pvk -spc ../pki/leaf.cer -pfx out.pfx \
    -po-from prompt -iter 1
echo "status $?"
RUN
{
	sleep 0.5
	printf 'spckit\n'
	sleep 0.5
	printf 's3cr3t\n'
	sleep 0.5
	printf 's3cr3t\n'
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
openssl pkcs12 -in out.pfx -passin pass:s3cr3t -noout
