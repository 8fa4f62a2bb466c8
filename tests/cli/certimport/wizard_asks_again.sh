# Nonsense is no answer: the question comes again.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo "certimport; echo \"status \$?\"" >run
{
	for line in machine 3 0 '1 ' ../pki/empty.pfx maybe ' N ' YES 7 Y 12 1 \
	    perhaps n; do
		sleep 0.5
		printf '%s\n' "$line"
	done
	sleep 0.5
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
