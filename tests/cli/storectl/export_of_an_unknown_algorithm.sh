# What can be imported comes out again, whatever libcrypto knows of it.
export SPCKIT_HOME=$PWD/home
openssl pkcs12 -export -inkey ../pki/leaf.key -in ../pki/leaf.pem -nomac \
    -keypbe NONE -certpbe NONE -passout pass: -out unknown.pfx
# rsaEncryption in key and certificate becomes 1.2.840.113549.1.1.127.
perl -0777 -pi -e 's/\x2a\x86\x48\x86\xf7\x0d\x01\x01\K\x01(?=\x05\0)/\x7f/g' \
    unknown.pfx
certimport -user unknown.pfx 2>/dev/null | sed -n 1p
storectl -user -store My | sed -n '/^  Provider/,$p'
for f in pfx pem pkcs8; do
    storectl export -as $f -out out.$f -po pw -a 2>/dev/null
    storectl dump out.$f -p pw | sed -n '3,6p'
done
storectl dump out.pfx -p pw | grep Certificate
storectl dump unknown.pfx -json >in.json
storectl dump out.pem -p pw -json >out.json
jq -r '.certificates[].sha1' in.json out.json | uniq | wc -l
# Not with a certificate of another algorithm.
perl -0777 -pi -e 's/\x2a\x86\x48\x86\xf7\x0d\x01\x01\K\x7f(?=\x05\0)/\x7e/' \
    unknown.pfx
storectl dump unknown.pfx | grep Certificate
storectl export -in unknown.pfx -as pfx -out no.pfx -po x 2>err
status=$?
sed 's/OpenSSL ([0-9.]*)/OpenSSL (VERSION)/' err >&2
exit $status
