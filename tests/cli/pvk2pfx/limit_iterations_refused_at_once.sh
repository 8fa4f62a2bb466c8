# 2147483647 iterations in an encrypted key; then one more than a limit of ours.
seeds=$FIXTURES/../fuzz/corpus/key
c='-pi spckit -spc ../pki/leaf.cer -pfx out.pfx -iter 1'
start=$(date +%s%N)
cp "$seeds/iterations-2g" .
pvk2pfx -pvk iterations-2g $c
took=$((($(date +%s%N) - start) / 1000000))
[ $took -lt 1000 ] || echo "took $took ms"
pvk2pfx -pvk ../pki/leaf-3des.p8 $c -limit iterations=2047
pvk2pfx -pvk ../pki/leaf-3des.p8 $c -limit iterations=2048 && ls *.pfx
