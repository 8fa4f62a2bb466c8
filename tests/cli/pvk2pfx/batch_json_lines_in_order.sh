PW=spckit
export PW
for i in $(seq 20); do
	printf '../pki/leaf.pvk\t\t../pki/leaf-first.spc\t%d.pfx\tenv:PW\n' $i
done >list
printf 'nowhere.pvk\t\t../pki/leaf-first.spc\tx.pfx\n' >>list
pvk2pfx -batch list -iter 1 -jobs 4 -json >out
echo $?
jq -c '[.row, .pfx, .error.name]' out
