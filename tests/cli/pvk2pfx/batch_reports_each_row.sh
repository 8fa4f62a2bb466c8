PW=spckit
export PW
{
	echo '# pvk pi-from spc pfx po-from'
	printf '../pki/leaf-strong.pvk\tenv:PW\t../pki/leaf-first.spc\t1.pfx\n'
	echo
	printf '../pki/leaf-weak.pvk\tenv:PW\t../pki/leaf.cer\t2.pfx\tenv:PW\r\n'
	printf '../pki/leaf.pvk\t-\t../pki/leaf.cer\t3.pfx\tenv:PW\n'
} >list
pvk2pfx -batch list -iter 1
ls
for f in 1 2 3; do openssl pkcs12 -in $f.pfx -passin env:PW -noout; done
