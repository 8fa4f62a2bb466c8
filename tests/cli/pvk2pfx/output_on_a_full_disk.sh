if ! [ "$(id -u)" = 0 ] || ! mkdir d ||
    ! mount -t tmpfs -o size=16k tmpfs d 2>/dev/null; then
	echo 'SKIP: no right to mount a small tmpfs'
	exit 0
fi
trap 'umount d' EXIT
echo old >d/out.pfx
dd if=/dev/zero of=d/fill bs=1k 2>/dev/null
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf-first.spc -pfx d/out.pfx -po x \
    -iter 1 -f
echo $?
cat d/out.pfx
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf-first.spc -pfx d/new.pfx -po x \
    -iter 1
echo $?
ls -A d
