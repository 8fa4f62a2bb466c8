pvk=$(openssl base64 -A -in ../pki/leaf-strong.pvk) spc=$(cat ../pki/leaf-first.pem)
export pvk spc
c='-pi spckit -iter 1 -f -pfx out.pfx'
pvk2pfx -pvk env:pvk -spc env:spc $c && echo env
pvk2pfx -pvk - -spc ../pki/leaf.cer $c <../pki/leaf-strong.pvk && echo stdin
pvk2pfx -pvk ../pki/leaf-strong.pvk -spc - $c <../pki/leaf.cer && echo stdin
pvk2pfx -pvk fd:7 -spc fd:8 $c 7<../pki/leaf-strong.pvk 8<../pki/leaf.cer &&
    echo fd
cat ../pki/leaf-strong.pvk | pvk2pfx -pvk fd:0 -spc ../pki/leaf.cer $c &&
    echo pipe
