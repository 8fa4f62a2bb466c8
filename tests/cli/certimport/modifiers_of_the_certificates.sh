export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/shuffled.spc -pfx all.pfx -po x -iter 1
stores()
{
	rm -rf home
	certimport -user -p x -json all.pfx "$@" 2>/dev/null |
	    jq -r '.imported[] | .store + ": " + .subject'
	echo "keys: $(find home/Keys -type f | wc -l)"
}
stores Pkcs8
stores NoRoot
stores NoChain
stores NoCert
