echo precious >target
ln -s target link
ln -s nowhere dangling
mkfifo fifo
mkdir folder
for o in link dangling fifo folder /dev/null /dev/full; do
	for f in '' -f; do
		pvk2pfx -pvk ../pki/leaf.pvk -spc ../pki/leaf.cer -pfx $o \
		    -po x -iter 1 $f && echo "$o $f worked"
	done
done
cat target
ls
test -c /dev/null
