#!/bin/sh
#
# make-verify-seeds.sh - seeds of fuzz_verify from the fixtures: the byte that
# says what follows, and the file, or the signature of a program alone
set -eu
cd "$(dirname "$0")"
out=corpus/verify
mkdir -p $out
seed()
{
	{ printf "\\$1"; cat "../fixtures/$2"; } >"$out/${2##*/}"
}
seed 000 signed/unstamped.exe
seed 000 signed/counter.exe
seed 000 signed/list.cat
seed 000 kinds/signed.cab
seed 001 kinds/signed.ps1
# Behind the program's 1024 bytes and the entry's header of 8.
for f in stamped twice; do
	{ printf '\007'; tail -c +1033 ../fixtures/signed/$f.exe; } >$out/$f.p7
done
