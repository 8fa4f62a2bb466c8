#include "chain/ocsp.h"

#include <stdio.h>
#include <time.h>

#include <openssl/ocsp.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

#include "unit.h"

enum { DAY = 86400 };

/* A CA, what it issued, and those who answer for it. */
struct pki {
	EVP_PKEY	*keys[4];
	X509		*ca, *leaf, *other, *responder, *nobody, *false_ca;
	time_t		 now;
};

static X509 *
issue_with(const EVP_MD *md, const char *cn, EVP_PKEY *key, X509 *issuer,
    EVP_PKEY *by, long serial, const char *usage, time_t now)
{
	X509 *x = X509_new();
	X509_NAME *name = X509_get_subject_name(x);
	X509_EXTENSION *ext;

	X509_set_version(x, 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), serial);
	X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	    (const unsigned char *)cn, -1, -1, 0);
	X509_set_issuer_name(x, issuer != NULL ?
	    X509_get_subject_name(issuer) : name);
	ASN1_TIME_set(X509_getm_notBefore(x), now - 9 * DAY);
	ASN1_TIME_set(X509_getm_notAfter(x), now + 9 * DAY);
	X509_set_pubkey(x, key);
	if (usage != NULL) {
		ext = X509V3_EXT_conf_nid(NULL, NULL, NID_ext_key_usage,
		    usage);
		X509_add_ext(x, ext, -1);
		X509_EXTENSION_free(ext);
	}
	if (issuer == NULL) {
		ext = X509V3_EXT_conf_nid(NULL, NULL, NID_basic_constraints,
		    "critical,CA:TRUE");
		X509_add_ext(x, ext, -1);
		X509_EXTENSION_free(ext);
	}
	ck_assert_int_gt(X509_sign(x, by, md), 0);
	return x;
}

static X509 *
issue(const char *cn, EVP_PKEY *key, X509 *issuer, EVP_PKEY *by, long serial,
    const char *usage, time_t now)
{
	return issue_with(EVP_sha256(), cn, key, issuer, by, serial, usage,
	    now);
}

static void
pki_make(struct pki *p)
{
	for (size_t i = 0; i < COUNT_OF(p->keys); i++)
		p->keys[i] = EVP_EC_gen("P-256");
	p->now = time(NULL);
	p->ca = issue("CA", p->keys[0], NULL, p->keys[0], 1, NULL, p->now);
	p->false_ca = issue("CA", p->keys[3], NULL, p->keys[3], 1, NULL,
	    p->now);
	p->leaf = issue("leaf", p->keys[1], p->ca, p->keys[0], 2, NULL,
	    p->now);
	p->other = issue("other", p->keys[1], p->ca, p->keys[0], 3, NULL,
	    p->now);
	p->responder = issue("responder", p->keys[2], p->ca, p->keys[0], 4,
	    "OCSPSigning", p->now);
	p->nobody = issue("nobody", p->keys[2], p->ca, p->keys[0], 5,
	    "codeSigning", p->now);
}

static void
pki_clear(struct pki *p)
{
	for (size_t i = 0; i < COUNT_OF(p->keys); i++)
		EVP_PKEY_free(p->keys[i]);
	X509_free(p->ca);
	X509_free(p->false_ca);
	X509_free(p->leaf);
	X509_free(p->other);
	X509_free(p->responder);
	X509_free(p->nobody);
}

struct made {
	X509		*cert;		/* NULL: the leaf */
	X509		*signer;	/* NULL: the CA */
	EVP_PKEY	*key;
	int		 status;	/* V_OCSP_CERTSTATUS_... */
	long		 this_update;	/* from now, in seconds */
	long		 next_update;	/* 0: none */
	const EVP_MD	*md;
	bool		 bare;		/* without the signer's certificate */
	bool		 pss;		/* RSASSA-PSS */
};

static void
sign_basic(OCSP_BASICRESP *basic, X509 *signer, EVP_PKEY *key,
    const struct made *m)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *pss;

	ck_assert_int_eq(EVP_DigestSignInit(ctx, &pss, m->md != NULL ? m->md :
	    EVP_sha256(), NULL, key), 1);
	if (m->pss)
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(pss,
		    RSA_PKCS1_PSS_PADDING), 1);
	ck_assert_int_eq(OCSP_basic_sign_ctx(basic, signer, ctx, NULL,
	    m->bare ? OCSP_NOCERTS : 0), 1);
	EVP_MD_CTX_free(ctx);
}

static struct bytes
make(const struct pki *p, const struct made *m)
{
	OCSP_BASICRESP *basic = OCSP_BASICRESP_new();
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), m->cert != NULL ?
	    m->cert : p->leaf, p->ca);
	ASN1_TIME *this = ASN1_GENERALIZEDTIME_set(NULL, p->now +
	    m->this_update), *next = NULL, *revoked;
	struct bytes out = BYTES_INIT;
	unsigned char *der = NULL;
	OCSP_RESPONSE *r;
	int len;

	if (m->next_update != 0)
		next = ASN1_GENERALIZEDTIME_set(NULL, p->now +
		    m->next_update);
	revoked = ASN1_GENERALIZEDTIME_set(NULL, p->now - 5 * DAY);
	ck_assert_ptr_nonnull(OCSP_basic_add1_status(basic, id, m->status,
	    m->status == V_OCSP_CERTSTATUS_REVOKED ?
	    OCSP_REVOKED_STATUS_KEYCOMPROMISE : 0,
	    m->status == V_OCSP_CERTSTATUS_REVOKED ? revoked : NULL, this,
	    next));
	sign_basic(basic, m->signer != NULL ? m->signer : p->ca,
	    m->key != NULL ? m->key : p->keys[0], m);
	r = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, basic);
	len = i2d_OCSP_RESPONSE(r, &der);
	ck_assert_int_gt(len, 0);
	bytes_add(&out, der, (size_t)len);
	OPENSSL_free(der);
	OCSP_RESPONSE_free(r);
	OCSP_BASICRESP_free(basic);
	OCSP_CERTID_free(id);
	ASN1_TIME_free(this);
	ASN1_TIME_free(next);
	ASN1_TIME_free(revoked);
	return out;
}

static struct ocsp_answer
read_made(const struct pki *p, const struct made *m, time_t when)
{
	struct bytes der = make(p, m);
	struct err e = ERR_INIT;
	struct ocsp_answer a;

	ASSERT_WORKS(ocsp_read(view_bytes(&der), p->leaf, p->ca, NULL, NULL, when,
	    &a, &e), &e);
	bytes_clear(&der);
	return a;
}

static void
assert_nothing(const struct ocsp_answer *a, const char *why)
{
	ck_assert_int_eq(a->says, OCSP_SAYS_NOTHING);
	ASSERT_SAYS(&a->why, why);
}

START_TEST(ocsp_takes_what_the_issuer_or_its_responder_signed)
{
	struct pki p;
	struct made m = { .next_update = DAY };
	struct ocsp_answer a;

	pki_make(&p);
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	ck_assert_int_eq(a.reason, -1);
	m.signer = p.responder;
	m.key = p.keys[2];
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_says_when_and_why_it_was_revoked)
{
	struct pki p;
	struct made m = { .status = V_OCSP_CERTSTATUS_REVOKED };
	struct ocsp_answer a;

	pki_make(&p);
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_REVOKED);
	ck_assert_int_eq(a.reason, OCSP_REVOKED_STATUS_KEYCOMPROMISE);
	ck_assert_int_eq(a.revoked_at, p.now - 5 * DAY);
	ck_assert_int_eq(a.next_update, p.now + OCSP_UNDATED);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_ignores_who_was_not_certified_for_it)
{
	struct made m = { .next_update = DAY };
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	m.signer = p.nobody;
	m.key = p.keys[2];
	a = read_made(&p, &m, p.now);
	assert_nothing(&a, "not signed by the issuer");
	/* The CA's name, another key. */
	m.signer = p.false_ca;
	m.key = p.keys[3];
	a = read_made(&p, &m, p.now);
	assert_nothing(&a, "not signed by the issuer");
	/* The responder's certificate is nowhere. */
	m.signer = p.responder;
	m.key = p.keys[2];
	m.bare = true;
	a = read_made(&p, &m, p.now);
	assert_nothing(&a, "not signed by the issuer");
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_lets_nobody_vouch_for_itself)
{
	struct made m = { .next_update = DAY };
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	X509_free(p.leaf);
	p.leaf = issue("leaf", p.keys[1], p.ca, p.keys[0], 2,
	    "codeSigning,OCSPSigning", p.now);
	m.signer = p.leaf;
	m.key = p.keys[1];
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_NOTHING);
	/* With another certificate of the same key neither. */
	X509_free(p.responder);
	p.responder = issue("responder", p.keys[1], p.ca, p.keys[0], 4,
	    "OCSPSigning", p.now);
	m.signer = p.responder;
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_NOTHING);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_ignores_a_responder_that_is_disallowed)
{
	struct made m = { .next_update = DAY };
	struct chain_pool pool = CHAIN_POOL_INIT;
	unsigned char *der = NULL;
	struct err e = ERR_INIT;
	struct ocsp_answer a;
	struct bytes answer;
	struct cert *c;
	struct pki p;
	int len;

	pki_make(&p);
	m.signer = p.responder;
	m.key = p.keys[2];
	answer = make(&p, &m);
	len = i2d_X509(p.responder, &der);
	c = cert_new(view_of(der, (size_t)len), &e);
	ASSERT_WORKS(chain_pool_add(&pool, c, CHAIN_KNOWN, &e), &e);
	ASSERT_WORKS(ocsp_read(view_bytes(&answer), p.leaf, p.ca, NULL, &pool,
	    p.now, &a, &e), &e);
	ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	ASSERT_WORKS(chain_pool_add(&pool, c, CHAIN_FORBIDDEN, &e), &e);
	ASSERT_WORKS(ocsp_read(view_bytes(&answer), p.leaf, p.ca, NULL, &pool,
	    p.now, &a, &e), &e);
	assert_nothing(&a, "not signed by the issuer");
	chain_pool_clear(&pool);
	cert_free(c);
	OPENSSL_free(der);
	bytes_clear(&answer);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_finds_the_responder_among_others)
{
	struct made m = { .next_update = DAY, .bare = true };
	STACK_OF(X509) *extra = sk_X509_new_null();
	struct err e = ERR_INIT;
	struct ocsp_answer a;
	struct bytes der;
	struct pki p;

	pki_make(&p);
	m.signer = p.responder;
	m.key = p.keys[2];
	der = make(&p, &m);
	sk_X509_push(extra, p.responder);
	ASSERT_WORKS(ocsp_read(view_bytes(&der), p.leaf, p.ca, extra, NULL, p.now,
	    &a, &e), &e);
	ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	sk_X509_free(extra);
	bytes_clear(&der);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_ignores_an_answer_for_another_certificate)
{
	struct made m = { .next_update = DAY };
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	m.cert = p.other;
	a = read_made(&p, &m, p.now);
	assert_nothing(&a, "another certificate");
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_ignores_unknown)
{
	struct made m = { .status = V_OCSP_CERTSTATUS_UNKNOWN };
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	a = read_made(&p, &m, p.now);
	assert_nothing(&a, "does not know");
	pki_clear(&p);
}
END_TEST

/* Seconds from now: thisUpdate, nextUpdate, when it is looked at. */
static const struct {
	long		 this_update, next_update, when;
	const char	*why;		/* NULL: it counts */
} times[] = {
	{ 0, DAY, DAY, NULL },
	{ 0, DAY, DAY + 1, "out of date" },
	{ 0, DAY, -OCSP_SKEW, NULL },
	{ 0, DAY, -OCSP_SKEW - 1, "from the future" },
	{ -DAY, 0, -DAY + OCSP_UNDATED, NULL },
	{ -DAY, 0, -DAY + OCSP_UNDATED + 1, "out of date" },
	/* The signer is no longer valid. */
	{ 0, 20 * DAY, 10 * DAY, "not signed by the issuer" },
};

START_TEST(ocsp_looks_at_the_time_that_is_asked_for)
{
	struct made m = {
		.this_update = times[_i].this_update,
		.next_update = times[_i].next_update,
	};
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	m.signer = p.responder;
	m.key = p.keys[2];
	a = read_made(&p, &m, p.now + times[_i].when);
	if (times[_i].why == NULL)
		ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	else
		assert_nothing(&a, times[_i].why);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_ignores_md5)
{
	struct made m = { .next_update = DAY, .md = EVP_md5() };
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	EVP_PKEY_free(p.keys[0]);
	p.keys[0] = EVP_RSA_gen(2048);
	X509_free(p.ca);
	p.ca = issue("CA", p.keys[0], NULL, p.keys[0], 1, NULL, p.now);
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_NOTHING);
	m.md = EVP_sha1();
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	/* libcrypto makes no PSS parameters with MD5. */
	m.pss = true;
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, OCSP_SAYS_GOOD);
	pki_clear(&p);
}
END_TEST

static const struct { bool md5; unsigned bits; bool good; } responders[] = {
	{ false, 1024, true }, { true, 1024, false }, { false, 768, false },
};

START_TEST(ocsp_asks_of_a_responder_what_it_asks_of_others)
{
	struct made m = { .next_update = DAY };
	struct ocsp_answer a;
	struct pki p;

	pki_make(&p);
	EVP_PKEY_free(p.keys[0]);
	EVP_PKEY_free(p.keys[2]);
	p.keys[0] = EVP_RSA_gen(2048);
	p.keys[2] = EVP_RSA_gen(responders[_i].bits);
	X509_free(p.ca);
	X509_free(p.responder);
	p.ca = issue("CA", p.keys[0], NULL, p.keys[0], 1, NULL, p.now);
	p.responder = issue_with(responders[_i].md5 ? EVP_md5() :
	    EVP_sha256(), "responder", p.keys[2], p.ca, p.keys[0], 4,
	    "OCSPSigning", p.now);
	m.signer = p.responder;
	m.key = p.keys[2];
	a = read_made(&p, &m, p.now);
	ck_assert_int_eq(a.says, responders[_i].good ? OCSP_SAYS_GOOD :
	    OCSP_SAYS_NOTHING);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_ignores_every_change)
{
	struct made m = { .next_update = DAY, .bare = true };
	struct err e = ERR_INIT;
	struct ocsp_answer a;
	struct bytes der;
	struct pki p;

	pki_make(&p);
	der = make(&p, &m);
	for (size_t i = 0; i < der.len; i++) {
		der.data[i] ^= 0x01;
		ASSERT_WORKS(ocsp_read(view_bytes(&der), p.leaf, p.ca, NULL, NULL,
		    p.now, &a, &e), &e);
		ck_assert_int_eq(a.says, OCSP_SAYS_NOTHING);
		der.data[i] ^= 0x01;
		ASSERT_WORKS(ocsp_read(view_of(der.data, i), p.leaf, p.ca,
		    NULL, NULL, p.now, &a, &e), &e);
		ck_assert_int_eq(a.says, OCSP_SAYS_NOTHING);
	}
	bytes_add_u8(&der, 0);
	ASSERT_WORKS(ocsp_read(view_bytes(&der), p.leaf, p.ca, NULL, NULL, p.now,
	    &a, &e), &e);
	ck_assert_int_eq(a.says, OCSP_SAYS_NOTHING);
	bytes_clear(&der);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_says_what_a_responder_refused)
{
	OCSP_RESPONSE *r = OCSP_response_create(
	    OCSP_RESPONSE_STATUS_TRYLATER, NULL);
	unsigned char *der = NULL;
	int len = i2d_OCSP_RESPONSE(r, &der);
	struct err e = ERR_INIT;
	struct ocsp_answer a;
	struct pki p;
	int64_t t;

	pki_make(&p);
	ASSERT_WORKS(ocsp_read(view_of(der, (size_t)len), p.leaf, p.ca, NULL, NULL,
	    p.now, &a, &e), &e);
	assert_nothing(&a, "trylater");
	ck_assert(!ocsp_until(view_of(der, (size_t)len), &t));
	OPENSSL_free(der);
	OCSP_RESPONSE_free(r);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_asks_about_one_certificate)
{
	struct bytes request = BYTES_INIT, id = BYTES_INIT, again = BYTES_INIT;
	struct err e = ERR_INIT;
	const unsigned char *q;
	OCSP_REQUEST *r;
	struct pki p;

	pki_make(&p);
	ASSERT_WORKS(ocsp_request(p.leaf, p.ca, &request, &id, &e), &e);
	q = request.data;
	r = d2i_OCSP_REQUEST(NULL, &q, (long)request.len);
	ck_assert_ptr_nonnull(r);
	ck_assert_int_eq(OCSP_request_onereq_count(r), 1);
	ck_assert_ptr_nonnull(memmem(request.data, request.len, id.data,
	    id.len));
	OCSP_REQUEST_free(r);
	bytes_clear(&request);
	ASSERT_WORKS(ocsp_request(p.other, p.ca, &request, &again, &e), &e);
	ck_assert(!view_equal(view_bytes(&id), view_bytes(&again)));
	bytes_clear(&request);
	bytes_clear(&id);
	bytes_clear(&again);
	pki_clear(&p);
}
END_TEST

START_TEST(ocsp_knows_how_long_an_answer_is_of_use)
{
	struct made m = { .next_update = DAY };
	struct bytes der;
	struct pki p;
	int64_t t;

	pki_make(&p);
	der = make(&p, &m);
	ck_assert(ocsp_until(view_bytes(&der), &t) && t == p.now + DAY);
	bytes_clear(&der);
	m.next_update = 0;
	der = make(&p, &m);
	ck_assert(!ocsp_until(view_bytes(&der), &t));
	ck_assert(!ocsp_until(view_str("junk"), &t));
	bytes_clear(&der);
	pki_clear(&p);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, ocsp_takes_what_the_issuer_or_its_responder_signed);
	tcase_add_test(tc, ocsp_says_when_and_why_it_was_revoked);
	tcase_add_test(tc, ocsp_ignores_who_was_not_certified_for_it);
	tcase_add_test(tc, ocsp_lets_nobody_vouch_for_itself);
	tcase_add_test(tc, ocsp_ignores_a_responder_that_is_disallowed);
	tcase_add_test(tc, ocsp_finds_the_responder_among_others);
	tcase_add_test(tc, ocsp_ignores_an_answer_for_another_certificate);
	tcase_add_test(tc, ocsp_ignores_unknown);
	tcase_add_loop_test(tc, ocsp_looks_at_the_time_that_is_asked_for, 0,
	    (int)COUNT_OF(times));
	tcase_add_test(tc, ocsp_ignores_md5);
	tcase_add_loop_test(tc,
	    ocsp_asks_of_a_responder_what_it_asks_of_others, 0,
	    (int)COUNT_OF(responders));
	tcase_add_test(tc, ocsp_ignores_every_change);
	tcase_add_test(tc, ocsp_says_what_a_responder_refused);
	tcase_add_test(tc, ocsp_asks_about_one_certificate);
	tcase_add_test(tc, ocsp_knows_how_long_an_answer_is_of_use);
}

UNIT_MAIN("ocsp", add)
