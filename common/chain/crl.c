#include "chain/crl.h"

#include <time.h>

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "base/osslctx.h"
#include "chain/issued.h"

bool
crls_add(struct crls *l, struct view der, struct err *e)
{
	const unsigned char *p = der.data;
	X509_CRL *crl;

	if (l->count == CRLS_MAX)
		return err_set(e, ERR_LIMIT, "more than %d revocation lists",
		    CRLS_MAX);
	crl = X509_CRL_new_ex(osslctx_lib(), NULL);
	if (crl == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot read a revocation "
		    "list");
	if (der.len > INT32_MAX ||
	    d2i_X509_CRL(&crl, &p, (long)der.len) == NULL)
		return osslctx_err(e, ERR_INPUT, "not a certificate "
		    "revocation list");
	l->items[l->count++] = crl;
	return true;
}

void
crls_clear(struct crls *l)
{
	while (l->count > 0)
		X509_CRL_free(l->items[--l->count]);
}

/* What libcrypto could not do counts only if it ran out of memory. */
static bool
succeeded(struct err *e)
{
	struct err why = ERR_INIT;

	osslctx_err(&why, ERR_INPUT, "");
	return why.code != ERR_MEMORY || err_memory(e);
}

/* Signed by this issuer, which it names? */
static bool
is_of(X509_CRL *crl, X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	return key != NULL && X509_NAME_cmp(X509_CRL_get_issuer(crl),
	    X509_get_subject_name(issuer)) == 0 &&
	    X509_CRL_verify(crl, key) == 1;
}

static bool
was_revoked(const X509_REVOKED *entry, int64_t when)
{
	ASN1_ENUMERATED *reason = X509_REVOKED_get_ext_d2i(entry,
	    NID_crl_reason, NULL, NULL);
	long why = reason != NULL ? ASN1_ENUMERATED_get(reason) : -1;
	time_t then = (time_t)when;

	ASN1_ENUMERATED_free(reason);
	return why == CRL_REASON_KEY_COMPROMISE ||
	    why == CRL_REASON_CA_COMPROMISE ||
	    X509_cmp_time(X509_REVOKED_get0_revocationDate(entry),
	    &then) <= 0;
}

static void
check_step(const struct crls *l, X509 *x, X509 *issuer, int64_t when,
    bool *checked, bool *revoked)
{
	X509_REVOKED *entry;

	for (size_t i = 0; i < l->count; i++) {
		if (!is_of(l->items[i], issuer))
			continue;
		*checked = true;
		/* 2: removed from the list again. */
		if (X509_CRL_get0_by_cert(l->items[i], &entry, x) == 1 &&
		    was_revoked(entry, when))
			*revoked = true;
	}
}

bool
crls_check(const struct crls *l, const struct chain *chain, int64_t when,
    struct crls_result *r, struct err *e)
{
	struct issued parsed = { .count = 0 };
	X509 *x, *issuer;
	bool ok = true;

	r->revoked = SIZE_MAX;
	r->checked = 0;
	for (size_t i = 0; ok && l->count != 0 && i + 1 < chain->count; i++) {
		bool checked = false, revoked = false;

		ok = issued_x509(&parsed, chain->steps[i].cert, &x, e) &&
		    issued_x509(&parsed, chain->steps[i + 1].cert, &issuer,
		    e);
		if (ok && x != NULL && issuer != NULL) {
			check_step(l, x, issuer, when, &checked, &revoked);
			ok = succeeded(e);
		}
		r->checked += checked;
		if (revoked && r->revoked == SIZE_MAX)
			r->revoked = i;
	}
	issued_clear(&parsed);
	return ok;
}
