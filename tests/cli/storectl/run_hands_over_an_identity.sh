# Every placeholder, each opened more than once, by programs that only read
# files; in a pipe the second look would find nothing.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
storectl run -n publisher -- sh -c '
    openssl pkcs12 -in {pfx} -passin pass:{pass} -nodes |
	openssl pkey -pubout >pfx.pub
    openssl pkcs12 -in {pfx} -passin file:{passfile} -nokeys |
	grep -c BEGIN
    openssl pkey -in {key} -pubout >key.pub
    openssl rsa -inform PVK -in {pvk} -pubout >pvk.pub 2>/dev/null
    openssl x509 -in {cert} -noout -pubkey >cert.pub
    openssl x509 -in {cert} -noout -subject -nameopt RFC2253
    openssl x509 -in {chain} -noout -subject -nameopt RFC2253
    grep -c BEGIN {chain}
    openssl pkcs7 -inform DER -in {spc} -print_certs | grep -c ^subject
    ls home'
for f in key pvk cert; do
	cmp pfx.pub $f.pub
done
ls
# Nobody can write into them, and there is no more than what was asked for.
storectl run -n publisher -- sh -c 'echo x 2>/dev/null >>{key} || echo sealed
    ls -l /proc/self/fd | grep -c memfd:'
# The root stays away, and the words stay what they are when they are not ours.
storectl run -n publisher -noroot -- sh -c 'grep -c BEGIN {chain}
    echo "{Pfx} {} {cert" x{pass}{pass}x | sed "s/[0-9a-f]\{32\}/PASS/g"'
# An old program's PFX.
storectl run -n publisher -crypto TripleDES-SHA1 -iter 7 -name Old -- sh -c \
    'openssl pkcs12 -in {pfx} -passin pass:{pass} -info -nokeys 2>&1 |
    grep -e ^MAC: -e friendlyName'
