storectl dump -json ../pki/leaf.cer | jq '.certificates[0] | keys[]'
storectl dump -json -p spckit ../pki/aes.pfx | jq '.keys[0] | keys[]'
storectl dump -json ../pki/leaf.cer | jq -r '.certificates[0] |
    .sha1, .subject, .notAfter, .keyAlgorithm, .keyBits, .eku[]' |
    sed 's/^[0-9a-f]\{40\}$/HASH/'
