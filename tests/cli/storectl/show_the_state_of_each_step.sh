export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
import() { certimport -user "$@" >/dev/null 2>&1; }
show() { storectl show "$@" | sed '/^Details/,/^Cert/d' |
    grep -v 'Issued\|Valid f\|\*'; }
import -addstore My ../pki/leaf.cer
import -addstore My ../pki/expired.cer
echo "-- nothing above it"; show 1002
import -addstore CA ../pki/ca.cer
echo "-- no root"; show 1006
import -addstore CA ../pki/root.cer
echo "-- a root that is not trusted"; show 1002
import -addstore Root ../pki/root.cer
echo "-- all there"; show 1006
import -addstore Disallowed ../pki/ca.cer
echo "-- disallowed"; show 1002
storectl show 1002 -json | jq -c .chain
rm -r home/SystemCertificates/CA home/SystemCertificates/Disallowed
storectl show 1002 -json | jq -c .chain
# A signature that is not the issuer's: of the same names and key identifiers.
import -addstore CA ../pki/ca.cer
openssl x509 -in ../pki/leaf.cer -inform DER -outform DER | head -c -1 >bad.cer
printf '\001' >>bad.cer
import -addstore Bad bad.cer
echo "-- one octet changed"; show -s Bad 1002
