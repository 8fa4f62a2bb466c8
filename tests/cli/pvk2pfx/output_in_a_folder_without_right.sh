if [ "$(id -u)" = 0 ]; then
	# Root may write anywhere, unless the file cannot be changed.
	run='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
	run=
fi
cp ../pki/leaf.pvk ../pki/leaf.cer .
cp "$(command -v pvk2pfx)" .
chmod 755 . ..  ../.. pvk2pfx 2>/dev/null
chmod 644 leaf.pvk leaf.cer
mkdir ro
chmod 555 ro
$run ./pvk2pfx -pvk leaf.pvk -spc leaf.cer -pfx ro/out.pfx -po x -iter 1
