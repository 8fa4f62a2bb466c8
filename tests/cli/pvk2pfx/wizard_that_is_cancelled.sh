cat >run <<'RUN'
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -iter 1
echo "status $?"
RUN
{
	for line in out.pfx s3cr3t s3cr3t n; do
		sleep 0.5
		printf '%s\n' $line
	done
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
ls
