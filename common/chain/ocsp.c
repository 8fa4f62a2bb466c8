#include "chain/ocsp.h"

#include <string.h>
#include <time.h>

#include <openssl/objects.h>
#include <openssl/ocsp.h>

#include "base/osslctx.h"
#include "cert/cert.h"
#include "chain/crl.h"
#include "chain/rules.h"

/* ---- asking ---- */

/* SHA-1 is what every responder knows; nothing rests on its strength. */
static OCSP_CERTID *
make_certid(const X509 *cert, const X509 *issuer)
{
	return OCSP_cert_to_id(EVP_sha1(), cert, issuer);
}

static bool
put_der(struct bytes *out, unsigned char *der, int len)
{
	if (len > 0)
		bytes_add(out, der, (size_t)len);
	OPENSSL_free(der);
	return len > 0;
}

bool
ocsp_request(const X509 *cert, const X509 *issuer, struct bytes *request,
    struct bytes *certid, struct err *e)
{
	OCSP_REQUEST *r = OCSP_REQUEST_new();
	OCSP_CERTID *id = make_certid(cert, issuer);
	unsigned char *der = NULL;
	bool ok = r != NULL && id != NULL;
	int len = ok ? i2d_OCSP_CERTID(id, &der) : 0;

	ok = put_der(certid, der, len);

	ok = ok && OCSP_request_add0_id(r, id) != NULL;
	if (ok)
		id = NULL;	/* the request's now */
	der = NULL;
	len = ok ? i2d_OCSP_REQUEST(r, &der) : 0;
	ok = put_der(request, der, len);
	OCSP_CERTID_free(id);
	OCSP_REQUEST_free(r);
	if (!ok)
		return osslctx_err(e, ERR_CRYPTO, "cannot make an OCSP "
		    "request");
	return bytes_ok(request, e) && bytes_ok(certid, e);
}

/* ---- the answer ---- */

/* The sentence of an answer that does not count; empties libcrypto's queue.
 * False only when out of memory. */
static bool
ignore(struct ocsp_answer *a, const char *why, struct err *e)
{
	a->says = OCSP_SAYS_NOTHING;
	osslctx_err(&a->why, ERR_UNTRUSTED, why);
	return a->why.code != ERR_MEMORY || err_memory(e);
}

/* What the answer is for, and who may have signed it. */
struct question {
	X509				*cert;
	X509				*issuer;
	STACK_OF(X509)			*extra;
	const struct chain_pool		*pool;
	int64_t				 when;
};

/* A responder's own certificate keeps the rules of every other one. */
static bool
check_responder(const struct question *q, X509 *x, bool *good, struct err *e)
{
	unsigned char *der = NULL;
	struct cert *c = NULL;
	bool ok, forbidden = false;
	struct limits limits;
	const char *detail;
	int len = i2d_X509(x, &der);

	if (len > 0)
		c = cert_new_opaque(view_of(der, (size_t)len), e);
	OPENSSL_free(der);
	if (c == NULL)
		return len > 0 ? false : osslctx_err(e, ERR_CRYPTO,
		    "cannot read a responder's certificate");
	limits_default(&limits);
	ok = q->pool == NULL || chain_pool_forbids(q->pool, c, &forbidden, e);
	*good = ok && !forbidden && c->scanned && rules_faults(c, x,
	    RULES_LEAF, &limits, &detail) == 0 &&
	    EVP_PKEY_eq(X509_get0_pubkey(x), X509_get0_pubkey(q->cert)) != 1;
	cert_free(c);
	return ok;
}

/* Signed by the issuer, or by one that it certified for this? The issuer is
 * the anchor: whether it is trusted itself is the chain's question. */
static bool
verify_basic(OCSP_BASICRESP *basic, const struct question *q)
{
	X509_STORE *store = X509_STORE_new();
	X509_VERIFY_PARAM *param;
	bool ok = store != NULL && X509_STORE_add_cert(store, q->issuer) == 1;

	if (ok) {
		param = X509_STORE_get0_param(store);
		X509_VERIFY_PARAM_set_time(param, (time_t)q->when);
		ok = X509_VERIFY_PARAM_set_flags(param,
		    X509_V_FLAG_PARTIAL_CHAIN) == 1 &&
		    OCSP_basic_verify(basic, q->extra, store, 0) == 1;
	}
	X509_STORE_free(store);
	return ok;
}

static bool
is_signed(OCSP_BASICRESP *basic, const struct question *q, bool *good,
    struct err *e)
{
	X509 *signer;

	*good = !rules_is_weak_algorithm(OCSP_resp_get0_tbs_sigalg(basic)) &&
	    verify_basic(basic, q) &&
	    OCSP_resp_get0_signer(basic, &signer, q->extra) == 1;
	return !*good || X509_cmp(signer, q->issuer) == 0 ||
	    check_responder(q, signer, good, e);
}

static bool
read_status(OCSP_BASICRESP *basic, const OCSP_CERTID *id, int64_t when,
    struct ocsp_answer *a, struct err *e)
{
	ASN1_GENERALIZEDTIME *revoked = NULL, *this = NULL, *next = NULL;
	int status = -1;

	/* The only parameter without const. */
	if (OCSP_resp_find_status(basic, (OCSP_CERTID *)(uintptr_t)id, &status,
	    &a->reason, &revoked, &this, &next) != 1)
		return ignore(a, "the answer is for another certificate", e);
	if (!crls_time(this, &a->this_update) || (next != NULL &&
	    !crls_time(next, &a->next_update)))
		return ignore(a, "the answer's dates cannot be read", e);
	if (next == NULL)
		a->next_update = a->this_update + OCSP_UNDATED;
	if (a->this_update > when + OCSP_SKEW)
		return ignore(a, "the answer is from the future", e);
	if (a->next_update < when)
		return ignore(a, "the answer is out of date", e);
	if (status == V_OCSP_CERTSTATUS_GOOD)
		a->says = OCSP_SAYS_GOOD;
	else if (status == V_OCSP_CERTSTATUS_REVOKED &&
	    crls_time(revoked, &a->revoked_at))
		a->says = OCSP_SAYS_REVOKED;
	else
		return ignore(a, "the responder does not know the "
		    "certificate", e);
	return true;
}

static bool
read_basic(OCSP_BASICRESP *basic, const struct question *q,
    struct ocsp_answer *a, struct err *e)
{
	OCSP_CERTID *id;
	bool ok;

	if (!is_signed(basic, q, &ok, e))
		return false;
	if (!ok)
		return ignore(a, "not signed by the issuer or by a responder "
		    "that it certified", e);
	id = make_certid(q->cert, q->issuer);
	if (id == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot name a certificate "
		    "for OCSP");
	ok = read_status(basic, id, q->when, a, e);
	OCSP_CERTID_free(id);
	return ok;
}

/* Why a response has no answer in it. */
static const char *
refusal_of(OCSP_RESPONSE *response)
{
	int status = OCSP_response_status(response);

	return status == OCSP_RESPONSE_STATUS_SUCCESSFUL ?
	    "an OCSP response of an unknown type" :
	    OCSP_response_status_str(status);
}

bool
ocsp_read(struct view der, X509 *cert, X509 *issuer,
    STACK_OF(X509) *extra, const struct chain_pool *pool, int64_t when,
    struct ocsp_answer *a, struct err *e)
{
	const struct question q = { cert, issuer, extra, pool, when };
	const unsigned char *p = der.data;
	OCSP_RESPONSE *response;
	OCSP_BASICRESP *basic = NULL;
	bool ok;

	memset(a, 0, sizeof(*a));
	a->reason = -1;
	response = der.len > INT32_MAX ? NULL :
	    d2i_OCSP_RESPONSE(NULL, &p, (long)der.len);
	if (response != NULL && p == der.data + der.len &&
	    OCSP_response_status(response) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
		basic = OCSP_response_get1_basic(response);
	if (response == NULL || p != der.data + der.len)
		ok = ignore(a, "not an OCSP response", e);
	else if (basic == NULL)
		ok = ignore(a, refusal_of(response), e);
	else
		ok = read_basic(basic, &q, a, e);
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	return ok;
}

bool
ocsp_until(struct view der, int64_t *t)
{
	const unsigned char *p = der.data;
	OCSP_RESPONSE *response = der.len > INT32_MAX ? NULL :
	    d2i_OCSP_RESPONSE(NULL, &p, (long)der.len);
	OCSP_BASICRESP *basic = response != NULL ?
	    OCSP_response_get1_basic(response) : NULL;
	OCSP_SINGLERESP *single = basic != NULL ?
	    OCSP_resp_get0(basic, 0) : NULL;
	ASN1_GENERALIZEDTIME *next = NULL;
	struct err ignored = ERR_INIT;
	bool ok = false;

	if (single != NULL) {
		OCSP_single_get0_status(single, NULL, NULL, NULL, &next);
		ok = crls_time(next, t);
	}
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(response);
	osslctx_err(&ignored, ERR_INPUT, "");	/* empties the queue */
	return ok;
}
