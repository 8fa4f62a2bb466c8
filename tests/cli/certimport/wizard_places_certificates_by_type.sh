export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo "certimport; echo \"status \$?\"" >run
{
	for line in '' ../pki/chain.pem '' '' y; do
		sleep 0.5
		printf '%s\n' "$line"
	done
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r' | tail -4
ls home/SystemCertificates
