storectl dump ../pki/aes.pfx
