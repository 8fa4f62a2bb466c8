export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit -importPFX TrustedPublisher ../pki/aes.pfx
certimport -user -p spckit -importPFX 'Code Signing' ../pki/aes.pfx 2>/dev/null
# In another case it is the same store.
certimport -user -p spckit -importPFX 'code SIGNING' ../pki/aes.pfx 2>/dev/null
find home/System* -type f | LC_ALL=C sort
certimport -user -p spckit -importPFX ../up ../pki/aes.pfx
