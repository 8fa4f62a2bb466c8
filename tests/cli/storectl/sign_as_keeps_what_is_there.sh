# Another signature is added, or the file stays as it was: no signature is lost.
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
S=$FIXTURES/signed
certimport -user -p spckit ../pki/aes.pfx >/dev/null
certimport -user -addstore Root ../pki/root.cer >/dev/null
try()
{
	cp "$1" old
	storectl sign /n publisher /as "$@" >out 2>&1
	echo "exit $?: $(grep -h storectl: out)"
	if cmp -s "$1" old; then
		echo same
	else
		storectl verify -pa -all "$1" | grep '^[0-9]'
	fi
}
echo '-- one after the other'
cp $S/plain.exe x.exe
cp "$FIXTURES/kinds/plain.cab" "$FIXTURES/kinds/plain.msi" .
for f in x.exe plain.cab plain.msi; do
	for fd in sha256 sha384 sha512; do
		try $f /fd $fd
	done
done
echo '-- timestamps stay'
storectl verify -pa -all -stamp-root ../pki/root.cer $S/stamped.exe | grep '^[0-9]'
cp $S/stamped.exe stamped.exe
storectl sign /n publisher /as /q stamped.exe
storectl verify -pa -all -stamp-root ../pki/root.cer stamped.exe | grep '^[0-9]'
echo '-- a package with names and times signed'
cp "$FIXTURES/kinds/extended.msi" .
try extended.msi /fd sha512
try extended.msi /fd sha256
storectl sign /n publisher /q /fd sha512 extended.msi
grep -ac "$(printf 'M\0s\0i\0D\0i\0g\0i\0t\0a\0l\0S\0i\0g' | tr '\0' .)" extended.msi
storectl verify -pa -all extended.msi | grep '^[0-9]'
echo '-- several entries in the table, of another kind, with more in them'
perl -e '
	sub slurp { open my $f, "<:raw", shift or die; local $/; <$f> }
	sub put { open my $f, ">:raw", shift or die; print $f @_ }
	my ($a, $b) = map { slurp $_ } @ARGV;
	# The table of certificates: where its place and length are.
	my $dir = unpack("x60 V", $a) + 24 + 96 + 32;
	$dir += 16 if unpack("x" . ($dir - 128) . "v", $a) == 0x20b;
	my ($at, $len) = unpack "x$dir VV", $a;
	my ($bat, $blen) = unpack "x$dir VV", $b;
	my $two = $a . substr $b, $bat, $blen;
	substr $two, $dir + 4, 4, pack "V", $len + $blen;
	put "two.exe", $two;
	my $foreign = $a;
	substr $foreign, $at + 6, 2, "\1\0";
	put "foreign.exe", $foreign;
	my $more = $a . "not sign";
	substr $more, $dir + 4, 4, pack "V", $len + 8;
	substr $more, $at, 4, pack "V", $len + 8;
	put "more.exe", $more;
	put "behind.exe", $a, "overlay!";
	my $over = $a;
	substr $over, $dir, 8, pack "VV", 512, length($a) - 512;
	put "over.exe", $over;
	my $changed = $a;
	substr $changed, 100, 1, "x";
	put "changed.exe", $changed;
' $S/unstamped.exe $S/expired.exe
for f in two foreign more behind over changed; do
	try $f.exe
done
for f in two foreign more; do
	storectl sign /n publisher /q $f.exe
	storectl verify -pa -all $f.exe | grep '^[0-9]'
done
for f in behind over; do
	storectl sign /n publisher /q $f.exe
done
echo '-- a catalogue'
cp $S/list.cat .
try list.cat
echo '-- a signer that does not keep them, one that changes more'
real=$(command -v osslsigncode)
printf '%s\n' '#!/bin/sh' 'for a; do shift; [ "$a" = -nest ] || set -- "$@" "$a"' \
    "done; exec $real \"\$@\"" >fake
printf '%s\n' '#!/bin/sh' 'for a; do shift; [ "$p" != -in ] || {' \
    'sed "s/[.]text/.tixt/" "$a" >other; a=other; }' \
    'p=$a; set -- "$@" "$a"' "done; exec $real \"\$@\"" >other.sh
chmod +x fake other.sh
cp $S/unstamped.exe y.exe
SPCKIT_OSSLSIGNCODE=./fake try y.exe
cp $S/plain.exe y.exe
SPCKIT_OSSLSIGNCODE=./other.sh try y.exe
