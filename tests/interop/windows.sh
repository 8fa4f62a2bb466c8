# windows.sh - a folder as a Windows profile has it, and Wine's registry
#
# The folder is built here from the documented layout, not by our own writer.
# Wine and a compiler for it are large, so tests/deps.sh does not ask for them
# (apt-get install wine64 gcc-mingw-w64-x86-64-win32, 1 GB): where they are
# missing, these tests say so and are left out.

# le32 NUMBER: four bytes.
le32()
{
	printf "\\x$(printf %02x $(($1 & 255)))\\x$(printf %02x \
	    $(($1 >> 8 & 255)))\\x$(printf %02x $(($1 >> 16 & 255)))\\x$(
	    printf %02x $(($1 >> 24 & 255)))"
}

# record ID FILE: one property.
record()
{
	le32 "$1"
	le32 1
	le32 "$(stat -c %s "$2")"
	cat "$2"
}

utf16()
{
	printf '%s\0' "$1" | iconv -f utf-8 -t utf-16le
}

# key_prov_info CONTAINER PROVIDER: the layout of 32 bits.
key_prov_info()
{
	utf16 "$1" >container
	utf16 "$2" >provider
	le32 28
	le32 $((28 + $(stat -c %s container)))
	le32 24
	le32 0
	le32 0
	le32 0
	le32 1
	cat container provider
}

# What else lies about in a profile.
profile()
{
	my=$1/SystemCertificates/My
	umask 022
	mkdir -p "$my/Certificates" "$my/CRLs" "$my/CTLs" "$my/Keys"
	: >"$my/AppContainerUserRead"
	openssl x509 -in "$PKI/leaf.pem" -outform DER -out leaf.der || return 1
	thumb=$(thumbprint "$PKI/leaf.pem" | tr a-f A-F)
	key_prov_info '{4F9B3D2A-5C1E}' 'Microsoft Software Key Storage Provider' >info
	printf "\\x$(echo "$thumb" | sed 's/../&\\x/g; s/\\x$//')" >sha1
	utf16 'Zertifikat für Müller' >name
	printf 'nobody knows' >unknown
	{
		record 2 info
		record 98 unknown
		record 3 sha1
		record 11 name
		record 32 leaf.der
	} >"$my/Certificates/$thumb"
}

lists_a_profile()
{
	rm -rf profile
	profile "$SCRATCH/profile" || return 1
	(cd profile && find . -type f -exec sha256sum {} + | sort) >before
	SPCKIT_HOME=$SCRATCH/profile "$BIN/storectl" list -user -json >listed ||
	    return 1
	cat listed
	jq -e --arg t "$(thumbprint "$PKI/leaf.pem")" 'length == 1 and
	    .[0].sha1 == $t and .[0].hasPrivateKey == false and
	    .[0].friendlyName == "Zertifikat für Müller"' listed || return 1
	(cd profile && find . -type f -exec sha256sum {} + | sort) >after
	diff before after
}

# An import beside it gives the certificate its key and keeps what it had.
imports_into_a_profile()
{
	rm -rf profile
	profile "$SCRATCH/profile" || return 1
	SPCKIT_HOME=$SCRATCH/profile "$BIN/certimport" -user -p spckit \
	    -importPFX "$PKI/aes.pfx" FriendlyName=imported || return 1
	SPCKIT_HOME=$SCRATCH/profile "$BIN/storectl" list -user -json >listed
	cat listed
	jq -e 'length == 1 and .[0].hasPrivateKey and
	    .[0].friendlyName == "imported"' listed || return 1
	[ "$(ls "profile/SystemCertificates/My/Certificates")" = "$thumb" ] &&
	    grep -q 'nobody knows' "profile/SystemCertificates/My/Certificates/$thumb"
}

# ---- Wine -------------------------------------------------------------------

# reg FILE THUMBPRINT: an entry as regedit takes it.
reg()
{
	printf 'REGEDIT4\n\n[HKEY_CURRENT_USER\\Software\\Microsoft\\'
	printf 'SystemCertificates\\My\\Certificates\\%s]\n"Blob"=hex:' "$2"
	od -An -v -tx1 "$1" | tr -s ' \n' ',' | sed 's/^,//; s/,$//'
	echo
}

in_wine()
{
	WINEPREFIX=$SCRATCH/wine WINEDEBUG=-all DISPLAY='' timeout 120 "$@"
}

wine_starts()
{
	in_wine wine wineboot -i >wine.log 2>&1
	x86_64-w64-mingw32-gcc -O1 -o winestore.exe "$here/winestore.c" \
	    -lcrypt32 && in_wine wine winestore.exe list
}

wine_shows_ours()
{
	rm -rf home
	SPCKIT_HOME=$SCRATCH/home "$BIN/certimport" -user -p spckit \
	    -importPFX "$PKI/aes.pfx" 'FriendlyName=für Wine' || return 1
	thumb=$(thumbprint "$PKI/leaf.pem" | tr a-f A-F)
	reg "home/SystemCertificates/My/Certificates/$thumb" "$thumb" >ours.reg
	in_wine wine regedit /S ours.reg || return 1
	in_wine wine winestore.exe list >shown || return 1
	cat shown
	key=$(basename home/Keys/*.pem .pem)
	grep -q "$thumb|für Wine|$key|" shown
}

# What Wine writes into its registry, as a file of ours.
we_show_wines()
{
	openssl x509 -in "$PKI/ec.pem" -outform DER -out ec.der || return 1
	in_wine wine winestore.exe add ec.der 'aus Wine' || return 1
	in_wine wine regedit /E wines.reg \
	    'HKEY_CURRENT_USER\Software\Microsoft\SystemCertificates\My' ||
	    return 1
	thumb=$(thumbprint "$PKI/ec.pem" | tr a-f A-F)
	iconv -f utf-16 -t utf-8 wines.reg | tr -d '\r' |
	    sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' | grep -A1 "$thumb\]" |
	    sed -n 's/^"Blob"=hex://p' | tr ',' '\n' | sed 's/^/\\x/' |
	    tr -d '\n' >hex
	[ -s hex ] || return 1
	rm -rf wines
	mkdir -p "wines/SystemCertificates/My/Certificates"
	printf "$(cat hex)" >"wines/SystemCertificates/My/Certificates/$thumb"
	SPCKIT_HOME=$SCRATCH/wines "$BIN/storectl" list -user -json >listed ||
	    return 1
	cat listed
	jq -e --arg t "$(thumbprint "$PKI/ec.pem")" 'length == 1 and
	    .[0].sha1 == $t and .[0].friendlyName == "aus Wine"' listed
}

use_wine()
{
	try 'interop/Wine runs a program of ours' wine_starts
	try 'interop/Wine shows an entry of ours, with name and key' \
	    wine_shows_ours
	try 'interop/we show an entry of Wine'\''s, with its name' we_show_wines
	in_wine wineserver -k || in_wine /usr/lib/wine/wineserver -k
}

read_windows()
{
	try 'interop/a folder of a Windows profile lists, and stays' \
	    lists_a_profile
	try 'interop/an import into it keeps what is not ours' \
	    imports_into_a_profile
	if ! have wine; then
		skip 'interop/Wine' 'wine is not installed'
	elif ! have x86_64-w64-mingw32-gcc; then
		skip 'interop/Wine' 'gcc-mingw-w64-x86-64-win32 is not installed'
	else
		use_wine
	fi
}
