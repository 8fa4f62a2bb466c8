#include "formats/key/pvk.h"

#include <inttypes.h>
#include <string.h>

#include <openssl/evp.h>

#include "base/osslctx.h"
#include "base/random.h"
#include "base/sha.h"
#include "formats/key/msblob.h"

enum {
	PVK_HEADER_LEN	= 24,
	BLOBHEADER_LEN	= 8,		/* in the clear */
	MAGIC_LEN	= 4,		/* RSA2, DSS2: the first encrypted */
	SALT_MAX	= 1024,
	SALT_WRITTEN	= 16,
	RC4_KEY_LEN	= 16,
	RC4_WEAK_LEN	= 5,		/* 40 bits, the rest of the key zero */
};

static const uint32_t pvk_magic = 0xb0b5f11e;

bool
pvk_is(struct view in)
{
	return in.len >= 4 && view_le32(in, 0) == pvk_magic;
}

/* ---- the header ---- */

struct header {
	uint32_t	keytype;
	uint32_t	encrypted;
	uint32_t	saltlen;
	uint32_t	keylen;
	struct view	salt;
	struct view	blob;
};

static bool
check_fields(const struct header *h, const struct limits *limits,
    struct err *e)
{
	if (h->keytype != AT_KEYEXCHANGE && h->keytype != AT_SIGNATURE)
		return err_set(e, ERR_INPUT, "key spec %" PRIu32 " at offset "
		    "8, expected 1 (AT_KEYEXCHANGE) or 2 (AT_SIGNATURE)",
		    h->keytype);
	if (h->encrypted > 1)
		return err_set(e, ERR_INPUT, "encryption flag %" PRIu32 " at "
		    "offset 12, expected 0 or 1", h->encrypted);
	if (h->saltlen > SALT_MAX)
		return err_set(e, ERR_INPUT, "salt of %" PRIu32 " bytes at "
		    "offset 16, at most %d are accepted", h->saltlen, SALT_MAX);
	if (h->encrypted == 1 && h->saltlen == 0)
		return err_set(e, ERR_INPUT, "the header says encrypted "
		    "(offset 12) but has no salt (offset 16)");
	if (h->encrypted == 0 && h->saltlen != 0)
		return err_set(e, ERR_INPUT, "the header says not encrypted "
		    "(offset 12) but has a salt of %" PRIu32 " bytes (offset "
		    "16)", h->saltlen);
	return limit_check(limits, LIMIT_KEY_FILE, h->keylen, "bytes of key "
	    "at offset 20", e);
}

/* Header, salt and key are the whole file, to the byte. */
static bool
check_extent(const struct header *h, size_t size, struct err *e)
{
	uint64_t expected = (uint64_t)PVK_HEADER_LEN + h->saltlen + h->keylen;

	if (size < expected)
		return err_set(e, ERR_INPUT, "the file ends after %zu bytes, "
		    "but its header, a salt of %" PRIu32 " and a key of %"
		    PRIu32 " bytes need %" PRIu64, size, h->saltlen, h->keylen,
		    expected);
	if (size > expected)
		return err_set(e, ERR_INPUT, "%" PRIu64 " bytes after the "
		    "end of the key at offset %" PRIu64, size - expected,
		    expected);
	if (h->keylen < BLOBHEADER_LEN + MAGIC_LEN)
		return err_set(e, ERR_INPUT, "key of %" PRIu32 " bytes at "
		    "offset 20 is too short for a key blob", h->keylen);
	return true;
}

/* Offset 4 is reserved and 0 in every file known; nothing reads it. */
static bool
parse_header(struct view in, const struct limits *limits, struct header *h,
    struct err *e)
{
	if (!pvk_is(in))
		return err_set(e, ERR_FORMAT, "not a PVK file: missing magic "
		    "1e f1 b5 b0");
	if (in.len < PVK_HEADER_LEN)
		return err_set(e, ERR_INPUT, "the file ends after %zu bytes, "
		    "inside its header of %d", in.len, PVK_HEADER_LEN);
	h->keytype = view_le32(in, 8);
	h->encrypted = view_le32(in, 12);
	h->saltlen = view_le32(in, 16);
	h->keylen = view_le32(in, 20);
	if (!check_fields(h, limits, e) || !check_extent(h, in.len, e))
		return false;
	h->salt = view_sub(in, PVK_HEADER_LEN, h->saltlen);
	h->blob = view_sub(in, PVK_HEADER_LEN + h->saltlen, h->keylen);
	return true;
}

/* ---- encryption ---- */

/* SHA-1 of salt and password, cut to 16 bytes, or to 5 and filled with 0. */
static bool
derive_rc4_key(struct view salt, const struct secret *password, enum pvk_cipher cipher,
    unsigned char key[RC4_KEY_LEN], struct err *e)
{
	unsigned char md[SHA1_LEN];
	struct secret both = SECRET_INIT;

	if (!secret_alloc(&both, salt.len + password->len, e))
		return false;
	memcpy(both.data, salt.data, salt.len);
	if (password->len != 0)
		memcpy(both.data + salt.len, password->data, password->len);
	sha1_of(secret_view(&both), md);
	secret_clear(&both);
	memcpy(key, md, RC4_KEY_LEN);
	if (cipher == PVK_RC4_40)
		memset(key + RC4_WEAK_LEN, 0, RC4_KEY_LEN - RC4_WEAK_LEN);
	explicit_bzero(md, sizeof(md));
	return true;
}

/* Both directions; out has room for in.len. */
static bool
rc4(const unsigned char key[RC4_KEY_LEN], struct view in, unsigned char *out,
    struct err *e)
{
	EVP_CIPHER *cipher = osslctx_cipher("RC4", e);
	EVP_CIPHER_CTX *ctx;
	int len = 0;
	bool ok;

	if (cipher == NULL)
		return false;
	ctx = EVP_CIPHER_CTX_new();
	if (ctx == NULL)
		return err_memory(e);
	ok = EVP_EncryptInit_ex2(ctx, cipher, key, NULL, NULL) == 1 &&
	    EVP_EncryptUpdate(ctx, out, &len, in.data, (int)in.len) == 1 &&
	    (size_t)len == in.len;
	EVP_CIPHER_CTX_free(ctx);
	if (!ok)
		return osslctx_err(e, ERR_CRYPTO, "RC4 failed");
	return true;
}

/*
 * Decrypt into *plain, which holds the blob, under one kind of key. *found
 * says whether the magic came out; the rest is decrypted only then.
 */
static bool
try_cipher(const struct header *h, const struct secret *password,
    enum pvk_cipher cipher, struct secret *plain, bool *found, struct err *e)
{
	struct view body = view_sub(h->blob, BLOBHEADER_LEN,
	    h->blob.len - BLOBHEADER_LEN);
	unsigned char key[RC4_KEY_LEN], magic[MAGIC_LEN];
	bool ok = false;

	*found = false;
	if (!derive_rc4_key(h->salt, password, cipher, key, e))
		goto out;
	if (!rc4(key, view_sub(body, 0, MAGIC_LEN), magic, e))
		goto out;
	*found = msblob_is_magic(view_of(magic, MAGIC_LEN));
	ok = !*found || rc4(key, body, plain->data + BLOBHEADER_LEN, e);
 out:
	explicit_bzero(key, sizeof(key));
	return ok;
}

static bool
decrypt_blob(const struct header *h, const struct secret *password,
    struct secret *plain, struct err *e)
{
	bool found;

	if (password == NULL || !password->given)
		return err_set(e, ERR_PASSWORD_NEEDED, "the key is encrypted "
		    "and no password was given");
	if (!secret_set(plain, h->blob, e))
		return false;
	if (!try_cipher(h, password, PVK_RC4_128, plain, &found, e))
		return false;
	if (!found && !try_cipher(h, password, PVK_RC4_40, plain, &found, e))
		return false;
	if (!found)
		return err_set(e, ERR_PASSWORD, "wrong password, or damaged "
		    "(tried 128-bit and 40-bit RC4)");
	return true;
}

/* ---- the file ---- */

struct key *
pvk_read(struct view in, const struct secret *password,
    const struct limits *limits, struct err *e)
{
	struct secret plain = SECRET_INIT;
	struct header h;
	struct view blob;
	struct key *k = NULL;

	if (!parse_header(in, limits, &h, e) ||
	    !msblob_check_header(h.blob, e))
		goto out;
	blob = h.blob;
	if (h.encrypted == 1) {
		if (!decrypt_blob(&h, password, &plain, e))
			goto out;
		blob = secret_view(&plain);
	}
	k = msblob_read(blob, limits, e);
	if (k == NULL)
		goto out;
	k->was_encrypted = h.encrypted == 1;
	/* The header wins: Mono's makecert writes exchange keys with the
	 * blob's algorithm of signature keys. DSA only ever signs. */
	if (k->algorithm == KEY_RSA)
		k->spec = (enum key_spec)h.keytype;
 out:
	secret_clear(&plain);
	return k;
}

static void
put_pvk_header(struct bytes *out, enum key_spec spec, struct view salt,
    size_t keylen)
{
	bytes_add_le32(out, pvk_magic);
	bytes_add_le32(out, 0);
	bytes_add_le32(out, spec);
	bytes_add_le32(out, salt.len != 0);
	bytes_add_le32(out, (uint32_t)salt.len);
	bytes_add_le32(out, (uint32_t)keylen);
	bytes_add_view(out, salt);
}

static bool
encrypt_blob(struct view salt, const struct secret *password,
    enum pvk_cipher cipher, struct bytes *blob, struct err *e)
{
	struct view body = view_sub(view_bytes(blob), BLOBHEADER_LEN,
	    blob->len - BLOBHEADER_LEN);
	unsigned char key[RC4_KEY_LEN];
	bool ok;

	if (password == NULL || !password->given)
		return err_set(e, ERR_PASSWORD_NEEDED, "an encrypted PVK needs "
		    "a password");
	if (!derive_rc4_key(salt, password, cipher, key, e))
		return false;
	ok = rc4(key, body, blob->data + BLOBHEADER_LEN, e);
	explicit_bzero(key, sizeof(key));
	return ok;
}

/* Windows reads the blob's algorithm as well as the header: both agree. */
bool
pvk_write(const struct key *k, enum key_spec spec, enum pvk_cipher cipher,
    const struct secret *password, struct bytes *out, struct err *e)
{
	unsigned char random[SALT_WRITTEN];
	struct view salt = view_of(NULL, 0);
	struct bytes blob = BYTES_INIT;
	bool ok = false;

	if (k->algorithm == KEY_DSA)
		spec = AT_SIGNATURE;
	else if (spec == KEY_SPEC_NONE)
		spec = AT_KEYEXCHANGE;
	if (!msblob_write(k, spec, &blob, e))
		goto out;
	if (cipher != PVK_PLAIN) {
		if (!random_bytes(random, sizeof(random), e))
			goto out;
		salt = view_of(random, sizeof(random));
		if (!encrypt_blob(salt, password, cipher, &blob, e))
			goto out;
	}
	put_pvk_header(out, spec, salt, blob.len);
	bytes_add_view(out, view_bytes(&blob));
	ok = bytes_ok(out, e);
 out:
	bytes_clear(&blob);
	return ok;
}
