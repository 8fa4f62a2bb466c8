# An existing file only with -f, nothing but a regular file ever, 0600 for keys
# whatever the umask, nothing left behind.
e() { storectl export -in ../pki/leaf.pvk ../pki/leaf-first.spc "$@" \
    2>&1 && echo "worked: $*"; }
echo old >there
e -as spc -out there
cat there
e -as spc -out there -f
storectl dump -json there | jq '.certificates | length'
echo precious >target
ln -s target link
ln -s nowhere dangling
mkfifo fifo
mkdir folder
for o in link dangling fifo folder /dev/null /dev/full; do
	e -as pvk -out $o
	e -as pvk -out $o -f
done
cat target
e -as pvk -out no/folder.pvk
umask 0
e -as pem -po x -out zero.pem
e -as spc -out zero.spc
e -as pem -nokey -out certs.pem
umask 077
e -as spc -out tight.spc
stat -c '%a %n' zero.* certs.pem tight.spc
storectl export -in ../pki/leaf.pvk -as pvk -po x -out - >/dev/full
echo $?
e -as spc -o - | storectl dump -json - | jq '.certificates | length'
ls -A
