cat >run <<'RUN'
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po-from prompt
echo "status $?"
RUN
{
	for i in 1 2 3; do
		sleep 0.4
		printf 'one\n'
		sleep 0.4
		printf 'two\n'
	done
	sleep 0.4
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
ls
