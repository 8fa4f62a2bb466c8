storectl dump -json -p wrong ../pki/aes.pfx 2>/dev/null
head -c 500 ../pki/leaf-first.spc >cut
storectl dump -json cut 2>/dev/null
storectl dump -json nowhere 2>/dev/null
