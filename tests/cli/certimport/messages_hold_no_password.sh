export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
for args in '-p s3cr3t ../pki/aes.pfx' '-p s3cr3t ../pki/aes.pfx Protect' \
    '-p s3cr3t nowhere' '-p s3cr3t -p s3cr3t x' '-p -user x' \
    '-json -p s3cr3t ../pki/aes.pfx'; do
	certimport -user $args
done >out 2>&1
grep -c s3cr3t out
