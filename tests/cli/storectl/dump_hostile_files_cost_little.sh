# An address space of 256 MiB and five seconds of CPU are plenty.
ulimit -v 262144
ulimit -t 5
head -c 100000 /dev/zero | tr '\0' '\060' >zeros-as-text
truncate -s 1G sparse
yes -- -----BEGIN\ CERTIFICATE----- | head -c 1000000 >begins
{ printf '\060\204\177\377\377\377'; head -c 1000000 /dev/zero; } >length
for i in $(seq 200000); do printf '\060\200'; done >nested
for f in zeros-as-text sparse begins length nested; do
	storectl dump $f >/dev/null 2>err
	echo "$f $? $(grep -c . err)"
done
