export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
v() { storectl -user -verifystore "$@" | grep -v '^ \|^[SINRT]'; }
import() { certimport -user "$@" >/dev/null 2>&1; }
import -p spckit -importPFX ../pki/aes.pfx
import -addstore My ../pki/expired.cer
v My 1002
import -addstore Root ../pki/root.cer
v My 1002
v My 1006
v My
v Root 0
import -addstore Disallowed ../pki/ca.cer
v My 1002
# A root of the machine is a root for the user.
rm -r home/SystemCertificates/Disallowed home/SystemCertificates/Root
certimport -addstore Root ../pki/root.cer >/dev/null 2>&1
v My 1002
storectl -verifystore
storectl -verifystore My nobody
