{ cat ../pki/leaf.cer; printf '\r\n'; } >line-end.cer
{ cat ../pki/leaf.cer; head -c 16 /dev/zero; } >zeros.cer
{ cat ../pki/leaf.cer; echo junk; } >junk.cer
{ cat ../pki/leaf.pvk; printf '\0'; } >zero.pvk
for f in line-end.cer zeros.cer junk.cer zero.pvk; do
	storectl dump -json $f | jq -c .warnings
done
