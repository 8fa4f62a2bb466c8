# signer.sh - osslsigncode signs with our PFX, and verifies what it signed

signs()
{
	"$here/tiny-pe.sh" tiny.exe
	rm -f signed.exe
	osslsigncode sign -pkcs12 "$1" -pass pässword -h sha256 \
	    -n 'interop' -in tiny.exe -out signed.exe &&
	    osslsigncode verify -CAfile "$PKI/root.pem" -in signed.exe
}

read_by_signer()
{
	# The signer's own limit: Authenticode with DSA needs SHA-1.
	[ "$2" != dsa ] || return 0
	if have osslsigncode; then
		try "interop/osslsigncode signs with $1 $2" signs "$3"
	else
		skip "interop/osslsigncode signs with $1 $2" \
		    "osslsigncode is not installed"
	fi
}
