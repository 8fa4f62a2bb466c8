# Absent is done; of several none; the key stays.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
import() { certimport -user "$@" >/dev/null 2>&1; }
import -p spckit -importPFX ../pki/aes.pfx
import -addstore My ../pki/expired.cer
import -addstore My ../pki/ec.cer
storectl -delstore My publisher; echo $?
storectl -user -delstore my publisher; echo $?
storectl -user -delstore my nobody; echo $?
storectl -user -delstore my 1006; echo $?
storectl -user -delstore my 1006; echo $?
storectl -user -f -delstore my publisher; echo $?
storectl list -json | jq length
ls home/Keys | wc -l
storectl -user -delstore My
