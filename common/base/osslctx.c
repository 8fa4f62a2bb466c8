#include "base/osslctx.h"

#include <limits.h>
#include <pthread.h>
#include <string.h>

#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/provider.h>

enum { CACHE_MAX = 24 };

/* Fetching costs 0.1 to 0.5 ms the first time and a lookup under locks later; a
 * batch needs the same three algorithms thousands of times. */
struct cached {
	char	 name[32];
	void	*alg;
};

static bool		 guest;
static OSSL_LIB_CTX	*lib;
static OSSL_PROVIDER	*base_provider, *legacy_provider;
static pthread_mutex_t	 lock = PTHREAD_MUTEX_INITIALIZER;
static struct cached	 ciphers[CACHE_MAX], digests[CACHE_MAX],
			 kdfs[CACHE_MAX];

static const char *const legacy_names[] = {
	"RC4", "RC2-40-CBC", "RC2-64-CBC", "RC2-CBC", "DES-CBC", "MD4",
	"SEED-CBC", "BF-CBC",
};

OSSL_LIB_CTX *
osslctx_lib(void)
{
	return lib;
}

bool
osslctx_start(struct err *e)
{
	/* For the default context as well: some calls cannot name one. */
	return guest || OPENSSL_init_crypto(OPENSSL_INIT_NO_LOAD_CONFIG,
	    NULL) == 1 || osslctx_err(e, ERR_CRYPTO, "cannot start libcrypto");
}

void
osslctx_be_guest(void)
{
	guest = true;
}

bool
osslctx_init(struct err *e)
{
	const char *dir;

	if (!osslctx_start(e))
		return false;
	lib = OSSL_LIB_CTX_new();
	if (lib == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot start libcrypto");
	dir = OPENSSL_info(OPENSSL_INFO_MODULES_DIR);
	if (dir != NULL && OSSL_PROVIDER_set_default_search_path(lib, dir) != 1)
		return osslctx_err(e, ERR_CRYPTO, "cannot start libcrypto");
	base_provider = OSSL_PROVIDER_load(lib, "default");
	if (base_provider == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot load libcrypto's "
		    "default provider");
	return true;
}

static void
drop(struct cached *cache, void (*release)(void *))
{
	for (size_t i = 0; i < CACHE_MAX && cache[i].alg != NULL; i++)
		release(cache[i].alg);
	memset(cache, 0, CACHE_MAX * sizeof(*cache));
}

static void	release_cipher(void *p) { EVP_CIPHER_free(p); }
static void	release_digest(void *p) { EVP_MD_free(p); }
static void	release_kdf(void *p) { EVP_KDF_free(p); }

void
osslctx_done(void)
{
	drop(ciphers, release_cipher);
	drop(digests, release_digest);
	drop(kdfs, release_kdf);
	OSSL_PROVIDER_unload(legacy_provider);
	OSSL_PROVIDER_unload(base_provider);
	OSSL_LIB_CTX_free(lib);
	legacy_provider = base_provider = NULL;
	lib = NULL;
}

static bool
load_legacy(struct err *e)
{
	if (legacy_provider == NULL)
		legacy_provider = OSSL_PROVIDER_load(lib, "legacy");
	if (legacy_provider == NULL)
		return osslctx_err(e, ERR_UNSUPPORTED, "cannot load OpenSSL's "
		    "legacy provider (legacy.so), which old ciphers need");
	return true;
}

static bool
is_legacy(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(legacy_names); i++)
		if (strcmp(legacy_names[i], name) == 0)
			return true;
	return false;
}

static void *fetch_cipher(const char *n) { return EVP_CIPHER_fetch(lib, n, NULL); }
static void *fetch_digest(const char *n) { return EVP_MD_fetch(lib, n, NULL); }
static void *fetch_kdf(const char *n) { return EVP_KDF_fetch(lib, n, NULL); }

static void *
fetch_cached(struct cached *cache, const char *name, void *(*get)(const char *),
    struct err *e)
{
	void *alg = NULL;
	size_t i;

	pthread_mutex_lock(&lock);
	for (i = 0; i < CACHE_MAX && cache[i].alg != NULL; i++)
		if (strcmp(cache[i].name, name) == 0) {
			alg = cache[i].alg;
			goto out;
		}
	if (is_legacy(name) && !load_legacy(e))
		goto out;
	if (i == CACHE_MAX || strlen(name) >= sizeof(cache[i].name)) {
		err_set(e, ERR_CRYPTO, "too many different algorithms");
		goto out;
	}
	alg = get(name);
	if (alg == NULL) {
		osslctx_err(e, ERR_UNSUPPORTED, name);
		goto out;
	}
	memcpy(cache[i].name, name, strlen(name) + 1);
	cache[i].alg = alg;
 out:
	pthread_mutex_unlock(&lock);
	return alg;
}

EVP_CIPHER *
osslctx_cipher(const char *name, struct err *e)
{
	return fetch_cached(ciphers, name, fetch_cipher, e);
}

EVP_MD *
osslctx_digest(const char *name, struct err *e)
{
	return fetch_cached(digests, name, fetch_digest, e);
}

EVP_KDF *
osslctx_kdf(const char *name, struct err *e)
{
	return fetch_cached(kdfs, name, fetch_kdf, e);
}

bool
osslctx_hash(const char *digest, struct view in, unsigned char *out,
    size_t outlen, struct err *e)
{
	unsigned char md[EVP_MAX_MD_SIZE];
	unsigned int len = 0;
	EVP_MD *alg;

	alg = osslctx_digest(digest, e);
	if (alg == NULL)
		return false;
	if (EVP_Digest(in.data, in.len, md, &len, alg, NULL) != 1 ||
	    len != outlen)
		return osslctx_err(e, ERR_CRYPTO, digest);
	memcpy(out, md, len);
	return true;
}

BIGNUM *
osslctx_number(BN_CTX *pool, struct view v)
{
	BIGNUM *bn = BN_CTX_get(pool);

	if (bn == NULL || v.len > INT_MAX)
		return NULL;
	return BN_bin2bn(v.data, (int)v.len, bn);
}

bool
osslctx_err(struct err *e, enum err_code code, const char *what)
{
	unsigned long first = guest ? ERR_peek_last_error() : ERR_peek_error(),
	    n = first;
	const char *reason = NULL;

	for (; n != 0; n = guest ? 0 : ERR_get_error())
		if (ERR_GET_REASON(n) == ERR_R_MALLOC_FAILURE)
			code = ERR_MEMORY;
	if (first != 0)
		reason = ERR_reason_error_string(first);
	if (reason == NULL)
		return err_set(e, code, "%s", what);
	return err_set(e, code, "%s: %s", what, reason);
}
