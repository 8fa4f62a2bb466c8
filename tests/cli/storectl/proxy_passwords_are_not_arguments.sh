# The URL of a proxy with a password goes to crosscert in memory. Here a script is
# in its place.
export SPCKIT_HOME=$PWD/home SPCKIT_MACHINE_HOME=$PWD/machine
mkdir bin
cp "$(command -v storectl)" bin
cat >bin/crosscert <<'SH'
#!/bin/sh
echo "$@" | grep -c sesame
while [ $# -gt 1 ] && [ "$1" != -proxy ]; do
	shift
done
case $2 in
fd:*)	cat "/proc/self/fd/${2#fd:}"; echo ;;
*)	echo "$2" ;;
esac
SH
chmod +x bin/crosscert
cp ../pki/leaf.cer .
for proxy in http://user:sesame@localhost:1 http://localhost:1; do
	bin/storectl chain -in leaf.cer -fetch -proxy $proxy | head -2
	bin/storectl -generateSSTFromWU x.sst -proxy $proxy
done
# What reads it.
PROXY=http://user:sesame@127.0.0.1:1
export PROXY
echo "$PROXY" >proxy
for proxy in env:PROXY file:proxy env:NOTHING ftp://user:sesame@127.0.0.1; do
	crosscert fetch -proxy $proxy -retries 0 -url http://127.0.0.1:2/ x 2>&1 |
	    grep -o 'sesame\|port [0-9]*\|no such variable'
done
