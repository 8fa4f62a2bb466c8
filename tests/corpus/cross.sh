# cross.sh - Microsoft's cross-certificates: our rows beside those of the page,
# and the real files

# Ours and the page's, in the page's columns.
same_rows()
{
	"$BIN/crosscert" list -json | jq -r '.[] |
	    [.ca, .crossSha1, .expires, .link, .state] | @tsv' |
	    tr A-Z a-z | sort >ours.rows
	tail -n +2 "$CORPUS/crosscerts.tsv" | cut -f 1-4 |
	    sed -e 's/–/-/' -e 's|/\([0-9][0-9]\)/\([0-9][0-9]\)|-\1-\2|' \
		-e 's/$/\texpired/' | tr A-Z a-z | sort >theirs.rows
	[ "$(wc -l <ours.rows)" = 24 ] && diff -u theirs.rows ours.rows
}
try 'corpus/the 24 rows are those of the page, and have expired' same_rows

in_ca()
{
	[ -f "cross/SystemCertificates/CA/Certificates/$(echo "$1" |
	    tr a-f A-F)" ]
}

added()
{
	rm -rf cross
	SPCKIT_HOME=$PWD/cross "$BIN/crosscert" add "$CORPUS/$1" && in_ca "$2"
}

# The roots that this machine knows: thumbprint and file.
for f in /etc/ssl/certs/*.pem; do
	[ -f "$f" ] && echo "$(openssl x509 -in "$f" -outform DER 2>/dev/null |
	    sha1sum | cut -d' ' -f1) $f"
done >roots

# What it is for is found, by the root where this machine has it, else by the
# cross-certificate itself.
found()
{
	local root

	root=$(grep -m 1 "^$2 " roots | cut -d' ' -f2)
	SPCKIT_HOME=$PWD/cross "$BIN/crosscert" find -json \
	    -cert "${root:-$CORPUS/$3}" |
	    jq -e --arg pin "$1" 'length == 1 and .[0].crossSha1 == $pin and
	    .[0].have and .[0].match != "probable"'
}

# Some bytes of it, each changed, in DER.
changed()
{
	local size off byte

	rm -rf cross
	openssl x509 -in "$CORPUS/$1" -outform DER -out good.der 2>/dev/null ||
	    openssl x509 -inform DER -in "$CORPUS/$1" -outform DER \
	    -out good.der || return 1
	size=$(stat -c %s good.der)
	for ((off = 0; off < size; off += 61)); do
		byte=$(od -An -tu1 -j $off -N 1 good.der)
		{
			head -c $off good.der
			printf "\\$(printf %o $((byte ^ 1)))"
			tail -c +$((off + 2)) good.der
		} >bad.der
		SPCKIT_HOME=$PWD/cross "$BIN/crosscert" add bad.der \
		    >out 2>err && { echo "byte $off"; return 1; }
		[ -s err ] || { echo "byte $off: no word"; return 1; }
	done
	[ -z "$(find cross -type f 2>/dev/null)" ]
}

# The path through it is known by the pin; the same with another signature,
# which nobody can verify, is a name only.
kernel()
{
	openssl x509 -in "$CORPUS/$1" -outform DER -out good.der 2>/dev/null ||
	    openssl x509 -inform DER -in "$CORPUS/$1" -outform DER \
	    -out good.der || return 1
	{
		head -c -1 good.der
		tail -c 1 good.der | tr '\0-\377' '\1-\377\0'
	} >bad.der
	SPCKIT_HOME=$PWD/none "$BIN/storectl" chain -in good.der -json |
	    jq -e .pinned && SPCKIT_HOME=$PWD/none "$BIN/storectl" chain \
	    -in bad.der -json | jq -e '.pinned == false' &&
	    SPCKIT_HOME=$PWD/none "$BIN/storectl" chain -in good.der -kernel |
	    grep -q 'is known by its thumbprint' &&
	    SPCKIT_HOME=$PWD/none "$BIN/storectl" chain -in bad.der -kernel |
	    grep -q 'nothing shows that it is genuine'
}

while IFS=$'\t' read -r path kind _ _ _ _ pin _; do
	[ "$kind" = crosscert ] || continue
	root=$("$BIN/crosscert" list -json "$pin" | jq -r '.[0].roots[0]')
	try "corpus/$path is added" added "$path" "$pin"
	try "corpus/$path is found for its root" found "$pin" "$root" "$path"
	try "corpus/$path with a byte changed is refused" changed "$path"
	try "corpus/$path is the kernel's path, a forged one is not" kernel \
	    "$path"
done < <(rows "$CORPUS/MANIFEST.tsv")

# Out of the signature of an old driver, as crosscert(7) has it.
of_a_driver()
{
	rm -rf cross cross.cer
	"$BIN/storectl" export -sha1 2f2513af -as cer -out cross.cer \
	    -in "$CORPUS/pydivert/old_windivert_WinDivert64.sys" &&
	    SPCKIT_HOME=$PWD/cross "$BIN/crosscert" add cross.cer &&
	    in_ca 2f2513af3992db0a3f79709ff8143b3f7bd2d143
}
try 'corpus/an old driver has its cross-certificate' of_a_driver

# A cross-certificate of somebody else's root is none of Microsoft's.
stranger()
{
	rm -rf cross
	SPCKIT_HOME=$PWD/cross "$BIN/crosscert" add \
	    "$CORPUS/cloudbase/GlobalSign_r1cross.cer" 2>err
	[ $? = 1 ] && grep -q 'not in the catalogue' err && [ ! -e cross ]
}
try 'corpus/cloudbase/GlobalSign_r1cross.cer is no row' stranger
