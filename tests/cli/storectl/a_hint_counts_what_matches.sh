# The other location is named for what matches in it, not for all it holds.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
certimport -user -addstore My ../pki/ec.cer >/dev/null 2>&1
certimport -user -addstore My ../pki/leaf.cer >/dev/null 2>&1
certimport -user -addstore My ../pki/expired.cer >/dev/null 2>&1
certimport -addstore My ../pki/root.cer >/dev/null 2>&1
hash=$(sha1sum ../pki/leaf.cer | cut -d' ' -f1)
cp ../pki/leaf.cer file
for criteria in '' "-sha1 $hash" '-n publisher' '-n (EC)' '-n nobody' \
    '-i CA' '-r root' 'publisher' '-n root'; do
	echo "== $criteria" | sed "s/$hash/HASH/" >&2
	storectl list -sm $criteria >/dev/null
	storectl show -sm $criteria >/dev/null
done
echo "== certutil" >&2
storectl -store My nobody | tail -1
storectl -store My "$hash" | tail -1
echo "== signing: of three no one has a key" >&2
storectl sign /sm /n publisher /fd sha256 file
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
storectl sign /sm /n publisher /fd sha256 file
storectl sign /sm /n nobody /fd sha256 file
