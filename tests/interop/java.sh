# java.sh - keytool: one private key entry with its chain

keytool_opens()
{
	keytool -list -v -storetype PKCS12 -keystore "$1" \
	    -storepass pässword >list 2>&1
	cat list
	grep -q 'Entry type: PrivateKeyEntry' list &&
	    grep -q 'Certificate chain length: 3' list &&
	    grep -qi "Alias name: $NAME" list || return 1
	# Does the key itself open? A copy under another password shows it.
	rm -f copy.p12
	keytool -importkeystore -noprompt -srckeystore "$1" \
	    -srcstoretype PKCS12 -srcstorepass pässword \
	    -destkeystore copy.p12 -deststoretype PKCS12 \
	    -deststorepass another 2>&1
	openssl pkcs12 -in copy.p12 -passin pass:another -nodes -nocerts \
	    -out copy.pem && public_key copy.pem >a &&
	    public_key "$PKI/$2.key" >b && cmp a b
}

read_by_java()
{
	read -r _ _ leaf <<<"$(key_files "$2")"
	if ! have keytool; then
		skip "interop/keytool opens $1 $2" "keytool is not installed"
		return
	fi
	# keytool takes no letters outside ASCII on its command line.
	read -r key spc _ <<<"$(key_files "$2")"
	rm -f java.pfx
	"$BIN/pvk2pfx" -pvk "$PKI/$key" -spc "$PKI/$spc" -po password \
	    -crypto "$1" -name "$NAME" -iter 2000 -f -pfx java.pfx
	sed 's/pässword/password/' "$here/java.sh" >ascii.sh
	(. ./ascii.sh; try "interop/keytool opens $1 $2" keytool_opens \
	    java.pfx "$leaf")
}
