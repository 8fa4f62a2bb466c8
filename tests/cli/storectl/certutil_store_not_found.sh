export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl -store My nobody; echo $?
certimport -user -addstore My ../pki/ec.cer >/dev/null 2>&1
storectl -store My nobody; echo $?
storectl -user -store My nobody; echo $?
storectl -user -store CA nobody; echo $?
