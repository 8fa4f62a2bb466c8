export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit -importPFX ../pki/aes.pfx >/dev/null 2>&1
certimport -addstore Root ../pki/root.cer >/dev/null 2>&1
storectl list -json | jq 'type, length, (.[0] | keys_unsorted[])'
storectl list -json | jq -c '.[0] | [.subject, .store, .location,
    .friendlyName, .hasPrivateKey, .keySpec, .exportable, .protected]'
storectl list -sm -s root -json |
    jq -c '.[0] | [.subject, .store, .location, .hasPrivateKey, .keySpec]'
[ "$(storectl list -json | jq -r '.[0].sha256')" = \
    "$(sha256sum ../pki/leaf.cer | cut -d' ' -f1)" ] || echo another sha256
# A refusal is one document, too.
storectl list -json -sha1 12 2>/dev/null
