# One sentence each; nothing is written.
e() { storectl export "$@" && echo "worked: $*"; }
P=../pki
e -in $P/leaf.cer -as pfx -out o -po x
e -in $P/leaf.cer -as pvk -out o
e -in $P/leaf.pvk -as pfx -out o -po x
e -in $P/leaf.pvk -as spc -out o
e -in $P/leaf.pvk $P/other.cer -as pfx -out o -po x
e -in $P/leaf.pvk $P/other.cer -as pem -out o
e -in $P/ec.key $P/ec.cer -as pvk -out o
e -in $P/ec.key -as blob -out o
e -in $P/empty.spc -as p7b -out o
e -in $P/leaf.pvk $P/other.pvk -as pkcs8 -out o
e -in $P/leaf.pvk -as pkcs8 -out o -nokey
e -in $P/leaf.pvk -as pkcs8 -out o -nochain
e -in $P/leaf.pvk -as pkcs8 -out o -crypto RC4-128
e -in $P/leaf.pvk -as pvk -out o -crypto AES256-SHA256
e -in $P/leaf.pvk -as pvk -out o -iter 5
e -in $P/leaf.pvk -as pvk -out o -form pem
e -in $P/leaf.pvk -as pvk -out o -name x
e -in $P/leaf.pvk -as pvk -out o -cross $P/ca.cer
e -in $P/leaf.cer -as cer -out o -po x
e -in $P/leaf.cer -as cer -out o -form base64
e -in $P/leaf.pvk -as pkcs8 -out o -iter 0
e -in $P/leaf.pvk -as pkcs8 -out o -iter 6000000
e -in $P/leaf.pvk -as pkcs8 -out o -po ''
e -in $P/leaf.pvk -as pvk -out o -po x -po-from env:Y
e -in $P/leaf.cer -as cer -out o -sm
e -in $P/leaf.cer -as cer -out o -kp-from env:X
e -in - - -as cer -out o
e -in - -p-from stdin -as cer -out o
e -in $P/leaf.cer -as cer -json -out -
e -as cer -p x -out o
e one two -as cer -out o
e -in nowhere -as cer -out o
e -in $P/aes.pfx -p wrong -as cer -out o
e -in $P/aes.pfx -as cer -out o
ls
