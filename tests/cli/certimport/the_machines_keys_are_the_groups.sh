# The machine's location, with a group spckit: it takes root, and a view of
# /etc/group and /mnt of our own.
cp /etc/group group
sed -i '/^spckit:/d' group
echo 'spckit:x:4242:' >>group
cat >inside <<'SCRIPT'
mount --bind group /etc/group && mount -t tmpfs none /mnt 2>/dev/null || {
	echo 'SKIP: no right to mount'
	exit
}
cp "$(command -v storectl)" "$(command -v certimport)" ../pki/aes.pfx /mnt
export SPCKIT_MACHINE_HOME=/mnt/spckit SPCKIT_HOME=/nonexistent/home
umask 077
/mnt/certimport -p spckit -importPFX /mnt/aes.pfx >log 2>&1 || cat log
cd /mnt || exit
find spckit -printf '%M %u:%g %P\n' | sed 's/[0-9A-Fa-f]\{40,\}/HEX/' |
    LC_ALL=C sort -k3
chmod 755 /mnt storectl certimport
chmod 644 aes.pfx
member="setpriv --reuid 65534 --regid 65534 --groups 4242"
other="setpriv --reuid 65534 --regid 65534 --clear-groups"
echo '-- a member of the group uses the key'
$member ./storectl export -sm -n publisher -as pem -out - -po-from none |
    grep -c 'BEGIN PRIVATE KEY'
echo '-- others list'
$other ./storectl list -sm -json | grep -c '"sha1"'
$other ./storectl export -sm -n publisher -as pkcs8 -out - -po-from none
$other ./certimport -p spckit -importPFX aes.pfx
echo "status $?"
SCRIPT
if [ "$(id -u)" != 0 ] || ! unshare -m true 2>/dev/null; then
	echo 'SKIP: not root, or no namespaces'
	exit
fi
unshare -m sh -u inside 2>err

grep -v 'note:' err >&2
