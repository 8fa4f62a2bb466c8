# Each form from one import; what it holds is seen by reading it back.
export SPCKIT_HOME=$PWD/home
pvk2pfx -pvk ../pki/leaf-signature.pvk -spc ../pki/leaf-first.spc \
    -pfx id.pfx -po pw -iter 1 -name 'a name' \
    -csp 'Microsoft Strong Cryptographic Provider'
certimport -user -p pw -importPFX id.pfx >/dev/null 2>&1
for f in pfx pvk pem pkcs8; do
	storectl export -as $f -out plain.$f -po-from none 2>/dev/null
	storectl export -as $f -out locked.$f -po s3cret
done
for f in spc p7b cer sst; do
	storectl export -as $f -out plain.$f
done
storectl export -as blob -out plain.blob 2>/dev/null
for f in plain.* locked.*; do
	pw=
	[ $f = plain.pfx ] || pw='-p s3cret'
	storectl dump -json $f $pw | jq -c --arg f $f '[$f, .kind,
	    .encrypted, (.keys[] | .keySpec, .provider, .friendlyName),
	    [.certificates[] | .sha1[:8], .friendlyName]]'
done
stat -c '%a %n' plain.* locked.*
