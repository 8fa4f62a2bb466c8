# The second row must not replace what the first wrote.
PW=spckit
export PW
printf '../pki/leaf.pvk\t\t../pki/leaf.cer\t1.pfx\tenv:PW\n' >list
cat list list >both
pvk2pfx -batch both -iter 1
status=$?
ls
exit $status
