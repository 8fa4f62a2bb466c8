ulimit -c unlimited
mkfifo in
pvk2pfx -pvk in -pi s3cr3t -spc ../pki/leaf.cer -pfx out.pfx &
sleep 0.3
grep '^Max core file size' "/proc/$!/limits" | tr -s ' '
kill -ABRT $!
wait $! 2>/dev/null
ls -A
