export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
import() { certimport -user "$@" >/dev/null 2>&1; }
import -p spckit -importPFX ../pki/aes.pfx
import -addstore My ../pki/expired.cer
import -addstore My ../pki/ec.cer
hash=$(sha1sum ../pki/expired.cer | cut -d' ' -f1)
storectl delete; echo $?
storectl delete -a; echo $?
storectl delete -n publisher; echo $?
storectl delete 'publisher (EC)'; echo $?
storectl delete 'publisher (EC)'; echo $?
# By thumbprint again and again.
storectl delete -sha1 $hash -delkey; echo $?
storectl delete -sha1 $hash; echo $?
storectl delete -sha1 $hash -json; echo $?
storectl delete -n publisher; echo $?
ls home/SystemCertificates/My/Certificates home/Keys | grep -c .
import -p spckit -importPFX ../pki/aes.pfx
storectl delete -n publisher -delkey; echo $?
ls home/Keys
import -p spckit -importPFX ../pki/aes.pfx
storectl delete -s ca 0 -json; echo $?
storectl delete a b
storectl delete -v x
