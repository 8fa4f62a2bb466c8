export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
openssl pkcs12 -export -nocerts -inkey ../pki/leaf.key -passout pass:x -out k.p12 2>/dev/null
certimport -user -p x k.p12
ls home/Keys
certimport -user -addstore My ../pki/leaf.cer 2>/dev/null
certimport -user -addstore My ../pki/leaf.cer -json | jq .imported[0].hasPrivateKey
strings -el home/SystemCertificates/My/Certificates/* | grep Microsoft
