# A name that the CA may not certify: everybody says so, in the same words.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
openssl req -new -key ../pki/ca.key -subj '/O=spckit test/CN=Narrow CA' \
    -config /dev/null -out csr
printf '%s\n' basicConstraints=critical,CA:TRUE keyUsage=keyCertSign \
    'nameConstraints=permitted;dirName:there' '[there]' 'O=another' >ext
openssl x509 -req -in csr -CA ../pki/root.pem -CAkey ../pki/root.key \
    -set_serial 77 -days 9000 -extfile ext -out narrow.pem 2>/dev/null
openssl req -new -key ../pki/leaf.key -subj '/O=spckit test/CN=Wide' \
    -config /dev/null -out csr
echo extendedKeyUsage=codeSigning >ext
openssl x509 -req -in csr -CA narrow.pem -CAkey ../pki/ca.key \
    -set_serial 78 -days 9000 -extfile ext -out wide.pem 2>/dev/null
certimport -user -addstore Root ../pki/root.cer >/dev/null 2>&1
openssl pkcs12 -export -in wide.pem -inkey ../pki/leaf.key -certfile narrow.pem \
    -passout pass:x -out wide.pfx
certimport -user -p x -importPFX wide.pfx NoRoot
storectl chain -n Wide -json | jq -r '.valid, .reason'
storectl show -n Wide | grep -B9 wrong
storectl -user -verifystore My Wide | grep valid
cp "$FIXTURES"/signed/plain.exe .
osslsigncode sign -h sha256 -certs wide.pem -ac narrow.pem -key ../pki/leaf.key \
    -in plain.exe -out wide.exe >/dev/null
storectl verify -pa wide.exe
