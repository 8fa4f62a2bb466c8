#define OPENSSL_SUPPRESS_DEPRECATED	/* sha.h says why */
#include "base/sha.h"

#include <string.h>

#include <openssl/evp.h>
#include <openssl/sha.h>

#include "base/osslctx.h"

#ifdef OPENSSL_NO_DEPRECATED_3_0

/* Without memory: zeros, which are nothing's. */
static void
hash_once(const char *name, struct view v, unsigned char *out, size_t len)
{
	if (EVP_Q_digest(osslctx_lib(), name, NULL, v.data, v.len, out,
	    NULL) != 1)
		memset(out, 0, len);
}

#endif

void
sha1_of(struct view v, unsigned char out[SHA1_LEN])
{
#ifdef OPENSSL_NO_DEPRECATED_3_0
	hash_once("SHA1", v, out, SHA1_LEN);
#else
	SHA_CTX c;

	SHA1_Init(&c);
	SHA1_Update(&c, v.data, v.len);
	SHA1_Final(out, &c);
#endif
}

void
sha256_of(struct view v, unsigned char out[SHA256_LEN])
{
#ifdef OPENSSL_NO_DEPRECATED_3_0
	hash_once("SHA256", v, out, SHA256_LEN);
#else
	SHA256_CTX c;

	SHA256_Init(&c);
	SHA256_Update(&c, v.data, v.len);
	SHA256_Final(out, &c);
#endif
}
