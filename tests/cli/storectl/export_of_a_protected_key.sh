# Its passphrase at each use, and only the right one.
export SPCKIT_HOME=$PWD/home
echo 'a passphrase' >phrase
echo another >wrong
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf-first.spc -pfx id.pfx -po pw \
    -iter 1
certimport -user -p pw -protect-from file:phrase -importPFX id.pfx Protect \
    >/dev/null 2>&1
for from in '' '-kp-from file:wrong' '-kp-from file:phrase'; do
	storectl export -as pvk -po x -out o.pvk $from 2>err
	echo "status $?"
	sed "s|$PWD/||" err
done
storectl export -as spc -out o.spc && cmp o.spc ../pki/leaf-first.spc
storectl export -in o.pvk -p x -as pvk -out p.pvk -po-from none 2>/dev/null
cmp p.pvk ../pki/leaf.pvk
