export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
# The release-signing page's second step, in a location that is not there yet.
umask 0
certimport -user -p spckit -importPFX ../pki/aes.pfx
find home ! -name .tmp -printf '%m %y %P\n' | LC_ALL=C sort -k3
openssl pkey -in home/Keys/*.pem -passin file:home/vault.key -pubout -out got
openssl pkey -in ../pki/leaf.key -pubout | cmp - got
