#include "formats/signed/imprint.h"

#include <openssl/evp.h>

#include "base/osslctx.h"

bool
imprint_is_of_length(const char *digest, size_t len)
{
	struct err none = ERR_INIT;
	EVP_MD *md = osslctx_digest(digest, &none);

	return md != NULL && EVP_MD_get_size(md) == (int)len;
}

bool
imprint_begin(struct imprint *i, const char *digest, size_t len,
    struct err *e)
{
	EVP_MD *md = osslctx_digest(digest, e);

	i->ctx = NULL;
	i->name = digest;
	i->failed = false;
	if (md == NULL)
		return false;
	if (EVP_MD_get_size(md) != (int)len)
		return err_set(e, ERR_CRYPTO, "%s is not of %zu bytes", digest,
		    len);
	i->ctx = EVP_MD_CTX_new();
	if (i->ctx == NULL)
		return err_memory(e);
	i->failed = EVP_DigestInit_ex(i->ctx, md, NULL) != 1;
	return true;
}

void
imprint_add(struct imprint *i, struct view part)
{
	if (!i->failed && part.len != 0)
		i->failed = EVP_DigestUpdate(i->ctx, part.data, part.len) != 1;
}

bool
imprint_end(struct imprint *i, unsigned char *out, struct err *e)
{
	bool ok = !i->failed && EVP_DigestFinal_ex(i->ctx, out, NULL) == 1;

	EVP_MD_CTX_free(i->ctx);
	i->ctx = NULL;
	return ok || osslctx_err(e, ERR_CRYPTO, i->name);
}
