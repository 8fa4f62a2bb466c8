# 2147483647 iterations, in each place a file can ask for them.
seeds=$FIXTURES/../fuzz/corpus
for f in pfx/mac-iterations-2g pfx/safe-iterations-2g pfx/bag-iterations-2g \
    pfx/pbmac1-iterations-2g key/iterations-2g key/iterations-2-63 \
    key/pkcs12-3des-iterations-2g key/scrypt-huge; do
	start=$(date +%s%N)
	timeout 5 storectl dump -p x "$seeds/$f" 2>&1 |
	    sed "s|^storectl: .*corpus/||"
	took=$((($(date +%s%N) - start) / 1000000))
	[ $took -lt 1000 ] || echo "$f took $took ms"
done
