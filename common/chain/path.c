#include "chain/path.h"

#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "base/osslctx.h"
#include "chain/crl.h"

/* What a callback of libcrypto's has to know. */
struct question {
	X509 *const			*x;
	size_t				 count;
	const struct chain_options	*o;
	struct chain			*chain;		/* NULL: revocation */
	/* Revocation: */
	enum crls_state			 state;
	X509_CRL			*list;		/* being looked into */
	X509_STORE_CTX_cert_crl_fn	 look_up;	/* libcrypto's */
};

/* A list's signer is judged in a context of its own. */
static struct question *
question_of(X509_STORE_CTX *ctx)
{
	for (X509_STORE_CTX *up = ctx; up != NULL;
	    up = X509_STORE_CTX_get0_parent_ctx(up))
		ctx = up;
	return X509_STORE_CTX_get_app_data(ctx);
}

/* ---- the path is this one ---- */

static bool
names_fit(X509 *issuer, X509 *x)
{
	int rc = X509_check_issued(issuer, x);

	/* That it may not sign is reported later, with the place. */
	return rc == X509_V_OK || rc == X509_V_ERR_KEYUSAGE_NO_CERTSIGN;
}

static int
is_next(X509_STORE_CTX *ctx, X509 *x, X509 *issuer)
{
	const struct question *q = question_of(ctx);

	if (X509_STORE_CTX_get0_parent_ctx(ctx) != NULL)
		return names_fit(issuer, x);
	for (size_t i = 0; i + 1 < q->count; i++)
		if (q->x[i] == x)
			return q->x[i + 1] == issuer && names_fit(issuer, x);
	return 0;
}

static bool
is_the_path(X509_STORE_CTX *ctx, const struct question *q)
{
	STACK_OF(X509) *built = X509_STORE_CTX_get0_chain(ctx);

	if (sk_X509_num(built) != (int)q->count)
		return false;
	for (size_t i = 0; i < q->count; i++)
		if (sk_X509_value(built, (int)i) != q->x[i])
			return false;
	return true;
}

/* ---- what it objects to ---- */

static const struct {
	int		error;
	unsigned	fault;		/* 0: judged elsewhere */
} faults[] = {
	{ X509_V_ERR_CERT_SIGNATURE_FAILURE, CHAIN_BAD_SIGNATURE },
	{ X509_V_ERR_UNABLE_TO_DECRYPT_CERT_SIGNATURE, CHAIN_UNVERIFIABLE },
	{ X509_V_ERR_UNABLE_TO_DECODE_ISSUER_PUBLIC_KEY, CHAIN_UNVERIFIABLE },
	{ X509_V_ERR_INVALID_CA, CHAIN_NOT_A_CA },
	{ X509_V_ERR_KEYUSAGE_NO_CERTSIGN, CHAIN_NOT_A_CA },
	{ X509_V_ERR_PATH_LENGTH_EXCEEDED, CHAIN_PATH_TOO_LONG },
	{ X509_V_ERR_PERMITTED_VIOLATION, CHAIN_NAME_CONSTRAINTS },
	{ X509_V_ERR_EXCLUDED_VIOLATION, CHAIN_NAME_CONSTRAINTS },
	{ X509_V_ERR_SUBTREE_MINMAX, CHAIN_NAME_CONSTRAINTS },
	{ X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE, CHAIN_NAME_CONSTRAINTS },
	{ X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX, CHAIN_NAME_CONSTRAINTS },
	{ X509_V_ERR_UNSUPPORTED_NAME_SYNTAX, CHAIN_NAME_CONSTRAINTS },
	{ X509_V_ERR_INVALID_POLICY_EXTENSION, CHAIN_POLICY },
	{ X509_V_ERR_NO_EXPLICIT_POLICY, CHAIN_POLICY },
	{ X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION, 0 },
};

/* libcrypto reads no times without seconds, and where its time_t has 32 bits,
 * none after 2038. */
static unsigned
time_fault(const struct question *q, size_t depth)
{
	const struct certscan *s = &q->chain->steps[depth].cert->scan;

	if (!s->has_validity)
		return CHAIN_NO_VALIDITY;
	if (q->o->when > s->not_after)
		return CHAIN_EXPIRED;
	return q->o->when < s->not_before ? CHAIN_NOT_YET_VALID : 0;
}

static unsigned
fault_of(const struct question *q, int error, size_t depth)
{
	/* What a CA must say of itself an anchor need not (rules.h). */
	if (error == X509_V_ERR_INVALID_CA && depth + 1 == q->count)
		return 0;
	for (size_t i = 0; i < COUNT_OF(faults); i++)
		if (faults[i].error == error)
			return faults[i].fault;
	return CHAIN_REFUSED;
}

static int
note_objection(int ok, X509_STORE_CTX *ctx)
{
	struct question *q = question_of(ctx);
	int error = X509_STORE_CTX_get_error(ctx);
	int depth = X509_STORE_CTX_get_error_depth(ctx);
	struct chain_step *step;
	unsigned fault;

	if (ok == 1)
		return 1;
	if (depth < 0 || (size_t)depth >= q->count)
		depth = 0;
	/* Of the path as a whole. */
	if (error == X509_V_ERR_NO_EXPLICIT_POLICY)
		depth = 0;
	step = &q->chain->steps[depth];
	fault = fault_of(q, error, (size_t)depth);
	step->faults |= fault;
	if (fault == CHAIN_REFUSED && step->detail == NULL)
		step->detail = X509_verify_cert_error_string(error);
	return 1;
}

/* ---- revocation ---- */

static bool
is_about_lists(int error)
{
	switch (error) {
	case X509_V_ERR_UNABLE_TO_GET_CRL:
	case X509_V_ERR_UNABLE_TO_DECRYPT_CRL_SIGNATURE:
	case X509_V_ERR_CRL_SIGNATURE_FAILURE:
	case X509_V_ERR_CRL_NOT_YET_VALID:
	case X509_V_ERR_CRL_HAS_EXPIRED:
	case X509_V_ERR_ERROR_IN_CRL_LAST_UPDATE_FIELD:
	case X509_V_ERR_ERROR_IN_CRL_NEXT_UPDATE_FIELD:
	case X509_V_ERR_CERT_REVOKED:
	case X509_V_ERR_UNABLE_TO_GET_CRL_ISSUER:
	case X509_V_ERR_KEYUSAGE_NO_CRL_SIGN:
	case X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION:
	case X509_V_ERR_DIFFERENT_CRL_SCOPE:
	case X509_V_ERR_CRL_PATH_VALIDATION_ERROR:
		return true;
	default:
		return false;
	}
}

/*
 * What was signed before the certificate was revoked stays good, except where
 * the key was in other hands: there is no telling since when.
 */
static bool
was_good_before(const struct question *q, X509 *x)
{
	ASN1_ENUMERATED *reason;
	X509_REVOKED *entry;
	int64_t revoked;
	long why;

	if (q->list == NULL ||
	    X509_CRL_get0_by_cert(q->list, &entry, x) != 1)
		return false;
	reason = X509_REVOKED_get_ext_d2i(entry, NID_crl_reason, NULL, NULL);
	why = reason != NULL ? ASN1_ENUMERATED_get(reason) : -1;
	ASN1_ENUMERATED_free(reason);
	return why != CRL_REASON_KEY_COMPROMISE &&
	    why != CRL_REASON_CA_COMPROMISE &&
	    crls_time(X509_REVOKED_get0_revocationDate(entry), &revoked) &&
	    revoked > q->o->when;
}

/* Of the path itself only the lists matter here; a list's signer must be
 * beyond reproach. */
static int
note_revocation(int ok, X509_STORE_CTX *ctx)
{
	struct question *q = question_of(ctx);
	int error = X509_STORE_CTX_get_error(ctx);
	X509_STORE_CTX *parent = X509_STORE_CTX_get0_parent_ctx(ctx);
	int top = sk_X509_num(X509_STORE_CTX_get0_chain(ctx)) - 1;

	if (ok == 1)
		return 1;
	if (error == X509_V_ERR_INVALID_CA &&
	    X509_STORE_CTX_get_error_depth(ctx) == top)
		return 1;
	if (parent == NULL && !is_about_lists(error))
		return 1;
	if (parent == NULL && error == X509_V_ERR_CERT_REVOKED) {
		if (was_good_before(q, X509_STORE_CTX_get_current_cert(ctx)))
			return 1;
		q->state = CRLS_REVOKED;
		return 0;
	}
	q->state = CRLS_UNKNOWN;
	return 0;
}

/* The list is whole, current and signed when this is called. */
static int
look_into_list(X509_STORE_CTX *ctx, X509_CRL *list, X509 *x)
{
	struct question *q = question_of(ctx);

	q->list = list;
	if (X509_STORE_CTX_get0_parent_ctx(ctx) == NULL)
		crls_mark_used(q->o->crls, list);
	return q->look_up(ctx, list, x);
}

/* ---- asking ---- */

static bool
set_policies(X509_VERIFY_PARAM *p, const struct chain_options *o)
{
	static const char *const any[] = { "2.5.29.32.0" };
	const char *const *list = o->policy_count != 0 ? o->policies : any;
	const size_t count = o->policy_count != 0 ? o->policy_count : 1;

	for (size_t i = 0; i < count; i++) {
		ASN1_OBJECT *policy = OBJ_txt2obj(list[i], 1);

		if (policy == NULL ||
		    X509_VERIFY_PARAM_add0_policy(p, policy) != 1) {
			ASN1_OBJECT_free(policy);
			return false;
		}
	}
	return true;
}

static bool
set_parameters(X509_STORE_CTX *ctx, const struct question *q)
{
	const struct chain_options *o = q->o;
	X509_VERIFY_PARAM *p = X509_STORE_CTX_get0_param(ctx);
	unsigned long flags = X509_V_FLAG_PARTIAL_CHAIN |
	    X509_V_FLAG_POLICY_CHECK;

	if (o->explicit_policy)
		flags |= X509_V_FLAG_EXPLICIT_POLICY;
	if (q->chain == NULL) {
		flags |= X509_V_FLAG_CRL_CHECK | X509_V_FLAG_USE_DELTAS |
		    X509_V_FLAG_EXTENDED_CRL_SUPPORT;
		X509_VERIFY_PARAM_set_time(p, (time_t)o->crls_when);
	} else
		flags |= X509_V_FLAG_NO_CHECK_TIME;
	X509_VERIFY_PARAM_set_depth(p, CHAIN_DEPTH);
	X509_VERIFY_PARAM_set_auth_level(p, 0);
	return X509_VERIFY_PARAM_set_flags(p, flags) == 1 &&
	    set_policies(p, o);
}

/* Everything between leaf and anchor, and who may have signed lists. */
static bool
fill_untrusted(STACK_OF(X509) *untrusted, const struct question *q,
    STACK_OF(X509) *signers)
{
	for (size_t i = 1; i + 1 < q->count; i++)
		if (sk_X509_push(untrusted, q->x[i]) == 0)
			return false;
	for (int i = 0; i < sk_X509_num(signers); i++)
		if (sk_X509_push(untrusted, sk_X509_value(signers, i)) == 0)
			return false;
	return true;
}

/* *good: it accepts the path, and this one. */
static bool
ask_about_path(X509_STORE_CTX *ctx, X509_STORE *store, STACK_OF(X509) *untrusted,
    struct question *q, bool *good)
{
	if (X509_STORE_CTX_init(ctx, store, q->x[0], untrusted) != 1 ||
	    X509_STORE_CTX_set_app_data(ctx, q) != 1 ||
	    !set_parameters(ctx, q))
		return false;
	X509_STORE_CTX_set_verify_cb(ctx, q->chain == NULL ?
	    note_revocation : note_objection);
	if (q->chain == NULL)
		X509_STORE_CTX_set0_crls(ctx, q->o->crls->stack);
	*good = X509_verify_cert(ctx) == 1 && is_the_path(ctx, q);
	return true;
}

static bool
prepare_store(X509_STORE *store, struct question *q)
{
	X509_STORE_CTX *plain;

	if (X509_STORE_add_cert(store, q->x[q->count - 1]) != 1)
		return false;
	X509_STORE_set_check_issued(store, is_next);
	if (q->chain != NULL)
		return true;
	plain = X509_STORE_CTX_new_ex(osslctx_lib(), NULL);
	if (plain == NULL ||
	    X509_STORE_CTX_init(plain, store, NULL, NULL) != 1) {
		X509_STORE_CTX_free(plain);
		return false;
	}
	q->look_up = X509_STORE_CTX_get_cert_crl(plain);
	X509_STORE_CTX_free(plain);
	X509_STORE_set_cert_crl(store, look_into_list);
	return true;
}

static bool
answer(struct question *q, STACK_OF(X509) *signers, bool *good, struct err *e)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new_ex(osslctx_lib(), NULL);
	STACK_OF(X509) *untrusted = sk_X509_new_null();
	X509_STORE *store = X509_STORE_new();
	struct err why = ERR_INIT;
	bool ok;

	*good = false;
	ok = ctx != NULL && untrusted != NULL && store != NULL &&
	    prepare_store(store, q) && fill_untrusted(untrusted, q, signers) &&
	    ask_about_path(ctx, store, untrusted, q, good);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_free(untrusted);
	osslctx_err(&why, ERR_CRYPTO, "cannot judge a certificate chain");
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	if (!ok)
		*e = why;
	return ok;
}

/* libcrypto would only say that it cannot find an issuer. */
static void
note_misfits(const struct path *p, struct chain *chain)
{
	for (size_t i = 0; i + 1 < p->count; i++) {
		int rc = X509_check_issued(p->x[i + 1], p->x[i]);

		if (rc != X509_V_ERR_AKID_SKID_MISMATCH &&
		    rc != X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH)
			continue;
		chain->steps[i].faults |= CHAIN_REFUSED;
		chain->steps[i].detail = "the issuer that it names, by key "
		    "identifier, is another one (RFC 5280, 4.2.1.1)";
	}
}

bool
path_verify(const struct path *p, const struct chain_options *o,
    struct chain *chain, struct err *e)
{
	struct question q = {
		.x = p->x, .count = p->count, .o = o, .chain = chain,
	};
	unsigned found = 0;
	bool good;

	note_misfits(p, chain);
	for (size_t i = 0; i < p->count; i++)
		chain->steps[i].faults |= time_fault(&q, i);
	if (!answer(&q, NULL, &good, e))
		return false;
	for (size_t i = 0; i < chain->count; i++)
		found |= chain->steps[i].faults;
	if (!good && found == 0) {
		chain->steps[0].faults |= CHAIN_REFUSED;
		chain->steps[0].detail = "no such path";
	}
	return true;
}

bool
path_revocation(const struct path *p, size_t at,
    const struct chain_options *o, STACK_OF(X509) *signers,
    enum crls_state *state, struct err *e)
{
	struct question q = {
		.x = p->x + at, .count = p->count - at, .o = o,
		.state = CRLS_GOOD,
	};
	bool good;

	if (!answer(&q, signers, &good, e))
		return false;
	*state = good || q.state != CRLS_GOOD ? q.state : CRLS_UNKNOWN;
	return true;
}
