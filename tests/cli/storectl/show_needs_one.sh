export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
storectl show
certimport -user -addstore My ../pki/leaf.cer >/dev/null 2>&1
storectl show | head -1
storectl show -sm
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
storectl show
storectl show -a | grep Issued.to
storectl show -sha1 $(sha1sum ../pki/leaf.cer | cut -c 1-8) | grep Issued.to
storectl show -json 2>/dev/null | jq -r .error.name
storectl show a b
# What nobody can parse can be shown, too.
printf 'no certificate' >odd; h=$(sha1sum odd | cut -d' ' -f1 | tr a-f A-F)
{ printf '\040\0\0\0\001\0\0\0\016\0\0\0'; cat odd; } \
    >home/SystemCertificates/My/Certificates/$h
storectl show $h
storectl show $h -json | jq -c .
