storectl dump ../pki/aes.pfx
# One standard input cannot be the file and its password.
storectl dump - -p-from stdin <../pki/aes.pfx
storectl -dump - -p-from stdin <../pki/aes.pfx
storectl chain -in - -p-from stdin <../pki/aes.pfx
