storectl dump -json ../pki/empty.pfx | jq '.certificates | length'
