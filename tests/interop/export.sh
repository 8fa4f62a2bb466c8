# export.sh - what storectl exports from a store, read by everybody else

# What OpenSSL wrote itself: since 3.5 it takes a key that is marked
# AT_SIGNATURE for a DSA key.
openssl_reads_at_signature()
{
	openssl rsa -in "$PKI/leaf.key" -outform PVK -pvk-none -out own.pvk &&
	    printf '\2\0\0\0' |
	    dd of=own.pvk bs=1 seek=8 conv=notrunc 2>/dev/null &&
	    openssl rsa -inform PVK -in own.pvk -pubout
}

# fill_store KIND: a store of its own with a pair of fixtures, imported.
fill_store()
{
	local modifiers=()

	read -r key spc _ <<<"$(key_files "$1")"
	export SPCKIT_HOME=$SCRATCH/home-$1
	[ "$1" != rsa ] || openssl_reads_at_signature ||
	    modifiers=(AT_KEYEXCHANGE)
	"$BIN/pvk2pfx" -pvk "$PKI/$key" -spc "$PKI/$spc" -po pw -iter 1 -f \
	    -name "$NAME" -pfx import.pfx &&
	    "$BIN/certimport" -user -p pw -importPFX import.pfx \
	    "${modifiers[@]}"
}

# exported FORM OPTION...: export.FORM, from that store.
exported()
{
	form=$1
	shift
	"$BIN/storectl" export -as "$form" -out "export.$form" -f "$@"
}

same_key()
{
	public_key "$PKI/$leaf.key" >a && cmp a b
}

# openssl_reads KIND
openssl_reads()
{
	read -r _ _ leaf <<<"$(key_files "$1")"
	exported pfx -po pw && openssl pkcs12 -in export.pfx -passin pass:pw \
	    -nodes -nocerts | openssl pkey -pubout >b && same_key &&
	exported pem -po pw && openssl pkey -in export.pem -passin pass:pw \
	    -pubout >b && same_key &&
	same "$(thumbprint export.pem)" "$(thumbprint "$PKI/$leaf.pem")" &&
	openssl verify -CAfile "$PKI/root.pem" -untrusted export.pem \
	    "$PKI/$leaf.pem" &&
	exported pkcs8 -po pw && openssl pkey -in export.pkcs8 \
	    -passin pass:pw -pubout >b && same_key &&
	exported pkcs8 -form der -po-from none && openssl pkey -inform DER \
	    -in export.pkcs8 -pubout >b && same_key &&
	exported cer && openssl x509 -inform DER -in export.cer -noout &&
	exported cer -form pem && openssl x509 -in export.cer -noout ||
	    return 1
	for form in spc p7b; do
		exported $form && openssl pkcs7 -inform DER -in export.$form \
		    -print_certs | grep -c '^subject' | grep -x 3 &&
		exported $form -form pem && openssl pkcs7 -in export.$form \
		    -print_certs | grep -c '^subject' | grep -x 3 || return 1
	done
	[ "$1" != ec ] || return 0
	exported blob && openssl "$1" -inform MSBLOB -in export.blob \
	    -pubout >b && same_key &&
	exported pvk -po-from none && openssl "$1" -inform PVK \
	    -in export.pvk -pubout >b && same_key &&
	for crypto in RC4-128 RC4-40; do
		exported pvk -po pw -crypto $crypto && openssl "$1" \
		    -provider default -provider legacy -inform PVK \
		    -in export.pvk -passin pass:pw -pubout >b && same_key ||
		    return 1
	done
}

certtool_reads()
{
	exported pfx -po pw && certtool --p12-info --inder --password pw \
	    --infile export.pfx | grep -c 'BEGIN CERTIFICATE' | grep -x 3 &&
	exported p7b && certtool --p7-info --inder --infile export.p7b |
	    grep -c 'BEGIN CERTIFICATE' | grep -x 3 &&
	exported pem -nokey && certtool -i --infile export.pem |
	    grep -c 'BEGIN CERTIFICATE' | grep -x 3 &&
	exported cer && certtool -i --inder --infile export.cer >/dev/null &&
	exported pkcs8 -po pw && certtool -k --password pw \
	    --infile export.pkcs8 >/dev/null
}

pk12util_reads()
{
	rm -rf exportdb && mkdir exportdb &&
	certutil -N -d sql:exportdb --empty-password &&
	exported pfx -po pw &&
	pk12util -i export.pfx -W pw -d sql:exportdb -K '' &&
	certutil -L -d sql:exportdb | grep "^$NAME .*u,u,u"
}

keytool_reads()
{
	exported pfx -po password && keytool -list -v -storetype PKCS12 \
	    -keystore export.pfx -storepass password |
	    grep 'Certificate chain length: 3' &&
	exported p7b && keytool -printcert -file export.p7b |
	    grep -c '^Owner:' | grep -x 3 &&
	exported cer && keytool -printcert -file export.cer | grep '^Owner:'
}

# PVK and SPC by Mono's Authenticode classes; and a .NET store's PFX, which has
# no password, by its X509Certificate2. Mono has no AES.
mono_reads()
{
	exported pvk -po pw && exported spc &&
	exported dotnet -crypto TripleDES-SHA1 || return 1
	name=$(thumbprint "$PKI/leaf.pem" | tr a-f A-F)
	cat >export.csx <<-CS
	using Mono.Security.Authenticode;
	using System.Security.Cryptography.X509Certificates;
	var k = PrivateKey.CreateFromFile("export.pvk", "pw");
	print("PVK " + k.KeyType + " " + k.Encrypted + " " + k.Weak);
	print("modulus " + BitConverter.ToString(
	    k.RSA.ExportParameters(false).Modulus).Replace("-", ""));
	var s = SoftwarePublisherCertificate.CreateFromFile("export.spc");
	print("SPC " + s.Certificates.Count);
	var c = new X509Certificate2("export.dotnet/my/$name.pfx", "");
	print("PFX " + c.HasPrivateKey + " " + c.Thumbprint);
	CS
	csharp -r:Mono.Security export.csx | tee got
	rm -f wanted
	openssl rsa -in "$PKI/leaf.key" -modulus -noout | sed 's/.*=/modulus /' \
	    >wanted
	printf 'PVK 2 True False\nSPC 3\nPFX True %s\n' "$name" >>wanted
	sort wanted >wanted.sorted
	sort got | cmp - wanted.sorted
}

# Our own programs read all of it back, and write it again.
ours_reads()
{
	"$BIN/storectl" export -as sst -out export.sst -f &&
	exported pem -po-from none && exported pfx -po pw &&
	for form in sst pem pfx; do
		"$BIN/storectl" export -in export.$form -p pw -as spc \
		    -out again.spc -f && cmp again.spc "$PKI/leaf-first.spc" ||
		    return 1
	done
}

read_exports()
{
	for kind in rsa dsa ec; do
		try "interop/a store is filled with $kind" fill_store $kind
		try "interop/OpenSSL reads exports of $kind" openssl_reads $kind
	done
	export SPCKIT_HOME=$SCRATCH/home-rsa
	try "interop/we read our exports" ours_reads
	for reader in certtool:certtool pk12util:pk12util keytool:keytool \
	    mono:csharp; do
		if have "${reader#*:}"; then
			try "interop/${reader%:*} reads exports" \
			    "${reader%:*}_reads"
		else
			skip "interop/${reader%:*} reads exports" \
			    "${reader#*:} is not installed"
		fi
	done
	unset SPCKIT_HOME
}
