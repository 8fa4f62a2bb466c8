export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
echo "certimport; echo \"status \$?\"" >run
{
	for line in 1 nowhere.pfx ../pki/aes.pfx wrong spckit y n y 1 y \
	    geheim geheim; do
		sleep 0.5
		printf '%s\n' "$line"
	done
	sleep 1
} | script -qec 'sh ./run' /dev/null | tr -d '\r'
find home/System* -type f | LC_ALL=C sort
sed '/^-----BEGIN/,$d' home/Keys/*
