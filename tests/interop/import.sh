# import.sh - PFX files of other programs with several keys, and the way through
# the store: in as others wrote it, out as others read it

# stored STORE NAME: that certificate of the fixtures is an entry.
stored()
{
	[ -s "store/SystemCertificates/$1/Certificates/$(thumbprint \
	    "$PKI/$2.pem" | tr a-f A-F)" ]
}

# vault_key_is NAME: OpenSSL opens it with the vault key, and it is that one.
vault_key_is()
{
	local spki

	spki=$(openssl pkey -in "$PKI/$1.key" -pubout -outform DER |
	    openssl sha256 -r | cut -d' ' -f1)
	openssl pkey -in "$PKI/$1.key" -out wanted.key &&
	    openssl pkey -in "store/Keys/$spki.pem" -passin \
	    file:store/vault.key -out got.key && cmp got.key wanted.key
}

keytool_two_keys()
{
	local one

	rm -rf store two.p12
	for one in leaf ec; do
		openssl pkcs12 -export -inkey "$PKI/$one.key" -in \
		    "$PKI/$one.pem" -certfile "$PKI/ca.pem" -name $one \
		    -passout pass:password -out in.p12 &&
		    keytool -importkeystore -noprompt -srckeystore in.p12 \
		    -srcstoretype PKCS12 -srcstorepass password \
		    -destkeystore two.p12 -deststoretype PKCS12 \
		    -deststorepass password || return 1
	done
	SPCKIT_HOME=store "$BIN/certimport" -user -p password two.p12 &&
	    stored My leaf && stored My ec && stored CA ca &&
	    vault_key_is leaf && vault_key_is ec
}

# In as NSS wrote it, out for OpenSSL: the same key and certificate.
nss_through_the_store()
{
	rm -rf store out.pfx
	nss_export leaf && SPCKIT_HOME=store "$BIN/certimport" -user \
	    -p pässword t.p12 && stored My leaf && vault_key_is leaf &&
	    SPCKIT_HOME=store "$BIN/storectl" export -sha1 \
	    "$(thumbprint "$PKI/leaf.pem")" -as pfx -out out.pfx -po new &&
	    openssl pkcs12 -in out.pfx -passin pass:new -nodes -nocerts \
	    -out out.pem && openssl pkey -in out.pem -out got.key &&
	    cmp got.key wanted.key
}

read_imports()
{
	if have keytool; then
		try 'interop/two keys of one file of keytool' keytool_two_keys
	else
		skip 'interop/two keys of one file of keytool' \
		    'keytool is not installed'
	fi
	if have pk12util; then
		try 'interop/from NSS through the store to OpenSSL' \
		    nss_through_the_store
	else
		skip 'interop/from NSS through the store to OpenSSL' \
		    'pk12util is not installed'
	fi
}
