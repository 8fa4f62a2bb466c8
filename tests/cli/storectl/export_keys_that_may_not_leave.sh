# NoExport never; ExportEncrypted only under a password.
export SPCKIT_HOME=$PWD/home
storectl export -in ../pki/leaf.pvk ../pki/leaf-first.spc -as pfx -out id.pfx \
    -po pw -iter 1
storectl export -in ../pki/ec.key ../pki/ec.spc -as pfx -out ec.pfx -po pw \
    -iter 1
certimport -user -p pw -importPFX id.pfx NoExport >/dev/null 2>&1
certimport -user -p pw -importPFX ec.pfx ExportEncrypted >/dev/null 2>&1
e() { storectl export "$@" -out o -f && echo "worked: $*"; }
for f in pfx pvk pkcs8 pem blob; do
	e -sha1 9358922a938e -as $f
done
storectl export -sha1 9358922a938e -as dotnet -out d
e -sha1 9358922a938e -as pem -nokey
e -sha1 9358922a938e -as spc
e -n '(EC)' -as pkcs8
e -n '(EC)' -as pem -po-from none
e -n '(EC)' -as pfx -po ''
storectl export -n '(EC)' -as dotnet -out d
e -n '(EC)' -as pkcs8 -po x
e -n '(EC)' -as pfx -po x
storectl dump o -p x | grep -c ^Key
test -e d || echo "no folder"
