#include "formats/key/pemkey.h"

#include <limits.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "asn1/der.h"
#include "base/osslctx.h"
#include "base/text.h"

static const struct cipher {
	const char	*name;
	size_t		 iv_len;
} ciphers[] = {
	{ "DES-CBC",		8 },
	{ "DES-EDE3-CBC",	8 },
	{ "AES-128-CBC",	16 },
	{ "AES-192-CBC",	16 },
	{ "AES-256-CBC",	16 },
};

static const struct cipher *
find_cipher(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(ciphers); i++)
		if (text_same(name, ciphers[i].name))
			return &ciphers[i];
	return NULL;
}

/* One MD5 round over password and salt: PEM's derivation since 1993. */
static bool
derive_pem_key(const struct armor_block *b, const EVP_CIPHER *cipher,
    const struct secret *password, unsigned char key[EVP_MAX_KEY_LENGTH],
    struct err *e)
{
	EVP_MD *md5 = osslctx_digest("MD5", e);

	if (md5 == NULL)
		return false;
	/* The password is at most SECRET_MAX long. */
	if (password->len > SECRET_MAX)
		return err_set(e, ERR_PASSWORD, "a password of %zu bytes, "
		    "at most %d are accepted", password->len, SECRET_MAX);
	if (EVP_BytesToKey(cipher, md5, b->dek_iv, password->data,
	    (int)password->len, 1, key, NULL) <= 0)
		return osslctx_err(e, ERR_CRYPTO, "deriving the key of a PEM "
		    "block");
	return true;
}

/* A key inside is one SEQUENCE and nothing after it: one wrong password in
 * 256 gets past the padding, none past this. */
static bool
is_whole_key(struct view plain)
{
	struct der d = der_open(plain);
	struct tlv t;

	return der_take(&d, DER_SEQUENCE, &t) && der_end_reached(&d);
}

static bool
decrypt_pem(const struct armor_block *b, const EVP_CIPHER *cipher,
    const unsigned char *key, struct secret *plain, struct err *e)
{
	struct secret buf = SECRET_INIT;
	EVP_CIPHER_CTX *ctx = NULL;
	int n = 0, tail = 0;
	bool ok = false;

	ctx = EVP_CIPHER_CTX_new();
	if (ctx == NULL) {
		err_memory(e);
		goto out;
	}
	/* libcrypto may write one block more than it reads. */
	if (!secret_alloc(&buf, b->der.len + EVP_MAX_BLOCK_LENGTH, e))
		goto out;
	if (EVP_DecryptInit_ex2(ctx, cipher, key, b->dek_iv, NULL) != 1 ||
	    EVP_DecryptUpdate(ctx, buf.data, &n, b->der.data,
	    (int)b->der.len) != 1) {
		osslctx_err(e, ERR_CRYPTO, "cannot decrypt a PEM block");
		goto out;
	}
	if (EVP_DecryptFinal_ex(ctx, buf.data + n, &tail) != 1) {
		osslctx_err(e, ERR_PASSWORD, "padding");
		err_set(e, e->code, "wrong password, or the PEM block %s is "
		    "damaged", b->label);
		goto out;
	}
	if (!is_whole_key(view_of(buf.data, (size_t)n + (size_t)tail))) {
		err_set(e, ERR_PASSWORD, "wrong password, or the PEM block %s "
		    "is damaged", b->label);
		goto out;
	}
	ok = secret_set(plain, view_of(buf.data, (size_t)n + (size_t)tail), e);
 out:
	secret_clear(&buf);
	EVP_CIPHER_CTX_free(ctx);
	return ok;
}

bool
pemkey_decrypt(const struct armor_block *b, const struct secret *password,
    struct secret *plain, struct err *e)
{
	unsigned char key[EVP_MAX_KEY_LENGTH];
	const struct cipher *c = find_cipher(b->dek_cipher);
	EVP_CIPHER *cipher;
	bool ok = false;

	if (c == NULL)
		return err_set(e, ERR_UNSUPPORTED, "the PEM block %s is "
		    "encrypted with %s, expected DES, 3DES or AES in CBC mode",
		    b->label, b->dek_cipher);
	if (b->dek_iv_len != c->iv_len)
		return err_set(e, ERR_INPUT, "the PEM block %s has an IV of "
		    "%zu bytes, %s takes %zu", b->label, b->dek_iv_len,
		    c->name, c->iv_len);
	if (b->der.len == 0 || b->der.len % c->iv_len != 0 ||
	    b->der.len > INT_MAX - EVP_MAX_BLOCK_LENGTH)
		return err_set(e, ERR_INPUT, "the encrypted PEM block %s has "
		    "%zu bytes, expected a multiple of %zu", b->label,
		    b->der.len, c->iv_len);
	if (password == NULL || !password->given)
		return err_set(e, ERR_PASSWORD_NEEDED, "the PEM block %s is "
		    "encrypted and needs a password", b->label);
	cipher = osslctx_cipher(c->name, e);
	if (cipher == NULL)
		return false;
	ok = derive_pem_key(b, cipher, password, key, e) &&
	    decrypt_pem(b, cipher, key, plain, e);
	OPENSSL_cleanse(key, sizeof(key));
	return ok;
}
