# What the signature holds anyway is not attached again, and a root stays out.
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=$FIXTURES/signed
certimport -user -p spckit ../pki/aes.pfx >/dev/null
certimport -user -addstore Root ../pki/root.cer >/dev/null
cp $S/cross.cer .
cp ../pki/*.cer ../pki/chain.pem .
for ac in ca.cer leaf.cer root.cer chain.pem cross.cer 'cross.cer /ac cross.cer' \
    'cross.cer /ac ca.cer /ac leaf.cer'; do
	echo "-- /ac $ac"
	cp $S/plain.exe x.exe
	storectl sign /n publisher /q /ac $ac x.exe || echo "exit $?"
	storectl sign /n publisher /ac $ac x.exe | grep -v '^Done\|^Succ'
	storectl dump x.exe | sed -n 's/  Issued to: *//p' | sort
done
