# the page verifies an .inf and a .sys that the catalogue names
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
cp "$FIXTURES"/signed/* .
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
storectl verify /kp /v -kernel-root kernel.cer /c list.cat setup.inf
echo "exit $?"
storectl verify /pa /c list.cat setup.inf plain.exe stamped.exe
echo "exit $?"
echo '-- of version 1, and by SHA-1'
storectl verify /pa /c list1.cat setup.inf plain.exe
echo "exit $?"
storectl verify /pa /hash sha1 /c list.cat plain.exe
echo "exit $?"
storectl verify /pa /hash SHA256 /c list1.cat plain.exe
echo "exit $?"
echo '-- the catalogue itself'
storectl verify /pa list.cat
echo "exit $?"
echo '-- changed, and not signed'
echo '; more' >>setup.inf
storectl verify /pa /v /c list.cat setup.inf
echo "exit $?"
storectl verify /pa /c unsigned.cat plain.exe
echo "exit $?"
storectl verify /pa /c setup.inf plain.exe
echo "exit $?"
echo '-- with more in them than is listed, or signed'
cp stamped.exe more.exe
# The type of the entry in its table of signatures.
printf '\1' | dd of=more.exe bs=1 seek=1030 conv=notrunc 2>/dev/null
storectl verify /pa /c list.cat more.exe
echo "exit $?"
cp list.cat more.cat
echo more >>more.cat
storectl verify /pa more.cat
echo "exit $?"
storectl verify /pa /c more.cat plain.exe
echo "exit $?"
echo '-- by a SHA-1 alone'
storectl verify /pa /q /v /c list1.cat plain.exe 2>&1 | grep SHA-1
echo '-- cabinets, by the one digest or the other'
cp "$FIXTURES"/kinds/*.cab .
openssl pkcs12 -in ../pki/aes.pfx -passin pass:spckit -nodes -out id.pem \
    2>/dev/null
perl "$FIXTURES/../interop/make-cat.pl" cabs.tmp plain.cab signed.cab
osslsigncode sign -certs id.pem -key id.pem -in cabs.tmp -out cabs.cat >/dev/null
printf x | cat plain.cab - >more.cab
cp plain.cab hidden.cab
printf x | dd of=hidden.cab bs=1 seek=4 conv=notrunc 2>/dev/null
for cab in plain signed more hidden; do
	storectl verify /pa /q /c cabs.cat $cab.cab
	echo "exit $?"
done
