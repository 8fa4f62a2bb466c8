PW=spckit
export PW
printf '../pki/leaf.pvk\t\t../pki/leaf.cer\t1.pfx\tenv:PW\n' |
    pvk2pfx -batch - -iter 1
ls
