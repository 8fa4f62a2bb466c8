storectl dump -p spckit ../pki/aes.pfx -limit iterations=2047
storectl dump -p spckit ../pki/aes.pfx -limit total-iterations=4096
storectl dump -p spckit ../pki/aes.pfx -limit bags=1
storectl dump ../pki/leaf-first.spc -limit container=100
storectl dump ../pki/leaf.pvk -limit key-file=100
storectl dump ../pki/chain.pem -limit bags=2
