# While it derives keys the temporary file is not there yet, or is removed.
pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx out.pfx -po x \
    -iter 5000000 &
sleep 0.3
kill -TERM $!
wait $!
echo $?
ls -A
