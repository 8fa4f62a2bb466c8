# General, Details, Certification Path.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit -importPFX ../pki/aes.pfx >/dev/null 2>&1
certimport -addstore Root ../pki/root.cer >/dev/null 2>&1
storectl show 1002
storectl show -sm -s Root 1000
