#include "judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/err.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "chain/chain.h"

enum { PATHS_MAX = 256, DEPTH_MAX = 16 };

const char *
judge_policy(const char *word, char buf[64])
{
	if (strcmp(word, "any") == 0)
		return "2.5.29.32.0";
	snprintf(buf, 64, "1.3.6.1.4.1.99999.1.%s", word);
	return buf;
}

/* ---- the peer ---- */

struct peer {
	const struct made	*m;
	X509			*x[MADE_MAX];
	STACK_OF(X509)		*pool;		/* neither leaf nor root */
	STACK_OF(X509_CRL)	*crls;
	/* A path, leaf first: */
	X509			*path[DEPTH_MAX];
	size_t			 count;
	size_t			 paths;
	bool			 lenient;	/* with the anchor */
	bool			 strict;	/* as rules.h is */
	STACK_OF(X509_CRL)	*good_crls;	/* those of use, then */
	STACK_OF(X509)		*signers;	/* who may sign them */
	const char		*word;		/* what was left out last */
};

static X509 *
parse_cert(const struct bytes *der)
{
	const unsigned char *p = der->data;
	X509 *x = d2i_X509(NULL, &p, (long)der->len);

	if (x == NULL)
		spec_die("libcrypto reads no certificate", "of this case");
	return x;
}

/* ---- what we refuse, and libcrypto does not ---- */

static bool
is_twice(X509 *x, int nid)
{
	int first = X509_get_ext_by_NID(x, nid, -1);

	return first >= 0 && X509_get_ext_by_NID(x, nid, first) >= 0;
}

/* The word of what is refused in a certificate; NULL: nothing is. */
static const char *
cert_fault(X509 *x, const struct bytes *der, bool is_leaf, bool is_anchor)
{
	EVP_PKEY *key = X509_get0_pubkey(x);
	long version = X509_get_version(x);

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	    EVP_PKEY_get_bits(key) < 1024)
		return "small-key";
	if (is_anchor)
		return X509_get_extension_flags(x) & EXFLAG_BCONS &&
		    !(X509_get_extension_flags(x) & EXFLAG_CA) && !is_leaf ?
		    "root-not-a-ca" : NULL;
	if (X509_get_signature_nid(x) == NID_md5WithRSAEncryption)
		return "md5";
	if (der->data[1] == 0x83 || memmem(der->data, der->len,
	    "\x30\x03\x01\x01\x01", 5) != NULL || memmem(der->data, der->len,
	    "\x30\x06\x01\x01\x01", 5) != NULL)
		return "not-der";
	if (is_twice(x, NID_basic_constraints) || version > 2 ||
	    (version == 1 && X509_get_ext_count(x) > 0))
		return "malformed";
	return !is_leaf && X509_check_ca(x) > 1 ? "no-basic-constraints" :
	    NULL;
}

static const char *
list_fault(const X509_CRL *l)
{
	if (X509_CRL_get_signature_nid(l) == NID_md5WithRSAEncryption)
		return "list-md5";
	return X509_CRL_get0_nextUpdate(l) == NULL ? "list-without-end" : NULL;
}

static void
peer_open(struct peer *p, const struct made *m)
{
	memset(p, 0, sizeof(*p));
	p->m = m;
	p->pool = sk_X509_new_null();
	p->crls = sk_X509_CRL_new_null();
	p->good_crls = sk_X509_CRL_new_null();
	for (size_t i = 0; i < m->count; i++) {
		p->x[i] = parse_cert(&m->certs[i].der);
		if (i != m->leaf && !m->certs[i].is_root &&
		    !m->certs[i].is_hidden)
			sk_X509_push(p->pool, p->x[i]);
	}
	for (size_t i = 0; i < m->crl_count; i++) {
		const unsigned char *d = m->crls[i].data;
		X509_CRL *l = d2i_X509_CRL(NULL, &d, (long)m->crls[i].len);

		if (l == NULL)
			spec_die("libcrypto reads no list", "of this case");
		sk_X509_CRL_push(p->crls, l);
		if (list_fault(l) == NULL)
			sk_X509_CRL_push(p->good_crls, l);
	}
}

static void
peer_close(struct peer *p)
{
	for (size_t i = 0; i < p->m->count; i++)
		X509_free(p->x[i]);
	sk_X509_free(p->pool);
	sk_X509_CRL_free(p->good_crls);
	sk_X509_CRL_pop_free(p->crls, X509_CRL_free);
	ERR_clear_error();
}

static void
set_wishes(X509_VERIFY_PARAM *param, const struct spec *s, unsigned long flags)
{
	char buf[64];

	if (s->explicit_policy)
		flags |= X509_V_FLAG_EXPLICIT_POLICY;
	X509_VERIFY_PARAM_set_flags(param, flags | X509_V_FLAG_POLICY_CHECK);
	X509_VERIFY_PARAM_set_time(param, (time_t)s->at);
	for (size_t i = 0; i == 0 || i < s->policy_count; i++)
		X509_VERIFY_PARAM_add0_policy(param, OBJ_txt2obj(judge_policy(
		    s->policy_count != 0 ? s->policies[i] : "any", buf), 1));
}

static const unsigned long with_lists = X509_V_FLAG_CRL_CHECK |
    X509_V_FLAG_EXTENDED_CRL_SUPPORT | X509_V_FLAG_USE_DELTAS;

static bool
ask_pooled(struct peer *p)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_STORE *store = X509_STORE_new();
	bool good;

	for (size_t i = 0; i < p->m->count; i++)
		if (p->m->certs[i].is_root && !p->m->certs[i].is_hidden)
			X509_STORE_add_cert(store, p->x[i]);
	X509_STORE_CTX_init(ctx, store, p->x[p->m->leaf], p->pool);
	X509_STORE_CTX_set0_crls(ctx, p->crls);
	set_wishes(X509_STORE_CTX_get0_param(ctx), p->m->spec,
	    p->m->spec->lists ? with_lists | X509_V_FLAG_CRL_CHECK_ALL : 0);
	good = X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	return good;
}

/* ---- path by path ---- */

static int
is_next_of(X509_STORE_CTX *ctx, X509 *x, X509 *issuer)
{
	const struct peer *p = X509_STORE_CTX_get_app_data(ctx);

	/* Of the path to a list's signer. */
	if (X509_STORE_CTX_get0_parent_ctx(ctx) != NULL)
		return X509_check_issued(issuer, x) == X509_V_OK;
	for (size_t i = 0; i + 1 < p->count; i++)
		if (p->path[i] == x)
			return p->path[i + 1] == issuer &&
			    X509_check_issued(issuer, x) == X509_V_OK;
	return x == issuer;
}

/* An anchor is a name and a key. */
static int
forgive_anchor(int ok, X509_STORE_CTX *ctx)
{
	int error = X509_STORE_CTX_get_error(ctx);
	int top = sk_X509_num(X509_STORE_CTX_get0_chain(ctx)) - 1;

	return ok == 1 || ((error == X509_V_ERR_INVALID_CA ||
	    error == X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION) &&
	    X509_STORE_CTX_get_error_depth(ctx) == top);
}

static bool
ask_from(struct peer *p, size_t at, bool lists)
{
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_STORE *store = X509_STORE_new();
	STACK_OF(X509) *others = sk_X509_new_null();
	bool good;

	for (size_t i = at + 1; i + 1 < p->count; i++)
		sk_X509_push(others, p->path[i]);
	/* Nor may a list's signer have been issued by what the list covers. */
	for (int i = 0; lists && i < sk_X509_num(p->signers); i++)
		if (!p->strict || sk_X509_value(p->signers, i) != p->path[at])
			sk_X509_push(others, sk_X509_value(p->signers, i));
	X509_STORE_add_cert(store, p->path[p->count - 1]);
	X509_STORE_set_check_issued(store, is_next_of);
	X509_STORE_CTX_init(ctx, store, p->path[at], others);
	X509_STORE_CTX_set_app_data(ctx, p);
	if (lists)
		X509_STORE_CTX_set0_crls(ctx, p->strict ? p->good_crls :
		    p->crls);
	set_wishes(X509_STORE_CTX_get0_param(ctx), p->m->spec,
	    (lists ? with_lists : 0) | (p->lenient ?
	    X509_V_FLAG_PARTIAL_CHAIN : 0));
	if (p->lenient)
		X509_STORE_CTX_set_verify_cb(ctx, forgive_anchor);
	good = X509_verify_cert(ctx) == 1;
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_free(others);
	return good;
}

static bool
is_path_good(struct peer *p)
{
	if (p->paths++ >= PATHS_MAX || !ask_from(p, 0, false))
		return false;
	for (size_t i = 0; p->m->spec->lists && i + 1 < p->count; i++)
		if (!ask_from(p, i, true))
			return false;
	return true;
}

static bool
is_in_path(const struct peer *p, const X509 *x)
{
	for (size_t i = 0; i < p->count; i++)
		if (p->path[i] == x)
			return true;
	return false;
}

static bool
is_left_out(struct peer *p, size_t i, bool is_anchor)
{
	const char *word = p->strict ? cert_fault(p->x[i],
	    &p->m->certs[i].der, i == p->m->leaf, is_anchor) : NULL;

	if (word != NULL)
		p->word = word;
	return word != NULL;
}

/* Is there a good path from the last certificate on? */
static bool
any_path(struct peer *p, bool ends)
{
	X509 *last = p->path[p->count - 1];
	bool good = false;

	if (ends)
		return is_path_good(p);
	for (size_t i = 0; !good && i < p->m->count; i++) {
		const struct made_cert *c = &p->m->certs[i];

		if (c->is_hidden || is_in_path(p, p->x[i]) ||
		    p->count == DEPTH_MAX || X509_NAME_cmp(
		    X509_get_subject_name(p->x[i]),
		    X509_get_issuer_name(last)) != 0 ||
		    is_left_out(p, i, c->is_root))
			continue;
		p->path[p->count++] = p->x[i];
		good = any_path(p, c->is_root);
		p->count--;
	}
	return good;
}

static bool
has_good_path(struct peer *p, size_t from)
{
	const bool is_root = p->m->certs[from].is_root;

	p->path[0] = p->x[from];
	p->count = 1;
	return !is_left_out(p, from, is_root) && any_path(p, is_root);
}

static bool
is_self_issued(X509 *x)
{
	return X509_NAME_cmp(X509_get_subject_name(x),
	    X509_get_issuer_name(x)) == 0;
}

/* Those of the pool that have a good path themselves, lists included. The lists
 * for it may be anybody's, but not, of a self-issued one, its own. */
static STACK_OF(X509) *
find_good_signers(struct peer *p)
{
	STACK_OF(X509) *good = sk_X509_new_null();

	for (size_t i = 0; i < p->m->count; i++) {
		if (i == p->m->leaf || p->m->certs[i].is_root ||
		    p->m->certs[i].is_hidden)
			continue;
		p->signers = sk_X509_dup(p->pool);
		if (is_self_issued(p->x[i]))
			sk_X509_delete_ptr(p->signers, p->x[i]);
		if (has_good_path(p, i))
			sk_X509_push(good, p->x[i]);
		sk_X509_free(p->signers);
	}
	return good;
}

static bool
ask_by_path(struct peer *p, bool lenient, bool strict)
{
	const bool lists = p->m->spec->lists;
	bool good;

	p->lenient = lenient;
	p->strict = strict;
	p->paths = 0;
	p->signers = strict && lists ? find_good_signers(p) :
	    sk_X509_dup(p->pool);
	p->paths = 0;
	p->word = NULL;
	good = has_good_path(p, p->m->leaf);
	sk_X509_free(p->signers);
	return good;
}

/* ---- ours ---- */

static void
ask_us(const struct made *m, struct verdicts *v)
{
	struct chain_pool pool = CHAIN_POOL_INIT;
	struct cert *certs[MADE_MAX];
	struct crls crls = CRLS_INIT;
	char bufs[SPEC_POLICIES][64];
	const char *policies[SPEC_POLICIES];
	struct chain_options o = { .when = m->spec->at,
		.crls_when = m->spec->at, .policies = policies,
		.policy_count = m->spec->policy_count,
		.explicit_policy = m->spec->explicit_policy };
	struct err e = ERR_INIT;
	struct chain c;
	bool ok = true;

	for (size_t i = 0; i < m->spec->policy_count; i++)
		policies[i] = judge_policy(m->spec->policies[i], bufs[i]);
	for (size_t i = 0; ok && i < m->count; i++) {
		certs[i] = cert_new_opaque(view_bytes(&m->certs[i].der), &e);
		ok = certs[i] != NULL && (m->certs[i].is_hidden ||
		    chain_pool_add(&pool, certs[i], m->certs[i].is_root ?
		    CHAIN_TRUSTED : CHAIN_KNOWN, &e));
	}
	for (size_t i = 0; ok && i < m->crl_count; i++)
		ok = crls_add(&crls, view_bytes(&m->crls[i]), NULL, &e);
	if (m->spec->lists)
		o.crls = &crls;
	if (!ok || !chain_build(&pool, certs[m->leaf], &o, &c, &e))
		spec_die("cannot judge", e.msg);
	v->ours = c.valid;
	v->faults = c.faults;
	chain_pool_clear(&pool);
	crls_clear(&crls);
	for (size_t i = 0; i < m->count; i++)
		cert_free(certs[i]);
}

/* Why it may not be as `openssl verify` says. */
static const char *
explain(struct peer *p, const struct verdicts *v)
{
	if (v->ours == v->pooled)
		return "";
	if (v->ours == ask_by_path(p, false, false))
		return p->m->spec->lists ? "lists-or-path" : "path";
	if (v->ours == ask_by_path(p, true, false))
		return "anchor";
	ask_by_path(p, true, true);
	for (int i = 0; i < sk_X509_CRL_num(p->crls) && p->word == NULL; i++)
		p->word = list_fault(sk_X509_CRL_value(p->crls, i));
	return p->word != NULL ? p->word : "list-of-a-bad-signer";
}

void
judge(const struct made *m, struct verdicts *v)
{
	struct peer p;

	ask_us(m, v);
	peer_open(&p, m);
	v->pooled = ask_pooled(&p);
	v->expected = ask_by_path(&p, true, true);
	v->word = explain(&p, v);
	peer_close(&p);
}
