export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx NoExport >/dev/null 2>&1
grep -c '^Exportable: no' home/Keys/*
certimport -user -p spckit ../pki/aes.pfx 2>&1 | grep -v 'chain of'
grep -c '^Exportable: no' home/Keys/*
certimport -user -p spckit -f ../pki/aes.pfx 2>&1 | grep -v 'chain of'
grep -c '^Exportable: no' home/Keys/*
find home/.tmp home/System* home/Keys -type f | wc -l
