# What a signer would miss is said at once, not by the signer next week.
P=../pki
try() { echo "-- $*" >&2; pvk2pfx -pvk "$@" -po x -f -pfx out.pfx; echo $?; }
try $P/leaf.pvk -spc $P/leaf-first.spc
try $P/leaf.pvk -spc $P/leaf-only.spc
try $P/leaf.pvk -spc $P/expired.spc
openssl req -x509 -key $P/ec.key -subj /CN=self -days 20 -out self.pem 2>/dev/null
try $P/ec.key -spc self.pem
# The root alone is missing.
cat $P/leaf.pem $P/ca.pem >two.pem
try $P/leaf.pvk -spc two.pem
pvk2pfx -pvk $P/leaf.pvk -spc $P/expired.cer -po x -f -pfx out.pfx -json 2>err |
    jq -r '.warnings[]'
