/*
 * makectl.c - a certificate trust list as Microsoft publishes it, signed
 *
 *   makectl OUT USAGE ALGORITHM DATE NUMBER CERT KEY [MORE...] <ENTRIES
 *
 * USAGE and ALGORITHM are OIDs, DATE a UTCTime, NUMBER the list's in hex or "-",
 * CERT and MORE are certificates in PEM, KEY the signer's. A line of ENTRIES is
 * an identifier in hex and any number of N=HEX: the property N. With "-" as KEY
 * the list is not signed.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>
#include <openssl/pkcs7.h>
#include <openssl/x509.h>

#define CTL	"1.3.6.1.4.1.311.10.1"

enum { MAX = 1 << 20 };

struct buf {
	unsigned char	*data;
	size_t		 len;
};

static void
die(const char *what)
{
	fprintf(stderr, "makectl: %s\n", what);
	exit(1);
}

static struct buf
new_buf(void)
{
	struct buf b = { malloc(MAX), 0 };

	if (b.data == NULL)
		die("out of memory");
	return b;
}

static void
add(struct buf *b, const void *data, size_t len)
{
	if (b->len + len > MAX)
		die("too large");
	memcpy(b->data + b->len, data, len);
	b->len += len;
}

/* An element of this tag. */
static void
put(struct buf *b, unsigned tag, const void *body, size_t len)
{
	unsigned char head[5] = { (unsigned char)tag };
	size_t n = 2;

	if (len < 128) {
		head[1] = (unsigned char)len;
	} else {
		head[1] = 0x83;
		head[2] = (unsigned char)(len >> 16);
		head[3] = (unsigned char)(len >> 8);
		head[4] = (unsigned char)len;
		n = 5;
		if (len < 0x100) {
			head[1] = 0x81;
			head[2] = (unsigned char)len;
			n = 3;
		} else if (len < 0x10000) {
			head[1] = 0x82;
			head[2] = (unsigned char)(len >> 8);
			head[3] = (unsigned char)len;
			n = 4;
		}
	}
	add(b, head, n);
	add(b, body, len);
}

/* ... which takes what is in another one. */
static void
wrap(struct buf *b, unsigned tag, struct buf *body)
{
	put(b, tag, body->data, body->len);
	free(body->data);
}

static void
put_oid(struct buf *b, const char *text)
{
	ASN1_OBJECT *o = OBJ_txt2obj(text, 1);
	unsigned char *der = NULL;
	int len = o != NULL ? i2d_ASN1_OBJECT(o, &der) : -1;

	if (len <= 0)
		die(text);
	add(b, der, (size_t)len);
	OPENSSL_free(der);
	ASN1_OBJECT_free(o);
}

static void
put_hex(struct buf *b, unsigned tag, const char *hex)
{
	long len = 0;
	unsigned char *body = *hex != '\0' ? OPENSSL_hexstr2buf(hex, &len) :
	    OPENSSL_zalloc(1);

	if (body == NULL)
		die(hex);
	put(b, tag, body, (size_t)len);
	OPENSSL_free(body);
}

static void
put_property(struct buf *set, char *word)
{
	struct buf attribute = new_buf(), values = new_buf();
	char oid[64], *hex = strchr(word, '=');

	if (hex == NULL)
		die(word);
	*hex++ = '\0';
	snprintf(oid, sizeof(oid), "1.3.6.1.4.1.311.10.11.%s", word);
	put_oid(&attribute, oid);
	put_hex(&values, 0x04, hex);
	wrap(&attribute, 0x31, &values);
	wrap(set, 0x30, &attribute);
}

static void
put_entries(struct buf *list)
{
	struct buf entries = new_buf();
	char line[8192], *rest, *word;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		struct buf entry = new_buf(), set = new_buf();

		word = strtok_r(line, " \n", &rest);
		if (word == NULL)
			die("an empty line");
		put_hex(&entry, 0x04, word);
		while ((word = strtok_r(NULL, " \n", &rest)) != NULL)
			put_property(&set, word);
		wrap(&entry, 0x31, &set);
		wrap(&entries, 0x30, &entry);
	}
	wrap(list, 0x30, &entries);
}

/* The body of the CertificateTrustList. */
static struct buf
make_list(char **argv)
{
	struct buf list = new_buf(), usage = new_buf(), algorithm = new_buf();

	put_oid(&usage, argv[2]);
	wrap(&list, 0x30, &usage);
	if (strcmp(argv[5], "-") != 0)
		put_hex(&list, 0x02, argv[5]);
	put(&list, 0x17, argv[4], strlen(argv[4]));
	put_oid(&algorithm, argv[3]);
	put(&algorithm, 0x05, "", 0);
	wrap(&list, 0x30, &algorithm);
	put_entries(&list);
	return list;
}

static X509 *
read_cert(const char *name)
{
	FILE *f = fopen(name, "r");
	X509 *x = f != NULL ? PEM_read_X509(f, NULL, NULL, NULL) : NULL;

	if (x == NULL)
		die(name);
	fclose(f);
	return x;
}

static void
sign(PKCS7 *p7, const struct buf *list, const char *cert, const char *key)
{
	FILE *f = fopen(key, "r");
	EVP_PKEY *k = f != NULL ? PEM_read_PrivateKey(f, NULL, NULL, NULL) :
	    NULL;
	X509 *x = read_cert(cert);
	PKCS7_SIGNER_INFO *si;
	BIO *bio;

	if (k == NULL)
		die(key);
	fclose(f);
	si = PKCS7_add_signature(p7, x, k, EVP_sha256());
	if (si == NULL || PKCS7_add_signed_attribute(si,
	    NID_pkcs9_contentType, V_ASN1_OBJECT, OBJ_txt2obj(CTL, 1)) != 1 ||
	    PKCS7_add_certificate(p7, x) != 1)
		die("cannot sign");
	PKCS7_content_new(p7, NID_pkcs7_data);
	bio = PKCS7_dataInit(p7, NULL);
	if (bio == NULL || BIO_write(bio, list->data, (int)list->len) !=
	    (int)list->len || PKCS7_dataFinal(p7, bio) != 1)
		die("cannot sign");
	BIO_free_all(bio);
	X509_free(x);
	EVP_PKEY_free(k);
}

static void
set_content(PKCS7 *p7, const struct buf *list)
{
	struct buf whole = new_buf();
	PKCS7 *content = PKCS7_new();
	ASN1_STRING *s = ASN1_STRING_new();

	put(&whole, 0x30, list->data, list->len);
	if (content == NULL || s == NULL ||
	    ASN1_STRING_set(s, whole.data, (int)whole.len) != 1)
		die("out of memory");
	content->type = OBJ_txt2obj(CTL, 1);
	content->d.other = ASN1_TYPE_new();
	ASN1_TYPE_set(content->d.other, V_ASN1_SEQUENCE, s);
	if (PKCS7_set_content(p7, content) != 1)
		die("cannot set the content");
	free(whole.data);
}

int
main(int argc, char **argv)
{
	PKCS7 *p7 = PKCS7_new();
	struct buf list;
	FILE *f;

	if (argc < 8)
		die("usage: makectl OUT USAGE ALGORITHM DATE NUMBER CERT KEY "
		    "[MORE...]");
	list = make_list(argv);
	if (p7 == NULL || PKCS7_set_type(p7, NID_pkcs7_signed) != 1)
		die("out of memory");
	if (strcmp(argv[7], "-") != 0)
		sign(p7, &list, argv[6], argv[7]);
	for (int i = 8; i < argc; i++)
		if (PKCS7_add_certificate(p7, read_cert(argv[i])) != 1)
			die(argv[i]);
	set_content(p7, &list);
	f = fopen(argv[1], "wb");
	if (f == NULL || i2d_PKCS7_fp(f, p7) != 1 || fclose(f) != 0)
		die(argv[1]);
	PKCS7_free(p7);
	free(list.data);
	return 0;
}
