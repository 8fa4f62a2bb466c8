export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit -importPFX ../pki/aes.pfx NoExport,AT_SIGNATURE \
    >/dev/null 2>&1
certimport -user -addstore My ../pki/ec.cer >/dev/null 2>&1
storectl list -v | sed 's/[0-9a-f]\{40\}/HASH/; s/^\(Certificate\) ./\1 N/'
