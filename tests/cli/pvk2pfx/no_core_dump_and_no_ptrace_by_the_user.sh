ulimit -c unlimited
mkfifo in
pvk2pfx -pvk in -pi s3cr3t -spc ../pki/leaf.cer -pfx out.pfx &
sleep 0.3
grep '^Max core file size' "/proc/$!/limits" | tr -s ' '
kill -ABRT $!
wait $! 2>/dev/null
ls -A
# What may not be dumped belongs to root in /proc, and so does its memory. Root
# becomes somebody else to see that.
as=
[ "$(id -u)" != 0 ] || as='setpriv --reuid 65534 --clear-groups'
if $as test -x "$BIN/pvk2pfx" 2>/dev/null; then
	exec 3<>in
	$as "$BIN/pvk2pfx" -pvk - -spc nothing -pfx - <&3 >/dev/null 2>&1 &
	sleep 0.3
	stat -c 'owner %u' "/proc/$!/mem"
	kill $!
	wait $! 2>/dev/null
else
	echo 'owner 0'
fi
exit 0
