PW=spckit
export PW
{
	printf '../pki/leaf.pvk\t\t../pki/leaf.cer\t1.pfx\tenv:PW\n'
	printf 'nowhere.pvk\t\t../pki/leaf.cer\t2.pfx\tenv:PW\n'
	printf '../pki/leaf.pvk\t\t../pki/other.cer\t3.pfx\tenv:PW\n'
	printf '../pki/leaf-strong.pvk\t\t../pki/leaf.cer\t4.pfx\n'
	printf 'too few columns\n'
	printf '../pki/leaf.pvk\t\t../pki/leaf.cer\t5.pfx\tenv:PW\n'
} >list
pvk2pfx -batch list -iter 1
status=$?
ls
exit $status
