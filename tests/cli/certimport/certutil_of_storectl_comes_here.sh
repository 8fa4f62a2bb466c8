export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# The passwords reach us although storectl has looked at the line first.
storectl -user -p spckit -importPFX ../pki/aes.pfx NoExport 2>/dev/null
storectl /addstore /user Root ../pki/root.cer 2>/dev/null
grep ^Exportable home/Keys/*
