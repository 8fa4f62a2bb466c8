# What cannot be signed, with the true reason, and without waiting for it.
exec 2>&1
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
K=$FIXTURES/kinds
certimport -user -p spckit ../pki/aes.pfx >/dev/null 2>&1
cp $K/plain.ps1 $K/plain.appx $K/plain.cab .
mkfifo pipe
# A cabinet of a set; one with a reserve for others in its header, its folders.
perl -e '
	local $/;
	open my $f, "<:raw", "plain.cab" or die;
	my $cab = <$f>;
	sub put { open my $f, ">:raw", shift or die; print $f @_ }
	my $set = $cab;
	substr $set, 30, 2, "\2\0";
	substr $set, 36, 0, "next.cab\0disk 2\0";
	put "set.cab", $set;
	sub reserved {
		my ($name, $head, $folder) = @_;
		my $r = $cab;
		my $more = 4 + $head + $folder;
		substr $r, 36 + 8, 0, "\0" x $folder;
		substr $r, 36, 0, pack("vCC", $head, $folder, 0) . "\0" x $head;
		substr $r, 30, 2, "\4\0";
		for my $at (8, 16, 36 + 4 + $head) {
			substr $r, $at, 4, pack "V",
			    $more + unpack "x$at V", $r;
		}
		put $name, $r;
	}
	reserved("head.cab", 6, 0);
	reserved("folder.cab", 0, 128);
'
for f in plain.ps1 plain.appx set.cab head.cab folder.cab pipe /dev/null; do
	timeout 20 storectl sign /n publisher /q $f
	echo "exit $?"
done
for f in set.cab head.cab folder.cab pipe; do
	timeout 20 storectl verify /pa /q $f
done
cat "$FIXTURES/signed/unstamped.exe" | storectl verify /pa /q - 2>&1 | tail -1
