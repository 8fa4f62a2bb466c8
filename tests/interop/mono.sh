# mono.sh - Mono's own PKCS#12 reader: TripleDES and RSA
#
# It knows no PBES2 and no EC, and takes a DSA key only when the certificate
# came before it in the file; Pvk2Pfx, and so we, write the key first.

mono_opens()
{
	cat >open.csx <<-CS
	using Mono.Security.X509;
	var p = PKCS12.LoadFromFile("$1", "pässword");
	print(p.Keys.Count + " key, " + p.Certificates.Count + " certificates");
	var key = (System.Security.Cryptography.AsymmetricAlgorithm) p.Keys[0];
	print(key.GetType().Name + " " + key.KeySize);
	foreach (X509Certificate c in p.Certificates) print(c.SubjectName);
	CS
	csharp -r:Mono.Security open.csx >opened 2>&1
	cat opened
	grep -q '1 key, 3 certificates' opened &&
	    grep -q 'RSA.* 2048' opened && grep -q 'CN=.*spckit test publisher' opened
}

read_by_mono()
{
	[ "$1 $2" = "TripleDES-SHA1 rsa" ] || return 0
	if have csharp; then
		try "interop/Mono opens $1 $2" mono_opens "$3"
	else
		skip "interop/Mono opens $1 $2" "csharp is not installed"
	fi
}
