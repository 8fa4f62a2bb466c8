d=$(pwd)
cp ../pki/leaf.pvk ../pki/leaf.cer .
pvk2pfx -pvk "$d/leaf.pvk" -spc "$d/leaf.cer" -pfx "$d/out.pfx" -po x -iter 1
ls
