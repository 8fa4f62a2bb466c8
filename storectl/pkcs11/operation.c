#include "operation.h"

#include <stdlib.h>

#include <openssl/evp.h>

void
operation_free(struct operation *o)
{
	if (o == NULL)
		return;
	EVP_MD_CTX_free(o->hash);
	EVP_PKEY_free(o->key);
	free(o);
}
