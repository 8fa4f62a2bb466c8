export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl -enumstore
certimport -user -addstore 'My own' ../pki/ec.cer >/dev/null 2>&1
certimport -user -addstore authroot ../pki/root.cer >/dev/null 2>&1
storectl -user -enumstore
storectl -enumstore '\\server'
