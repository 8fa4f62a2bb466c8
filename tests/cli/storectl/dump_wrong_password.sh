storectl dump -p wrong ../pki/aes.pfx
storectl dump -p wrong ../pki/legacy.pfx
storectl dump -p wrong ../pki/leaf-strong.pvk
storectl dump -p wrong ../pki/leaf-pbes2.key
storectl dump -p wrong ../pki/leaf-dek.key
