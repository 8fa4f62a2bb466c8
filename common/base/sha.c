#define OPENSSL_SUPPRESS_DEPRECATED	/* sha.h says why */
#include "base/sha.h"

#include <openssl/sha.h>

void
sha1_of(struct view v, unsigned char out[SHA1_LEN])
{
	SHA_CTX c;

	SHA1_Init(&c);
	SHA1_Update(&c, v.data, v.len);
	SHA1_Final(out, &c);
}

void
sha256_of(struct view v, unsigned char out[SHA256_LEN])
{
	SHA256_CTX c;

	SHA256_Init(&c);
	SHA256_Update(&c, v.data, v.len);
	SHA256_Final(out, &c);
}
