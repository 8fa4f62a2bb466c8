#include "formats/key/keytest.h"

#include <limits.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/x509.h>

#include "base/osslctx.h"

enum { OUTPUT_MAX = 1 << 16 };

static const unsigned char message[] = "spckit tests this key";

struct halves {
	EVP_PKEY	*private_key;
	EVP_PKEY	*public_key;
};

/* False when libcrypto has no use for one of them. */
static bool
open_halves(const struct key *k, struct view spki, struct halves *h)
{
	const unsigned char *p = k->pkcs8.data, *q = spki.data;

	memset(h, 0, sizeof(*h));
	if (k->pkcs8.len > LONG_MAX || spki.len > LONG_MAX)
		return false;
	h->private_key = d2i_AutoPrivateKey_ex(NULL, &p, (long)k->pkcs8.len,
	    osslctx_lib(), NULL);
	h->public_key = d2i_PUBKEY_ex(NULL, &q, (long)spki.len, osslctx_lib(),
	    NULL);
	return h->private_key != NULL && h->public_key != NULL;
}

static void
close_halves(struct halves *h)
{
	EVP_PKEY_free(h->private_key);
	EVP_PKEY_free(h->public_key);
}

/* NULL where the algorithm has its own. */
static const char *
digest_of(const struct key *k)
{
	return k->algorithm == KEY_OTHER ? NULL : "SHA256";
}

static enum keytest
sign_and_verify(const struct key *k, const struct halves *h,
    unsigned char *out)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new(), *check = EVP_MD_CTX_new();
	enum keytest result = KEYTEST_NOT_MADE;
	size_t len = OUTPUT_MAX;

	if (ctx != NULL && check != NULL && EVP_DigestSignInit_ex(ctx, NULL,
	    digest_of(k), osslctx_lib(), NULL, h->private_key, NULL) == 1 &&
	    EVP_DigestVerifyInit_ex(check, NULL, digest_of(k), osslctx_lib(),
	    NULL, h->public_key, NULL) == 1)
		result = EVP_DigestSign(ctx, out, &len, message,
		    sizeof(message)) == 1 && EVP_DigestVerify(check, out, len,
		    message, sizeof(message)) == 1 ? KEYTEST_PASSED :
		    KEYTEST_FAILED;
	EVP_MD_CTX_free(ctx);
	EVP_MD_CTX_free(check);
	return result;
}

static enum keytest
encrypt_and_decrypt(const struct halves *h, unsigned char *out)
{
	EVP_PKEY_CTX *to = EVP_PKEY_CTX_new_from_pkey(osslctx_lib(),
	    h->public_key, NULL);
	EVP_PKEY_CTX *from = EVP_PKEY_CTX_new_from_pkey(osslctx_lib(),
	    h->private_key, NULL);
	unsigned char *back = out + OUTPUT_MAX / 2;
	size_t len = OUTPUT_MAX / 2, back_len = OUTPUT_MAX / 2;
	enum keytest result = KEYTEST_NOT_MADE;

	if (to != NULL && from != NULL && EVP_PKEY_encrypt_init(to) == 1 &&
	    EVP_PKEY_decrypt_init(from) == 1)
		result = EVP_PKEY_encrypt(to, out, &len, message,
		    sizeof(message)) == 1 && EVP_PKEY_decrypt(from, back,
		    &back_len, out, len) == 1 && back_len ==
		    sizeof(message) && memcmp(back, message, back_len) == 0 ?
		    KEYTEST_PASSED : KEYTEST_FAILED;
	EVP_PKEY_CTX_free(to);
	EVP_PKEY_CTX_free(from);
	return result;
}

static bool
run_test(const struct key *k, struct view spki, bool signs,
    enum keytest *result, struct err *e)
{
	struct secret out = SECRET_INIT;
	struct err why = ERR_INIT;
	struct halves h;

	*result = KEYTEST_NOT_MADE;
	if (!osslctx_start(e) || !secret_alloc(&out, OUTPUT_MAX, e))
		return false;
	/* A failure is believed the second time: libcrypto without memory does
	 * not always say so. */
	for (int i = 0; i < 2 && *result != KEYTEST_PASSED; i++) {
		if (open_halves(k, spki, &h))
			*result = signs ? sign_and_verify(k, &h, out.data) :
			    encrypt_and_decrypt(&h, out.data);
		close_halves(&h);
	}
	/* Both need random bytes, for which libcrypto needs memory once. */
	if (*result != KEYTEST_PASSED && RAND_bytes_ex(osslctx_lib(), out.data,
	    1, 0) != 1)
		err_memory(&why);
	secret_clear(&out);
	/* Of what went wrong only lack of memory is not the key's. */
	if (why.code == ERR_NONE)
		osslctx_err(&why, ERR_CRYPTO, "testing a private key");
	return why.code != ERR_MEMORY || err_memory(e);
}

bool
keytest_sign(const struct key *k, struct view spki, enum keytest *result,
    struct err *e)
{
	return run_test(k, spki, true, result, e);
}

bool
keytest_encrypt(const struct key *k, struct view spki, enum keytest *result,
    struct err *e)
{
	return run_test(k, spki, false, result, e);
}
