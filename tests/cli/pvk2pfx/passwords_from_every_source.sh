c='-spc ../pki/leaf.cer -iter 1 -f -pfx out.pfx'
p='-pvk ../pki/leaf-strong.pvk'
PW=spckit
export PW
printf 'spckit\r\nsecond line\n' >file
printf '\357\273\277spckit\n' >bom
pvk2pfx $p -pi-from env:PW $c && echo env
pvk2pfx $p -pi-from file:file $c && echo file
pvk2pfx $p -pi-from file:bom $c && echo 'byte order mark'
pvk2pfx $p -pi-from fd:9 $c 9<file && echo fd
pvk2pfx $p -pi-from stdin $c <file && echo stdin
pvk2pfx -pvk ../pki/leaf.pvk -po-from file:file $c && echo po
openssl pkcs12 -in out.pfx -passin env:PW -noout
printf 'spckit\nsecret\n' |
    pvk2pfx $p -pi-from stdin -po-from stdin $c && echo 'two lines of stdin'
openssl pkcs12 -in out.pfx -passin pass:secret -noout
