# A file is the old one or the signed one, with its mode; a time stamp that fails
# leaves it alone.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=../pki/../signed
pvk2pfx -pvk ../pki/leaf-strong.pvk -pi spckit -spc ../pki/leaf-first.spc \
    -pfx a.pfx
certimport -user -p spckit a.pfx >/dev/null 2>&1
cp $S/plain.exe x.sys
for mode in 600 755 444; do
	chmod $mode x.sys
	(umask 077; storectl sign /q /n publisher x.sys)
	stat -c %a x.sys
done
cp -p x.sys before
storectl sign /n publisher /t http://127.0.0.1:1/ /retries 0 x.sys 2>err
echo "status $?"
sed 's/): .*/)/' err
storectl sign /n publisher /tr http://127.0.0.1:1/ /retries 1 x.sys 2>&1 |
    grep -o 'after . attempts'
cmp x.sys before
# A signer that fails after half of its output, one that writes none, one that
# leaves a link, and one that is killed.
for signer in 'echo half >"$out"; exit 1' ':' 'ln -s /etc/passwd "$out"' \
    'echo half >"$out"; kill -9 $$' 'echo half >"$out"' \
    'head -c 2000 before >"$out"' 'rm -rf "$in"; cp before "$out"' \
    'cp before "$in"; cp before "$out"' \
    'cat before >"$in"; touch -r before "$in"; cp before "$out"'; do
	printf '#!/bin/sh\nfor a; do [ "$p" != -out ] || out=$a\n' >fake
	printf '[ "$p" != -in ] || in=$a; p=$a; done\n%s\n' "$signer" >>fake
	chmod +x fake
	SPCKIT_OSSLSIGNCODE=./fake storectl sign /n publisher x.sys >out 2>&1
	echo "status $?: $(grep storectl: out)"
	[ -e x.sys ] || { echo 'x.sys is gone'; cp -p before x.sys; }
	cmp x.sys before
done
# A time stamp that fails after half of the output: the next attempt begins anew.
printf '%s\n' '#!/bin/sh' 'for a; do [ "$p" != -out ] || out=$a' 'p=$a; done' \
    '[ ! -e "$out" ] || { echo exists; exit 1; }' \
    '[ -e tried ] || { : >tried; echo half >"$out"' \
    'echo timestamping failed; exit 1; }' 'cp before "$out"' >fake
SPCKIT_OSSLSIGNCODE=./fake storectl sign /n publisher /t http://127.0.0.1:1/ x.sys
rm tried
# Ended by a signal: nothing is left.
printf '#!/bin/sh\n: >started\nexec sleep 20\n' >fake
SPCKIT_OSSLSIGNCODE=./fake storectl sign /n publisher x.sys &
while [ ! -e started ]; do sleep 0.01; done
kill -TERM $!
wait $! 2>/dev/null
echo "status $?"
cmp x.sys before
ls -A
