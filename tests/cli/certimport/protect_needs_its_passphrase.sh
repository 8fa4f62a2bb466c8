export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
printf 'geheim\n' >pw
certimport -user -p spckit ../pki/aes.pfx ProtectHigh
echo "status $?"
certimport -user -p spckit ../pki/aes.pfx Protect,NoProtect
: >nothing
certimport -user -p spckit ../pki/aes.pfx Protect -protect-from file:nothing
find home -name '*.pem' 2>/dev/null
certimport -user -p spckit ../pki/aes.pfx Protect -protect-from file:pw 2>/dev/null
grep ^Protected home/Keys/*.pem
openssl pkey -in home/Keys/*.pem -passin file:pw -pubout -out got
openssl pkey -in ../pki/leaf.key -pubout | cmp - got
# No vault key is made for it.
ls home
