storectl dump -v ../pki/leaf.cer | sed 's/[0-9a-f]\{40,\}/HASH/'
