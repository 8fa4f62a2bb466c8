#include "query/revocation.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "cert/certext.h"
#include "chain/issued.h"
#include "chain/ocsp.h"
#include "formats/certs/armor.h"
#include "store/revcache.h"

enum { URLS_MAX = 8 };	/* of one certificate */

/* ---- what was asked ---- */

static bool
was_asked(const struct revocation *r, const struct cert *c)
{
	for (size_t i = 0; i < r->count; i++)
		if (memcmp(r->asked[i], c->sha1, SHA1_LEN) == 0)
			return true;
	return false;
}

/* *any: one of them is new. */
static bool
note_asked(struct revocation *r, const struct chain *c, bool *any,
    struct err *e)
{
	*any = false;
	for (size_t i = 0; i + 1 < c->count; i++) {
		const struct cert *cert = c->steps[i].cert;

		if (was_asked(r, cert))
			continue;
		if (!array_room(&r->asked, r->count, sizeof(*r->asked), e))
			return false;
		memcpy(r->asked[r->count++], cert->sha1, SHA1_LEN);
		*any = true;
	}
	return true;
}

static bool
fetch_for(const struct chain *c, const struct fetcher *f, struct err *e)
{
	struct bytes pem = BYTES_INIT;
	int ignored;
	bool ok;

	for (size_t i = 0; i < c->count; i++)
		armor_write(&pem, "CERTIFICATE",
		    view_bytes(&c->steps[i].cert->der));
	ok = bytes_ok(&pem, e) && fetcher_run(f, "revocation", NULL,
	    view_bytes(&pem), &ignored, e);
	bytes_clear(&pem);
	return ok;
}

/* ---- what is kept ---- */

struct kept {
	struct revocation	*r;
	struct revcache		 cache;
	struct issued		 parsed;
};

/* What does not parse proves nothing, and is fetched anew some day. */
static bool
forgive(bool ok, struct err *e)
{
	if (ok || e->code == ERR_MEMORY)
		return ok;
	err_clear(e);
	return true;
}

static bool
take_list(struct kept *k, struct view url, struct err *e)
{
	struct bytes der = BYTES_INIT;
	bool ok = revcache_crl(&k->cache, url, &der, e);

	if (ok && der.len != 0)
		ok = forgive(crls_add(&k->r->crls, view_bytes(&der), NULL, e),
		    e);
	bytes_clear(&der);
	return ok;
}

/* Each URL: which one was fetched is not known. */
static bool
take_lists(struct kept *k, const struct cert *c, bool freshest,
    struct err *e)
{
	struct view url;
	bool partly;

	for (size_t n = 0; n < URLS_MAX && certext_crl_url(&c->scan, freshest,
	    n, &url, &partly); n++)
		if (!take_list(k, url, e))
			return false;
	return true;
}

static bool
take_ocsp(struct kept *k, struct view certid, struct view url,
    struct err *e)
{
	struct bytes der = BYTES_INIT;
	bool ok = revcache_ocsp(&k->cache, certid, url, &der, e);

	if (ok && der.len != 0)
		ok = crls_add_answer(&k->r->crls, &der, e);
	bytes_clear(&der);
	return ok;
}

static bool
take_answers(struct kept *k, const struct cert *c, const struct cert *issuer,
    struct err *e)
{
	struct bytes request = BYTES_INIT, certid = BYTES_INIT;
	X509 *x, *above;
	struct view url;
	bool ok = true;

	if (!certext_ocsp_url(&c->scan, 0, &url))
		return true;
	if (!issued_x509(&k->parsed, c, &x, e) ||
	    !issued_x509(&k->parsed, issuer, &above, e))
		return false;
	if (x == NULL || above == NULL)
		return true;
	ok = ocsp_request(x, above, &request, &certid, e);
	for (size_t n = 0; ok && n < URLS_MAX &&
	    certext_ocsp_url(&c->scan, n, &url); n++)
		ok = take_ocsp(k, view_bytes(&certid), url, e);
	bytes_clear(&request);
	bytes_clear(&certid);
	return ok;
}

static bool
take_kept(struct kept *k, const struct chain *c, struct err *e)
{
	for (size_t i = 0; i + 1 < c->count; i++) {
		const struct cert *cert = c->steps[i].cert;

		if (cert->scanned && (!take_lists(k, cert, false, e) ||
		    !take_lists(k, cert, true, e) ||
		    !take_answers(k, cert, c->steps[i + 1].cert, e)))
			return false;
	}
	return true;
}

bool
revocation_online(struct revocation *r, const struct chain *c,
    const struct fetcher *f, struct err *e)
{
	struct kept k = { .r = r, .cache = REVCACHE_INIT };
	struct location l = LOCATION_INIT;
	bool any, ok;

	if (!note_asked(r, c, &any, e))
		return false;
	if (!any)
		return true;
	ok = fetch_for(c, f, e) &&
	    location_open(&l, f->place, LOCATION_READ, e) &&
	    revcache_open(&k.cache, &l, e) && take_kept(&k, c, e);
	issued_clear(&k.parsed);
	revcache_close(&k.cache);
	location_close(&l);
	return ok;
}

void
revocation_clear(struct revocation *r)
{
	crls_clear(&r->crls);
	free(r->asked);
	r->asked = NULL;
	r->count = 0;
}
