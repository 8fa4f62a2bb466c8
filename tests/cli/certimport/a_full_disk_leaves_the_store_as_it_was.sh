export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# A limit on the size of files is the nearest thing to a full disk here.
certimport -user ../pki/combined.pem >/dev/null 2>&1
find home -type f -exec sha256sum {} + | LC_ALL=C sort >before
cat ../pki/ec.key ../pki/ec.pem ../pki/root.pem >ec.pem
(
	ulimit -f 0
	certimport -user ec.pem
	echo "status $?"
) 2>&1 | sed "s|$PWD|.|"
find home -type f -exec sha256sum {} + | LC_ALL=C sort | diff before -
certimport -user ec.pem >/dev/null 2>&1
find home -type f | wc -l
