export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo "certimport; echo \"status \$?\"" >run
{
	for line in 1 ../pki/empty.pfx n y n 1 n; do
		sleep 0.5
		printf '%s\n' "$line"
	done
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
[ ! -e home ] && echo 'no store was made'
