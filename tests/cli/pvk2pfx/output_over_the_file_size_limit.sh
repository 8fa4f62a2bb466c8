(ulimit -f 1 && pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf-first.spc \
    -pfx out.pfx -po x -iter 1)
echo $?
ls -A
