# As on the page: /v, a cross-certificate, and whatever name we are called by.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
ln -s "$(command -v storectl)" signtool
cp $S/plain.exe toaster.sys
cp $S/unsigned.cat tstamd64.cat
./signtool sign /v /ac $S/cross.cer /s My /n "spckit test publisher " \
    tstamd64.cat toaster.sys
echo "status $?"
for f in toaster.sys tstamd64.cat; do
	for root in ../pki/root.pem kernel.pem; do
		openssl x509 -inform DER -in $S/kernel.cer -out kernel.pem
		osslsigncode verify $IGNORE_CDP -CAfile $root $f 2>/dev/null |
		    grep -c '^Signature verification: ok'
	done
done
echo '-- not so talkative'
storectl sign -n publisher toaster.sys
./signtool SIGN /q /n publisher toaster.sys
echo "status $?"
echo '-- more so'
storectl sign /debug /n publisher /i "test ca" /r "test root" /ac $S/cross.cer \
    toaster.sys
echo '-- some of several'
storectl sign /v /n publisher toaster.sys none.sys ../pki/leaf.key tstamd64.cat
echo "status $?"
storectl sign /n publisher none.sys toaster.sys
echo "status $?"
ls
