export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
find home -type f -exec sha256sum {} + | LC_ALL=C sort >before
find home -type f -printf '%i %T@ %p\n' | LC_ALL=C sort >inodes
certimport -user -p spckit -importPFX ../pki/aes.pfx
# The same key and certificates in another file.
certimport -user -p spckit -importPFX ../pki/legacy.pfx >/dev/null 2>&1
find home -type f -exec sha256sum {} + | LC_ALL=C sort | diff before -
find home -type f -printf '%i %T@ %p\n' | LC_ALL=C sort | diff inodes -
