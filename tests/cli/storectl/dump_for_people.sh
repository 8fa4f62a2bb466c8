storectl dump ../pki/legacy.pfx -p spckit | sed 's/[0-9a-f]\{40,\}/HASH/'
