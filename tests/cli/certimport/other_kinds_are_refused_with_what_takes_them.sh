export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
for f in leaf.cer leaf.pem leaf-first.spc leaf.pvk leaf.key leaf.p8 leaf.blob \
    signed-ber.p7s; do
	certimport -user -p spckit -importPFX ../pki/$f >/dev/null
done
certimport -user -addstore My ../pki/aes.pfx
certimport -user -addstore My ../pki/leaf.pvk
cp "$FIXTURES/containers/crl.der" .
certimport -user -addstore My crl.der
[ ! -e home ]
