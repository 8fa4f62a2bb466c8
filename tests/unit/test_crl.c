#include "chain/chain.h"

#include <time.h>

#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include "testfile.h"

/* leaf <- ca <- root of the fixtures. */
struct fixture {
	struct cert		*certs[3];
	struct chain_pool	 pool;
};

static void
fixture_open(struct fixture *p)
{
	static const char *const names[] = {
		"pki/leaf.cer", "pki/ca.cer", "pki/root.cer",
	};
	struct err e = ERR_INIT;

	memset(p, 0, sizeof(*p));
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct bytes der = file_of(names[i]);

		p->certs[i] = cert_new(view_bytes(&der), &e);
		ck_assert_ptr_nonnull(p->certs[i]);
		ck_assert(chain_pool_add(&p->pool, p->certs[i], i == 2 ?
		    CHAIN_TRUSTED : CHAIN_KNOWN, &e));
		bytes_clear(&der);
	}
}

static void
fixture_close(struct fixture *p)
{
	chain_pool_clear(&p->pool);
	for (size_t i = 0; i < COUNT_OF(p->certs); i++)
		cert_free(p->certs[i]);
}

static void
build_with(const struct fixture *p, const struct crls *l, struct chain *c)
{
	const struct chain_options o = {
		.when = 1700000000, .crls = l, .crls_when = 1700000000,
	};
	struct err e = ERR_INIT;

	ASSERT_WORKS(chain_build(&p->pool, p->certs[0], &o, c, &e), &e);
	ck_assert_uint_eq(c->count, 3);
}

static unsigned
revocation_faults(const struct chain *c, size_t step)
{
	return c->steps[step].faults &
	    (CHAIN_REVOKED | CHAIN_REVOCATION_UNKNOWN);
}

static X509 *
x509_of(const struct cert *c)
{
	const unsigned char *d = c->der.data;

	return d2i_X509(NULL, &d, (long)c->der.len);
}

static EVP_PKEY *
key_of(const char *name)
{
	struct bytes pem = file_of(name);
	BIO *bio = BIO_new_mem_buf(pem.data, (int)pem.len);
	EVP_PKEY *key = PEM_read_bio_PrivateKey(bio, NULL, NULL, NULL);

	ck_assert_ptr_nonnull(key);
	BIO_free(bio);
	bytes_clear(&pem);
	return key;
}

static void
revoke(X509_CRL *crl, const struct cert *c, time_t when, long reason)
{
	X509 *x = x509_of(c);
	X509_REVOKED *r = X509_REVOKED_new();
	ASN1_TIME *t = ASN1_TIME_set(NULL, when);
	ASN1_ENUMERATED *why = ASN1_ENUMERATED_new();

	X509_REVOKED_set_serialNumber(r, X509_get_serialNumber(x));
	X509_REVOKED_set_revocationDate(r, t);
	ck_assert(ASN1_ENUMERATED_set(why, reason) == 1);
	if (reason >= 0)
		X509_REVOKED_add1_ext_i2d(r, NID_crl_reason, why, 0, 0);
	ck_assert(X509_CRL_add0_revoked(crl, r) == 1);
	ASN1_ENUMERATED_free(why);
	ASN1_TIME_free(t);
	X509_free(x);
}

/* A list of `issuer`, signed with this key, that revokes `c` (or nothing) and
 * is current until then (0: it does not say). */
static struct bytes
list_until(time_t until, const struct cert *issuer, const char *key_name,
    const struct cert *c, time_t when, long reason)
{
	X509_CRL *crl = X509_CRL_new();
	X509 *x = x509_of(issuer);
	EVP_PKEY *key = key_of(key_name);
	ASN1_TIME *now = ASN1_TIME_set(NULL, 1600000000);
	ASN1_TIME *next = ASN1_TIME_set(NULL, until);
	struct bytes out = BYTES_INIT;
	unsigned char *der = NULL;
	int len;

	ck_assert(X509_CRL_set_version(crl, X509_CRL_VERSION_2) == 1 &&
	    X509_CRL_set_issuer_name(crl, X509_get_subject_name(x)) == 1 &&
	    X509_CRL_set1_lastUpdate(crl, now) == 1);
	if (until != 0)
		ck_assert(X509_CRL_set1_nextUpdate(crl, next) == 1);
	if (c != NULL)
		revoke(crl, c, when, reason);
	ck_assert(X509_CRL_sign(crl, key, EVP_sha256()) > 0);
	len = i2d_X509_CRL(crl, &der);
	ck_assert(len > 0);
	bytes_add(&out, der, (size_t)len);
	OPENSSL_free(der);
	ASN1_TIME_free(now);
	ASN1_TIME_free(next);
	EVP_PKEY_free(key);
	X509_free(x);
	X509_CRL_free(crl);
	return out;
}

static struct bytes
list_of(const struct cert *issuer, const char *key_name, const struct cert *c,
    time_t when, long reason)
{
	return list_until(1800000000, issuer, key_name, c, when, reason);
}

static void
add_list(struct crls *l, struct bytes list)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(crls_add(l, view_bytes(&list), NULL, &e), &e);
	bytes_clear(&list);
}

static const struct {
	const char	*what;
	long		 reason;
	time_t		 revoked;	/* the look is at 1700000000 */
	bool		 counts;
} rows[] = {
	{ "before",			-1, 1699999999, true },
	{ "at that second",		-1, 1700000000, true },
	{ "afterwards",			-1, 1700000001, false },
	{ "afterwards, superseded",	CRL_REASON_SUPERSEDED, 1700000001, false },
	{ "afterwards, its key stolen",	CRL_REASON_KEY_COMPROMISE, 1700000001,
	  true },
};

START_TEST(crl_counts_from_its_date)
{
	struct crls l = CRLS_INIT;
	struct fixture p;
	struct chain c;

	fixture_open(&p);
	add_list(&l, list_of(p.certs[1], "pki/ca.key", p.certs[0],
	    rows[_i].revoked, rows[_i].reason));
	build_with(&p, &l, &c);
	ck_assert_msg((revocation_faults(&c, 0) == CHAIN_REVOKED) ==
	    rows[_i].counts, "%s", rows[_i].what);
	ck_assert_uint_eq(revocation_faults(&c, 1), CHAIN_REVOCATION_UNKNOWN);
	ck_assert_int_eq(c.revocation, rows[_i].counts ? CRLS_REVOKED :
	    CRLS_UNKNOWN);
	ck_assert(l.items[0].used && !c.valid);
	crls_clear(&l);
	fixture_close(&p);
}
END_TEST

START_TEST(crl_finds_the_step_that_is_revoked)
{
	struct crls l = CRLS_INIT;
	struct fixture p;
	struct chain c;

	fixture_open(&p);
	add_list(&l, list_of(p.certs[1], "pki/ca.key", NULL, 0, -1));
	add_list(&l, list_of(p.certs[2], "pki/root.key", p.certs[1],
	    1600000000, -1));
	build_with(&p, &l, &c);
	ck_assert_uint_eq(revocation_faults(&c, 0), 0);
	ck_assert_uint_eq(revocation_faults(&c, 1), CHAIN_REVOKED);
	ck_assert_int_eq(c.revocation, CRLS_REVOKED);
	crls_clear(&l);
	build_with(&p, NULL, &c);
	ck_assert_uint_eq(revocation_faults(&c, 0) |
	    revocation_faults(&c, 1), 0);
	ck_assert_int_eq(c.revocation, CRLS_NOT_CHECKED);
	fixture_close(&p);
}
END_TEST

START_TEST(crl_of_each_issuer_makes_it_good)
{
	struct crls l = CRLS_INIT;
	struct fixture p;
	struct chain c;

	fixture_open(&p);
	add_list(&l, list_of(p.certs[1], "pki/ca.key", NULL, 0, -1));
	add_list(&l, list_of(p.certs[2], "pki/root.key", NULL, 0, -1));
	build_with(&p, &l, &c);
	ck_assert_int_eq(c.revocation, CRLS_GOOD);
	crls_clear(&l);
	fixture_close(&p);
}
END_TEST

static const struct {
	time_t		 until;		/* the look is at 1700000000 */
	enum crls_state	 state;
} ends[] = {
	{ 1700000001, CRLS_GOOD },
	{ 1699999999, CRLS_UNKNOWN },
	{ 0, CRLS_UNKNOWN },		/* or it would be current for ever */
};

START_TEST(crl_says_until_when_it_is_current)
{
	struct crls l = CRLS_INIT;
	struct fixture p;
	struct chain c;

	fixture_open(&p);
	add_list(&l, list_until(ends[_i].until, p.certs[1], "pki/ca.key",
	    NULL, 0, -1));
	add_list(&l, list_of(p.certs[2], "pki/root.key", NULL, 0, -1));
	build_with(&p, &l, &c);
	ck_assert_int_eq(c.revocation, ends[_i].state);
	crls_clear(&l);
	fixture_close(&p);
}
END_TEST

/* Named so, and not signed by it; or of somebody else. */
START_TEST(crl_of_others_does_not_count)
{
	struct crls l = CRLS_INIT;
	struct fixture p;
	struct chain c;

	fixture_open(&p);
	add_list(&l, list_of(p.certs[1], "pki/other.key", p.certs[0],
	    1600000000, -1));
	add_list(&l, list_of(p.certs[2], "pki/root.key", p.certs[0],
	    1600000000, -1));
	build_with(&p, &l, &c);
	ck_assert_uint_eq(revocation_faults(&c, 0), CHAIN_REVOCATION_UNKNOWN);
	ck_assert_uint_eq(revocation_faults(&c, 1), 0);
	ck_assert(!l.items[0].used && l.items[1].used);
	crls_clear(&l);
	fixture_close(&p);
}
END_TEST

START_TEST(crl_refuses_what_is_none)
{
	struct crls l = CRLS_INIT;
	struct bytes cer = file_of("pki/leaf.cer");
	struct bytes list;
	struct err e = ERR_INIT;
	struct fixture p;

	ASSERT_REFUSED(crls_add(&l, view_bytes(&cer), NULL, &e), &e, ERR_INPUT);
	fixture_open(&p);
	list = list_of(p.certs[1], "pki/ca.key", NULL, 0, -1);
	for (size_t n = 0; n < list.len; n++) {
		unsigned char *q = exact(view_of(list.data, n));

		err_clear(&e);
		ASSERT_REFUSED(crls_add(&l, view_of(q, n), NULL, &e), &e,
		    ERR_INPUT);
		free(q);
	}
	bytes_add_u8(&list, 0);
	err_clear(&e);
	ASSERT_REFUSED(crls_add(&l, view_bytes(&list), NULL, &e), &e,
	    ERR_INPUT);
	list.len--;
	for (size_t n = 0; n < CRLS_MAX; n++)
		ASSERT_WORKS((err_clear(&e), crls_add(&l, view_bytes(&list),
		    NULL, &e)), &e);
	ASSERT_REFUSED(crls_add(&l, view_bytes(&list), NULL, &e), &e, ERR_LIMIT);
	crls_clear(&l);
	bytes_clear(&list);
	bytes_clear(&cer);
	fixture_close(&p);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, crl_counts_from_its_date, 0,
	    (int)COUNT_OF(rows));
	tcase_add_test(tc, crl_finds_the_step_that_is_revoked);
	tcase_add_test(tc, crl_of_each_issuer_makes_it_good);
	tcase_add_loop_test(tc, crl_says_until_when_it_is_current, 0,
	    (int)COUNT_OF(ends));
	tcase_add_test(tc, crl_of_others_does_not_count);
	tcase_add_test(tc, crl_refuses_what_is_none);
}

UNIT_MAIN("crl", add)
