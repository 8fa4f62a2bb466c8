# No row wraps at 72 columns or more; what is left of a thumbprint is enough for
# -sha1. Piped and with -v it is whole.
command -v script >/dev/null || { echo 'SKIP: script is not installed'; exit; }
export SPCKIT_HOME=$PWD/home TERM=dumb
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
certimport -user -addstore My ../pki/ec.cer >/dev/null 2>&1
# Not yet valid, with the longest name: the widest row.
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout k \
    -subj "/CN=$(printf '%064d' 7)" -out far.csr 2>/dev/null
: >index.txt
printf '[c]\ndatabase = index.txt\nrand_serial = yes\ndefault_md = sha256\n%s' \
    'policy = p
[p]
commonName = supplied
' >ca.cnf
openssl ca -config ca.cnf -name c -selfsign -keyfile k -in far.csr -batch \
    -outdir . -notext -startdate 20460101000000Z -enddate 20470101000000Z \
    -out far.pem 2>log || cat log
certimport -user -addstore My far.pem >/dev/null 2>&1
on() { script -qec "stty cols $1; storectl list ${2-}" /dev/null </dev/null |
    tr -d '\r'; }
longest() { LC_ALL=C.UTF-8 wc -L; }
for width in 72 80 100; do
	[ "$(on $width | longest)" -le $width ] && echo "fits $width"
done
on 80 | tail -n +2 | while read -r row; do
	storectl list -sha1 "${row##* }" | wc -l
done
on 80 | tail -n +2 | grep -c ' [0-9a-f]\{10\}$'
on 220 | grep -c ' [0-9a-f]\{40\}$'
on 72 -v | grep -c ' [0-9a-f]\{40\}$'
storectl list | grep -c ' [0-9a-f]\{40\}$'
