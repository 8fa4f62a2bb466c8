/*
 * winestore.c - the certificates that Windows, or Wine, has in My
 *
 * usage: winestore.exe list             THUMBPRINT|NAME|CONTAINER|PROVIDER|SPEC
 *        winestore.exe add DER NAME     under a friendly name (UTF-8)
 *
 * Built with x86_64-w64-mingw32-gcc by windows.sh.
 */

#include <windows.h>
#include <wincrypt.h>

#include <stdio.h>
#include <string.h>

static void
print_wide(const wchar_t *s)
{
	char utf8[1024] = "";

	WideCharToMultiByte(CP_UTF8, 0, s, -1, utf8, sizeof(utf8), NULL, NULL);
	printf("|%s", utf8);
}

static void
print_one(const CERT_CONTEXT *c)
{
	union {
		CRYPT_KEY_PROV_INFO info;
		BYTE bytes[4096];
	} key;
	wchar_t name[256] = L"";
	DWORD len = sizeof(name);
	BYTE sha1[20];
	DWORD n = sizeof(sha1);

	CertGetCertificateContextProperty(c, CERT_SHA1_HASH_PROP_ID, sha1, &n);
	for (n = 0; n < sizeof(sha1); n++)
		printf("%02X", sha1[n]);
	CertGetCertificateContextProperty(c, CERT_FRIENDLY_NAME_PROP_ID, name,
	    &len);
	print_wide(name);
	len = sizeof(key);
	if (CertGetCertificateContextProperty(c, CERT_KEY_PROV_INFO_PROP_ID,
	    &key, &len)) {
		print_wide(key.info.pwszContainerName);
		print_wide(key.info.pwszProvName);
		printf("|%lu", key.info.dwKeySpec);
	}
	printf("\n");
}

static int
add(HCERTSTORE store, const char *path, const char *utf8)
{
	CRYPT_DATA_BLOB name;
	const CERT_CONTEXT *c = NULL;
	wchar_t wide[256];
	BYTE der[8192];
	size_t len;
	FILE *f = fopen(path, "rb");

	if (f == NULL)
		return 1;
	len = fread(der, 1, sizeof(der), f);
	fclose(f);
	MultiByteToWideChar(CP_UTF8, 0, utf8, -1, wide, 256);
	name.pbData = (BYTE *)wide;
	name.cbData = (DWORD)((wcslen(wide) + 1) * sizeof(wchar_t));
	if (!CertAddEncodedCertificateToStore(store, X509_ASN_ENCODING, der,
	    (DWORD)len, CERT_STORE_ADD_REPLACE_EXISTING, &c) ||
	    !CertSetCertificateContextProperty(c, CERT_FRIENDLY_NAME_PROP_ID,
	    0, &name))
		return 1;
	CertFreeCertificateContext(c);
	return 0;
}

int
main(int argc, char **argv)
{
	HCERTSTORE store = CertOpenSystemStoreW(0, L"MY");
	const CERT_CONTEXT *c = NULL;
	int r = store == NULL;

	if (r == 0 && argc == 4 && strcmp(argv[1], "add") == 0)
		r = add(store, argv[2], argv[3]);
	else
		while (r == 0 &&
		    (c = CertEnumCertificatesInStore(store, c)) != NULL)
			print_one(c);
	if (store != NULL)
		CertCloseStore(store, 0);
	return r;
}
