# The key: exportable or not, its spec, missing, protected, unusable.
export SPCKIT_HOME=$PWD/home
show() { storectl -user -store My "$@" | sed '/^Cert Hash/,$!d; /^Cert Hash/d' |
    sed "s|$PWD|.|"; }
certimport -user -p spckit -importPFX ../pki/aes.pfx \
    NoExport,AT_SIGNATURE >/dev/null 2>&1
show 1002
echo broken >$(echo home/Keys/*.pem)
show 1002
mv home/Keys k; show 1002; rm -r k home
PW=pass certimport -user -p spckit -protect-from env:PW -importPFX \
    ../pki/aes.pfx Protect >/dev/null 2>&1
show 1002
rm -r home
# A certificate added later finds the key that is there.
certimport -user -p spckit -importPFX ../pki/aes.pfx NoCert >/dev/null 2>&1
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
show 1006
