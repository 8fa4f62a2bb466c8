export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo "certimport; echo \"status \$?\"" >run
{
	for line in 2 ../pki/chain.pem 2 Odd y; do
		sleep 0.5
		printf '%s\n' "$line"
	done
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
find machine/System* -type f | wc -l
ls machine/SystemCertificates
