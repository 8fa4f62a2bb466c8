# One PFX a certificate, named by its thumbprint, opened without a password; a
# key only with its certificate; CAs of the chain beside it, no root.
export SPCKIT_HOME=$PWD/home HOME=.
P=../pki
umask 0
storectl export -in $P/leaf.pvk $P/leaf-first.spc -as dotnet -out stores
find stores -printf '%M %p\n' | sort -k 2
for f in $(find stores -name '*.pfx' | sort); do
	storectl dump -json $f | jq -c '[.keys, .certificates | length] +
	    [.certificates[0].subject | split(",")[0]]'
	openssl pkcs12 -in $f -passin pass: -nodes 2>/dev/null |
	    grep -c 'BEGIN .*PRIVATE KEY'
done
storectl export -in $P/leaf.pvk $P/leaf-first.spc -as dotnet -out stores
storectl export -in $P/leaf.pvk $P/leaf-first.spc -as dotnet -out stores -f \
    -json | jq -c '[.file, .as, .keys, .encrypted, (.files | length)]'
storectl export -in $P/leaf-first.spc -as dotnet -out certs -nochain -s Ca
find certs -type f
# Where .NET itself looks.
storectl export -in $P/leaf.pvk $P/leaf.cer -as pfx -out id.pfx -po x -iter 1 \
    2>/dev/null
certimport -user -p x -importPFX id.pfx >/dev/null 2>&1
certimport -user -addstore CA $P/ca.cer >/dev/null 2>&1
certimport -user -addstore Root $P/root.cer >/dev/null 2>&1
storectl export -as dotnet
storectl export -s CA -as dotnet -f
storectl export -s Root -as dotnet
find .dotnet -type f | sort
echo x >file
storectl export -as dotnet -out file
storectl export -as dotnet -out -
storectl export -as dotnet -po x
