# Certificates that are not encrypted need none, where nobody can be asked; a
# key may have a password of its own.
openssl pkcs12 -export -inkey ../pki/leaf.key -in ../pki/leaf.pem \
    -certpbe NONE -passout pass:pw -out plain.pfx
storectl dump plain.pfx
storectl -dump plain.pfx | grep -c 'Cert Hash'
storectl dump ../pki/aes.pfx
PW=pw storectl dump plain.pfx -p-from env:PW | grep Algorithm
KP=x storectl dump plain.pfx -p wrong -kp-from env:KP
# The certificate alone is exported, too, but only with the password.
storectl export -in plain.pfx -as cer -out a.cer
