storectl export -in ../pki/leaf.pvk ../pki/leaf-first.spc -as pfx -out a.pfx \
    -po x -json
storectl export -in ../pki/leaf.pvk -as pkcs8 -out a.key -json
storectl export -in ../pki/leaf-only.spc -as cer -out a.cer -json
storectl export -in ../pki/leaf-only.spc -as spc -out a.spc -json
storectl export -in ../pki/leaf-only.spc -as spc -out a.spc -json
