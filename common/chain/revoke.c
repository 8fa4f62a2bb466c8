#include "chain/revoke.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "cert/certname.h"
#include "chain/crl.h"
#include "chain/ocsp.h"

/* Names of those whose lists may speak of certificates of the path. */
struct list_names {
	struct view	items[REVOKE_NAMES];
	size_t		count;
};

static bool
issued_a_step(const struct chain *c, struct view name)
{
	for (size_t i = 0; i + 1 < c->count; i++)
		if (certname_same(c->steps[i].cert->scan.issuer, name))
			return true;
	return false;
}

static bool
has_list_name(const struct list_names *l, struct view name)
{
	for (size_t i = 0; i < l->count; i++)
		if (certname_same(l->items[i], name))
			return true;
	return false;
}

static void
find_list_names(const struct crls *lists, const struct chain *c,
    struct list_names *l)
{
	struct view name;
	bool indirect;

	l->count = 0;
	for (size_t i = 0; l->count < REVOKE_NAMES &&
	    crls_issuer(lists, i, &name, &indirect); i++)
		if ((indirect || issued_a_step(c, name)) &&
		    !has_list_name(l, name))
			l->items[l->count++] = name;
}

/* The leaf may have signed the list that it is on. */
static bool
is_above_leaf(const struct chain *c, const struct cert *cert)
{
	for (size_t i = 1; i < c->count; i++)
		if (cert_same(c->steps[i].cert, cert))
			return true;
	return false;
}

static bool
add_signer(struct judging *j, const struct cert *cert,
    STACK_OF(X509) *signers, struct err *e)
{
	bool yes;
	X509 *x;

	if (!j->may_sign_lists(j->arg, cert, &yes, e))
		return false;
	if (!yes)
		return true;
	if (!issued_x509(&j->parsed, cert, &x, e))
		return false;
	return x == NULL || sk_X509_push(signers, x) != 0 || err_memory(e);
}

static bool
find_signers(struct judging *j, const struct chain *c,
    STACK_OF(X509) *signers, struct err *e)
{
	struct list_names names;

	find_list_names(j->o->crls, c, &names);
	for (size_t i = 0; i < j->pool->count &&
	    sk_X509_num(signers) < REVOKE_SIGNERS; i++) {
		const struct chain_pooled *p = &j->pool->items[i];

		if (p->cert->scanned && p->standing != CHAIN_FORBIDDEN &&
		    has_list_name(&names, p->cert->scan.subject) &&
		    !is_above_leaf(c, p->cert) &&
		    !add_signer(j, p->cert, signers, e))
			return false;
	}
	return true;
}

/* Revoked after `when`, for a reason that says nothing about before. */
static bool
was_good_then(const struct judging *j, const struct ocsp_answer *a)
{
	return a->revoked_at > j->o->when &&
	    a->reason != CRL_REASON_KEY_COMPROMISE &&
	    a->reason != CRL_REASON_CA_COMPROMISE;
}

/* Where no list covers it: what one responder says of a revocation outweighs
 * what others say. */
static bool
ask_responders(const struct judging *j, const struct path *p, size_t at,
    STACK_OF(X509) *extra, enum crls_state *state, struct err *e)
{
	const struct crls *l = j->o->crls;
	struct ocsp_answer a;

	if (*state != CRLS_UNKNOWN)
		return true;
	for (size_t i = 0; *state != CRLS_REVOKED && i < l->answer_count;
	    i++) {
		if (!ocsp_read(view_bytes(&l->answers[i]), p->x[at],
		    p->x[at + 1], extra, j->pool, j->o->crls_when, &a, e))
			return false;
		if (a.says == OCSP_SAYS_GOOD || (a.says == OCSP_SAYS_REVOKED &&
		    was_good_then(j, &a)))
			*state = CRLS_GOOD;
		else if (a.says == OCSP_SAYS_REVOKED)
			*state = CRLS_REVOKED;
	}
	return true;
}

static void
note_state(struct chain *c, size_t step, enum crls_state state)
{
	if (state == CRLS_REVOKED)
		c->steps[step].faults |= CHAIN_REVOKED;
	if (state == CRLS_UNKNOWN)
		c->steps[step].faults |= CHAIN_REVOCATION_UNKNOWN;
	/* One that is revoked says more than one that is not known. */
	if (state != CRLS_GOOD && c->revocation != CRLS_REVOKED)
		c->revocation = state;
}

bool
revoke_check(struct judging *j, const struct path *p, struct chain *c,
    struct err *e)
{
	STACK_OF(X509) *signers = sk_X509_new_null();
	enum crls_state state;
	bool ok;

	if (signers == NULL)
		return err_memory(e);
	c->revocation = CRLS_GOOD;
	ok = find_signers(j, c, signers, e);
	for (size_t i = 0; ok && i + 1 < p->count; i++) {
		ok = path_revocation(p, i, j->o, signers, &state, e) &&
		    ask_responders(j, p, i, signers, &state, e);
		if (ok)
			note_state(c, i, state);
	}
	sk_X509_free(signers);
	return ok;
}
