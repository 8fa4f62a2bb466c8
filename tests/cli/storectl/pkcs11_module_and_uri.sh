# Where the module is and what the identity is called there; both are tried out
# by asking for the certificate under that name.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
t()
{
	storectl pkcs11 "$@"
	echo "status $?"
}
t
certimport -user -p spckit ../pki/aes.pfx NoExport >/dev/null 2>&1
storectl pkcs11 -n publisher >two
sed 's|^/.*/||' two
storectl pkcs11 -n publisher -json | jq -c '{sha1, exportable, uri,
    module: (.module | sub(".*/"; ""))}'
module=$(head -1 two)
id=$(sed -n 's/.*;id=//p' two | tr -d %)
pkcs11-tool --module "$module" --read-object --type cert --id "$id" \
    -o got.cer >/dev/null 2>&1
openssl x509 -inform DER -in got.cer -noout -subject -nameopt RFC2253
storectl list -json | jq -r '.[0].sha1'
t -n nobody
t -n publisher -s CA
t one two
# An older certificate of the same key has the same URI: the module finds the
# one that is valid for longer, and whoever asked for the other is told.
openssl req -x509 -key ../pki/leaf.key -days 10 -subj /CN=predecessor \
    -config /dev/null -addext extendedKeyUsage=codeSigning -out old.pem
certimport -user -addstore My old.pem >/dev/null 2>&1
storectl pkcs11 -n publisher | sed 1d
storectl pkcs11 -n predecessor | sed 1d
