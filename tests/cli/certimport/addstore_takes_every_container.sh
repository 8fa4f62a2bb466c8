export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl export -in ../pki/leaf-first.pem -as sst -out c.sst 2>/dev/null
for f in ../pki/leaf-first.pem ../pki/leaf-first.b64 ../pki/leaf-first.utf16 \
    ../pki/shuffled.spc ../pki/signed-ber.p7s ../pki/empty.spc c.sst; do
	rm -rf home
	echo "$f: $(certimport -user -addstore Test $f 2>/dev/null |
	    grep -c 'added to store') $(find home/System* -type f 2>/dev/null |
	    wc -l)"
done
