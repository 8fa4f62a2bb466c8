#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <time.h>

#include "cert/certtime.h"
#include "chain/chain.h"
#include "chain/issued.h"
#include "testcert.h"
#include "unit.h"

enum { NOW = 1750000000, DAY = 86400 };

/*
 * Certificates here are really signed: a letter names a key, and the key of a
 * letter is the same in all of them.
 */
enum { KEYS = 128 };
static EVP_PKEY *keys[KEYS];

static EVP_PKEY *
key(unsigned n)
{
	if (keys[n] == NULL)
		keys[n] = EVP_PKEY_Q_keygen(osslctx_lib(), NULL, "EC",
		    "P-256");
	ck_assert_ptr_nonnull(keys[n]);
	return keys[n];
}

struct made {
	const char	*subject;
	const char	*issuer;
	unsigned	 key;
	unsigned	 signer;
	const char	*basic;		/* NULL: no basicConstraints */
	const char	*usage;		/* NULL: no keyUsage */
	const char	*aia;
	bool		 ids;		/* key identifiers */
	int		 from;		/* days from NOW, both 0: -10 to 10 */
	int		 to;
	int		 version;	/* 0: 3 */
	bool		 forged;	/* a bit of the signature turned */
};

static void
extension(X509 *x, X509 *issuer, int nid, const char *value)
{
	X509_EXTENSION *ext;
	X509V3_CTX ctx;

	if (value == NULL)
		return;
	X509V3_set_ctx(&ctx, issuer, x, NULL, NULL, 0);
	ext = X509V3_EXT_conf_nid(NULL, &ctx, nid, value);
	ck_assert_msg(ext != NULL, "%s", value);
	ck_assert_int_eq(X509_add_ext(x, ext, -1), 1);
	X509_EXTENSION_free(ext);
}

static void
set_name(X509 *x, int (*set)(X509 *, const X509_NAME *), const char *cn)
{
	X509_NAME *name = X509_NAME_new();

	ck_assert_int_eq(X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_UTF8,
	    (const unsigned char *)cn, -1, -1, 0), 1);
	ck_assert_int_eq(set(x, name), 1);
	X509_NAME_free(name);
}

/* A certificate that only lends its key: for authorityKeyIdentifier. */
static X509 *
key_holder(unsigned n)
{
	X509 *x = X509_new();

	X509_set_version(x, 2);
	X509_set_pubkey(x, key(n));
	extension(x, x, NID_subject_key_identifier, "hash");
	return x;
}

/* Not by libcrypto's calls for seconds: its time_t need not be ours. */
static void
set_day(ASN1_TIME *t, int days)
{
	char text[32];
	struct tm tm;

	ck_assert(certtime_split(NOW + days * INT64_C(86400), &tm));
	strftime(text, sizeof(text), "%Y%m%d%H%M%SZ", &tm);
	ck_assert_int_eq(ASN1_TIME_set_string_X509(t, text), 1);
}

static struct cert *
make(const struct made *m)
{
	static unsigned char der[8192];
	unsigned char *p = der;
	X509 *x = X509_new(), *issuer = key_holder(m->signer);
	struct err e = ERR_INIT;
	struct cert *c;
	int len;

	X509_set_version(x, m->version != 0 ? m->version - 1 : 2);
	ASN1_INTEGER_set(X509_get_serialNumber(x), 1 + (long)m->signer);
	set_name(x, X509_set_subject_name, m->subject);
	set_name(x, X509_set_issuer_name, m->issuer != NULL ? m->issuer :
	    m->subject);
	set_day(X509_getm_notBefore(x),
	    m->from == 0 && m->to == 0 ? -10 : m->from);
	set_day(X509_getm_notAfter(x), m->from == 0 && m->to == 0 ? 10 : m->to);
	X509_set_pubkey(x, key(m->key));
	extension(x, issuer, NID_basic_constraints, m->basic);
	extension(x, issuer, NID_key_usage, m->usage);
	extension(x, issuer, NID_info_access, m->aia);
	if (m->ids) {
		extension(x, issuer, NID_subject_key_identifier, "hash");
		extension(x, issuer, NID_authority_key_identifier, "keyid");
	}
	ck_assert_int_gt(X509_sign(x, key(m->signer), EVP_sha256()), 0);
	len = i2d_X509(x, &p);
	ck_assert_int_gt(len, 0);
	if (m->forged)
		der[len - 1] ^= 1;
	c = cert_new(view_of(der, (size_t)len), &e);
	ck_assert_msg(c != NULL, "%s", e.msg);
	X509_free(x);
	X509_free(issuer);
	return c;
}

#define CA	"critical,CA:TRUE"
#define SIGNS	"critical,keyCertSign"

static const struct made
	root = { .subject = "Root", .key = 1, .signer = 1, .basic = CA,
	    .usage = SIGNS, .ids = true },
	inter = { .subject = "Inter", .issuer = "Root", .key = 2, .signer = 1,
	    .basic = CA, .usage = SIGNS, .ids = true },
	leaf = { .subject = "Leaf", .issuer = "Inter", .key = 3, .signer = 2,
	    .ids = true, .aia = "caIssuers;URI:http://ca.example/inter.cer" },
	cross = { .subject = "Root", .issuer = CHAIN_CODE_VERIFICATION_ROOT,
	    .key = 1, .signer = 9, .basic = CA, .usage = SIGNS, .ids = true },
	mscv = { .subject = CHAIN_CODE_VERIFICATION_ROOT, .key = 9,
	    .signer = 9, .basic = CA, .usage = SIGNS, .ids = true };

/* ---- a pool and one build ---- */

struct setup {
	struct certlist		 certs;
	struct chain_pool	 pool;
	struct chain		 chain;
};

static void
put(struct setup *s, const struct made *m, enum chain_standing standing)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(certlist_add(&s->certs, make(m), &e), &e);
	ASSERT_WORKS(chain_pool_add(&s->pool,
	    s->certs.items[s->certs.count - 1], standing, &e), &e);
}

/* Of one that is in the pool. */
static void
build_item_at(struct setup *s, size_t i, bool kernel, int64_t when)
{
	const struct chain_options o = { .when = when, .kernel = kernel };
	struct err e = ERR_INIT;

	ASSERT_WORKS(chain_build(&s->pool, s->certs.items[i], &o, &s->chain,
	    &e), &e);
}

static void
build_item(struct setup *s, size_t i, bool kernel)
{
	build_item_at(s, i, kernel, NOW);
}

static void
build(struct setup *s, const struct made *m, bool kernel)
{
	struct err e = ERR_INIT;

	ASSERT_WORKS(certlist_add(&s->certs, make(m), &e), &e);
	build_item(s, s->certs.count - 1, kernel);
}

static void
clear(struct setup *s)
{
	chain_pool_clear(&s->pool);
	certlist_clear(&s->certs);
	memset(s, 0, sizeof(*s));
}

static bool
ends_in(const struct setup *s, const struct made *m)
{
	const struct chain_step *last = &s->chain.steps[s->chain.count - 1];
	char text[64] = "";
	struct view v = last->cert->scan.subject;

	/* The only string of the name is at its end. */
	snprintf(text, sizeof(text), "%s", m->subject);
	return v.len > strlen(text) && memcmp(v.data + v.len - strlen(text),
	    text, strlen(text)) == 0;
}

START_TEST(chain_of_three_is_good)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.count, 3);
	ck_assert(s.chain.complete && s.chain.trusted);
	ck_assert_uint_eq(s.chain.faults, 0);
	ck_assert(!s.chain.cut_short);
	clear(&s);
}
END_TEST

START_TEST(chain_names_the_issuer_that_is_missing)
{
	struct setup s = { 0 };

	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.count, 1);
	ck_assert_uint_eq(s.chain.faults, CHAIN_ISSUER_MISSING);
	ck_assert(view_equal(s.chain.missing.url,
	    view_str("http://ca.example/inter.cer")));
	ck_assert_uint_eq(s.chain.missing.key_id.len, 20);
	ck_assert(view_equal(s.chain.missing.name,
	    s.chain.steps[0].cert->scan.issuer));
	clear(&s);
}
END_TEST

START_TEST(chain_to_a_root_of_no_root_store_is_complete_but_not_trusted)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_KNOWN);
	build(&s, &leaf, false);
	ck_assert(s.chain.complete && !s.chain.trusted);
	ck_assert_uint_eq(s.chain.steps[2].faults, CHAIN_UNTRUSTED_ROOT);
	clear(&s);
}
END_TEST

/* What is wrong with one certificate of an otherwise good chain. */
static const struct fault {
	const char	*what;
	struct made	 inter;
	struct made	 leaf;
	size_t		 step;
	unsigned	 fault;
} faults[] = {
#define INTER	.subject = "Inter", .issuer = "Root", .key = 2, .signer = 1
#define LEAF	.subject = "Leaf", .issuer = "Inter", .key = 3, .signer = 2
	{ "leaf expired", { INTER, .basic = CA },
	  { LEAF, .from = -20, .to = -1 }, 0, CHAIN_EXPIRED },
	{ "leaf not yet valid", { INTER, .basic = CA },
	  { LEAF, .from = 1, .to = 20 }, 0, CHAIN_NOT_YET_VALID },
	{ "intermediate expired", { INTER, .basic = CA, .from = -20,
	  .to = -1 }, { LEAF }, 1, CHAIN_EXPIRED },
	{ "intermediate is no CA", { INTER, .basic = "CA:FALSE" }, { LEAF },
	  1, CHAIN_NOT_A_CA },
	{ "no basic constraints", { INTER }, { LEAF }, 1, CHAIN_NOT_A_CA },
	{ "version 1 in the middle", { INTER, .version = 1 }, { LEAF }, 1,
	  CHAIN_NOT_A_CA },
	{ "may not sign certificates", { INTER, .basic = CA,
	  .usage = "digitalSignature" }, { LEAF }, 1, CHAIN_NOT_A_CA },
	{ "forged leaf", { INTER, .basic = CA }, { LEAF, .forged = true }, 0,
	  CHAIN_BAD_SIGNATURE },
	{ "forged intermediate", { INTER, .basic = CA, .forged = true },
	  { LEAF }, 1, CHAIN_BAD_SIGNATURE },
	{ "forged leaf with identifiers", { INTER, .basic = CA, .ids = true },
	  { LEAF, .ids = true, .forged = true }, 0, CHAIN_BAD_SIGNATURE },
#undef INTER
#undef LEAF
};

START_TEST(chain_says_which_step_is_at_fault)
{
	const struct fault *f = &faults[_i];
	struct setup s = { 0 };

	put(&s, &f->inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &f->leaf, false);
	ck_assert_msg(s.chain.count == 3, "%s: %zu steps", f->what,
	    s.chain.count);
	for (size_t i = 0; i < 3; i++)
		ck_assert_msg(s.chain.steps[i].faults ==
		    (i == f->step ? f->fault : 0), "%s: step %zu has %x",
		    f->what, i, s.chain.steps[i].faults);
	clear(&s);
}
END_TEST

START_TEST(chain_counts_the_path_length_without_the_leaf)
{
	const struct made short_root = { .subject = "Root", .key = 1,
	    .signer = 1, .basic = "critical,CA:TRUE,pathlen:0",
	    .usage = SIGNS };
	const struct made direct = { .subject = "Direct", .issuer = "Root",
	    .key = 4, .signer = 1 };
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &short_root, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.steps[2].faults, CHAIN_PATH_TOO_LONG);
	build(&s, &direct, false);
	ck_assert_uint_eq(s.chain.faults, 0);
	clear(&s);
}
END_TEST

START_TEST(chain_takes_a_trusted_root_of_version_1)
{
	const struct made old = { .subject = "Old", .key = 5, .signer = 5,
	    .version = 1 };
	const struct made below = { .subject = "Below", .issuer = "Old",
	    .key = 6, .signer = 5 };
	struct setup s = { 0 };

	put(&s, &old, CHAIN_TRUSTED);
	build(&s, &below, false);
	ck_assert_uint_eq(s.chain.faults, 0);
	clear(&s);
}
END_TEST

/* Same name, another key: with identifiers, and by the signature alone. */
START_TEST(chain_tells_issuers_of_one_name_apart)
{
	const struct made other = { .subject = "Inter", .issuer = "Root",
	    .key = 7, .signer = 1, .basic = CA, .ids = _i == 0 };
	const struct made right = { .subject = "Inter", .issuer = "Root",
	    .key = 2, .signer = 1, .basic = CA, .ids = _i == 0 };
	const struct made end = { .subject = "Leaf", .issuer = "Inter",
	    .key = 3, .signer = 2, .ids = _i == 0 };
	struct setup s = { 0 };

	put(&s, &other, CHAIN_KNOWN);
	put(&s, &right, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &end, false);
	ck_assert_ptr_eq(s.chain.steps[1].cert, s.certs.items[1]);
	ck_assert_uint_eq(s.chain.faults, 0);
	clear(&s);
}
END_TEST

START_TEST(chain_does_not_take_an_issuer_of_another_key)
{
	const struct made other = { .subject = "Inter", .issuer = "Root",
	    .key = 7, .signer = 1, .basic = CA, .ids = true };
	struct setup s = { 0 };

	put(&s, &other, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.count, 1);
	ck_assert_uint_eq(s.chain.faults, CHAIN_ISSUER_MISSING);
	clear(&s);
}
END_TEST

/* Root and cross-certificate in either order in the pool. */
START_TEST(chain_prefers_the_root_and_for_the_kernel_the_cross_certificate)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	if (_i == 0)
		put(&s, &cross, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	if (_i == 1)
		put(&s, &cross, CHAIN_KNOWN);
	put(&s, &mscv, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.count, 3);
	ck_assert(!s.chain.to_code_verification_root && s.chain.trusted);
	build(&s, &leaf, true);
	ck_assert_uint_eq(s.chain.count, 4);
	ck_assert(s.chain.to_code_verification_root && s.chain.trusted);
	ck_assert_uint_eq(s.chain.faults, 0);
	clear(&s);
}
END_TEST

START_TEST(chain_takes_the_cross_certificate_where_the_root_is_not_trusted)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_KNOWN);
	put(&s, &cross, CHAIN_KNOWN);
	put(&s, &mscv, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert(s.chain.trusted && ends_in(&s, &mscv));
	clear(&s);
}
END_TEST

START_TEST(chain_to_the_kernels_root_ends_at_its_cross_certificate)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	put(&s, &cross, CHAIN_KNOWN);
	build(&s, &leaf, true);
	ck_assert(s.chain.to_code_verification_root && !s.chain.complete);
	ck_assert_uint_eq(s.chain.faults, CHAIN_ISSUER_MISSING);
	clear(&s);
}
END_TEST

START_TEST(chain_goes_on_from_a_ca_that_renewed_its_key)
{
	/* New key, signed by the old one under the same name. */
	const struct made renewed = { .subject = "Root", .issuer = "Root",
	    .key = 8, .signer = 1, .basic = CA, .ids = _i == 0 };
	const struct made below = { .subject = "Below", .issuer = "Root",
	    .key = 6, .signer = 8, .ids = _i == 0 };
	struct setup s = { 0 };

	put(&s, &renewed, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &below, false);
	ck_assert_uint_eq(s.chain.count, 3);
	/* Without key identifiers libcrypto takes it for self-signed. */
	ck_assert_uint_eq(s.chain.faults, _i == 0 ? 0 : CHAIN_REFUSED);
	ck_assert(s.chain.valid == (_i == 0));
	clear(&s);
}
END_TEST

START_TEST(chain_of_two_that_issued_each_other_is_a_loop)
{
	const struct made a = { .subject = "A", .issuer = "B", .key = 4,
	    .signer = 5, .basic = CA };
	const struct made b = { .subject = "B", .issuer = "A", .key = 5,
	    .signer = 4, .basic = CA };
	struct setup s = { 0 };

	put(&s, &a, CHAIN_KNOWN);
	put(&s, &b, CHAIN_KNOWN);
	build_item(&s, 0, false);
	ck_assert_uint_eq(s.chain.count, 2);
	ck_assert((s.chain.faults & CHAIN_LOOP) != 0);
	clear(&s);
}
END_TEST

START_TEST(chain_says_what_is_disallowed)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	ck_assert(chain_pool_add(&s.pool, s.certs.items[0], CHAIN_FORBIDDEN,
	    &(struct err)ERR_INIT));
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.steps[1].faults, CHAIN_DISALLOWED);
	clear(&s);
}
END_TEST

/* An anchor is a name and a key; who merely claims to be a root has to show
 * it. */
START_TEST(chain_asks_for_the_signature_of_a_root_that_is_not_trusted)
{
	const bool trusted = _i == 0;
	struct made bad = root;
	struct setup s = { 0 };

	bad.forged = true;
	put(&s, &bad, trusted ? CHAIN_TRUSTED : CHAIN_KNOWN);
	build_item(&s, 0, false);
	ck_assert_uint_eq(s.chain.count, 1);
	ck_assert(s.chain.valid == trusted);
	ck_assert(((s.chain.faults & CHAIN_BAD_SIGNATURE) == 0) == trusted);
	clear(&s);
}
END_TEST

/* Ninety-nine below a root is the most; one more is too many. */
START_TEST(chain_stops_at_its_depth)
{
	const int below[] = { CHAIN_DEPTH - 1, CHAIN_DEPTH };
	struct setup s = { 0 };
	char names[2][16] = { "Root", "" };
	int n = below[_i];

	put(&s, &root, CHAIN_TRUSTED);
	for (int i = 0; i < n; i++) {
		struct made m = { .subject = names[(i + 1) % 2],
		    .issuer = names[i % 2], .key = 10 + (unsigned)i,
		    .signer = i == 0 ? 1 : 9 + (unsigned)i, .basic = CA };

		snprintf(names[(i + 1) % 2], sizeof(names[0]), "CA %d", i);
		if (i + 1 < n)
			put(&s, &m, CHAIN_KNOWN);
		else
			build(&s, &m, false);
	}
	ck_assert_uint_eq(s.chain.count, CHAIN_DEPTH);
	ck_assert_uint_eq(s.chain.faults, _i == 0 ? 0 : CHAIN_TOO_DEEP);
	clear(&s);
}
END_TEST

/* Every certificate of a level seems to have issued every one below. */
START_TEST(chain_through_a_mesh_is_cut_short)
{
	struct setup s = { 0 };
	char name[16], issuer[16];

	for (unsigned level = 0; level < 8; level++)
		for (unsigned i = 0; i < 6; i++) {
			struct made m = { .subject = name, .issuer = issuer,
			    .key = 10 + level, .signer = 11 + level,
			    .basic = CA, .to = 10 + (int)i };

			snprintf(name, sizeof(name), "M %u", level);
			snprintf(issuer, sizeof(issuer), "M %u", level + 1);
			put(&s, &m, CHAIN_KNOWN);
		}
	build(&s, &(struct made){ .subject = "End", .issuer = "M 0",
	    .key = 40, .signer = 10 }, false);
	ck_assert(s.chain.cut_short);
	ck_assert_uint_eq(s.chain.count, 9);
	ck_assert_uint_eq(s.chain.faults, CHAIN_ISSUER_MISSING);
	clear(&s);
}
END_TEST

START_TEST(chain_of_many_of_one_name_finds_the_right_one)
{
	struct setup s = { 0 };

	for (unsigned i = 0; i < 100; i++) {
		struct made m = inter;

		m.key = 20 + i;
		put(&s, &m, CHAIN_KNOWN);
	}
	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.faults, 0);
	clear(&s);
}
END_TEST

/* RFC 5280, 7.1: case, spaces and string types do not matter. */
START_TEST(chain_compares_names_as_names)
{
	struct made below = leaf, above = inter;
	struct setup s = { 0 };

	below.issuer = "  INTER ";
	above.subject = "Inter";
	put(&s, &above, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	build(&s, &below, false);
	ck_assert_uint_eq(s.chain.count, 3);
	ck_assert(s.chain.valid);
	clear(&s);
}
END_TEST

/* Trusted for its thumbprint, it ends the path, root or not. */
START_TEST(chain_ends_in_an_anchor)
{
	struct setup s = { 0 };

	put(&s, &inter, CHAIN_ANCHOR);
	put(&s, &root, CHAIN_KNOWN);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.count, 2);
	ck_assert(s.chain.valid && s.chain.trusted && !s.chain.complete);
	clear(&s);
}
END_TEST

/* Where time_t has 32 bits as well; the first and the last second count. */
static const struct {
	int64_t		when;
	unsigned	faults;
} moments[] = {
	{ NOW + DAY * INT64_C(10000) - 1, CHAIN_NOT_YET_VALID },
	{ NOW + DAY * INT64_C(10000), 0 },
	{ NOW + DAY * INT64_C(20000), 0 },
	{ NOW + DAY * INT64_C(20000) + 1, CHAIN_EXPIRED },
	{ NOW + DAY * INT64_C(60000), CHAIN_EXPIRED },
	{ NOW, CHAIN_NOT_YET_VALID },
};

START_TEST(chain_judges_dates_after_2038)
{
	struct made later = root;
	struct setup s = { 0 };

	later.from = 10000;
	later.to = 20000;
	put(&s, &later, CHAIN_TRUSTED);
	build_item_at(&s, 0, false, moments[_i].when);
	ck_assert_msg(s.chain.faults == moments[_i].faults, "%x %s",
	    s.chain.faults, s.chain.steps[0].detail != NULL ?
	    s.chain.steps[0].detail : "");
	clear(&s);
}
END_TEST

/* Another encoding of it, or another signature of the same content. */
START_TEST(chain_knows_the_twin_of_a_disallowed_one)
{
	struct setup s = { 0 };
	struct err e = ERR_INIT;
	struct bytes der = BYTES_INIT;
	struct cert *twin;

	put(&s, &inter, CHAIN_KNOWN);
	put(&s, &root, CHAIN_TRUSTED);
	bytes_add_view(&der, view_bytes(&s.certs.items[0]->der));
	/* Its signature is not what is asked for. */
	der.data[der.len - 1] ^= 1;
	twin = cert_new(view_bytes(&der), &e);
	ck_assert_ptr_nonnull(twin);
	ck_assert(!cert_same(twin, s.certs.items[0]));
	ASSERT_WORKS(certlist_add(&s.certs, twin, &e), &e);
	ASSERT_WORKS(chain_pool_add(&s.pool, twin, CHAIN_FORBIDDEN, &e), &e);
	build(&s, &leaf, false);
	ck_assert_uint_eq(s.chain.steps[1].faults, CHAIN_DISALLOWED);
	ck_assert(!s.chain.valid);
	bytes_clear(&der);
	clear(&s);
}
END_TEST

START_TEST(chain_has_words_for_every_fault)
{
	for (unsigned i = 0; i < CHAIN_FAULTS; i++)
		ck_assert_ptr_nonnull(chain_fault_text(1u << i, 0));
	ck_assert_ptr_null(chain_fault_text(1u << CHAIN_FAULTS, 0));
	ck_assert_str_eq(chain_fault_text(CHAIN_EXPIRED |
	    CHAIN_UNTRUSTED_ROOT, 1), "root not trusted (not in a Root "
	    "store)");
	ck_assert_ptr_null(chain_fault_text(CHAIN_EXPIRED, 1));
	ck_assert_ptr_null(chain_fault_text(0, 0));
}
END_TEST

static void
free_keys(void)
{
	for (size_t i = 0; i < KEYS; i++) {
		EVP_PKEY_free(keys[i]);
		keys[i] = NULL;
	}
}

/* A key nobody has the private half of. */
static void
add_rsa_key(struct bytes *b, size_t octets)
{
	unsigned char n[2048];
	size_t spki = der_begin(b, DER_SEQUENCE), bits, numbers;

	memset(n, 0xff, sizeof(n));
	testcert_algorithm(b, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);
	bits = der_begin(b, DER_BIT_STRING);
	bytes_add_u8(b, 0);
	numbers = der_begin(b, DER_SEQUENCE);
	der_put_magnitude(b, view_of(n, octets));
	der_put_uint(b, 65537);
	der_end(b, numbers);
	der_end(b, bits);
	der_end(b, spki);
}

/* A hostile file has room for thousands of them. */
START_TEST(issued_gives_up_sooner_where_keys_are_large)
{
	static const size_t octets[] = { 128, 2048 };

	for (size_t i = 0; i < COUNT_OF(octets); i++) {
		struct testcert t = { .subject = "A" };
		struct issued s = { .count = 0 };
		struct bytes spki = BYTES_INIT, der = BYTES_INIT;
		struct cert *certs[100];
		struct err e = ERR_INIT;
		enum signature result;

		add_rsa_key(&spki, octets[i]);
		t.spki = view_bytes(&spki);
		for (size_t n = 0; n < COUNT_OF(certs); n++) {
			bytes_truncate(&der, 0);
			t.serial = (unsigned)n + 1;
			testcert_der(&der, &t);
			certs[n] = cert_new(view_bytes(&der), &e);
			ASSERT_WORKS(certs[n] != NULL && issued_check(&s,
			    certs[0], certs[n], &result, &e), &e);
		}
		ck_assert(s.cut_short == (octets[i] == 2048));
		ck_assert_int_eq(result, octets[i] == 2048 ?
		    SIGNATURE_UNKNOWN : SIGNATURE_BAD);
		issued_clear(&s);
		for (size_t n = 0; n < COUNT_OF(certs); n++)
			cert_free(certs[n]);
		bytes_clear(&spki);
		bytes_clear(&der);
	}
}
END_TEST

START_TEST(an_issuer_is_the_one_whose_key_signed)
{
	const struct made top_of = { "Top", NULL, 1, 1, CA, NULL, NULL, true,
	    0, 0, 0, false };
	const struct made child_of = { "Leaf", "Top", 2, 1, NULL, NULL, NULL,
	    true, -20, -10, 0, false };
	const struct made false_of = { "Top", NULL, 3, 3, CA, NULL, NULL,
	    false, 0, 0, 0, false };
	const struct made forged_of = { "Leaf", "Top", 2, 1, NULL, NULL, NULL,
	    true, 0, 0, 0, true };
	struct cert *top = make(&top_of), *child = make(&child_of);
	struct cert *another = make(&false_of), *forged = make(&forged_of);
	const struct { const struct cert *c, *issuer; bool yes; } cases[] = {
		{ child, top, true },	/* although it has expired */
		{ child, another, false },
		{ forged, top, false },
		{ top, child, false },
		{ top, top, true },
		{ top, another, false },
		{ child, child, false },
	};
	struct err e = ERR_INIT;
	bool yes;

	for (size_t i = 0; i < COUNT_OF(cases); i++) {
		ASSERT_WORKS(issued_by(cases[i].c, cases[i].issuer, &yes, &e),
		    &e);
		ck_assert_msg(yes == cases[i].yes, "case %zu", i);
	}
	cert_free(top);
	cert_free(child);
	cert_free(another);
	cert_free(forged);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_test(tc, issued_gives_up_sooner_where_keys_are_large);
	tcase_add_test(tc, an_issuer_is_the_one_whose_key_signed);
	tcase_add_checked_fixture(tc, NULL, free_keys);
	tcase_add_test(tc, chain_of_three_is_good);
	tcase_add_test(tc, chain_names_the_issuer_that_is_missing);
	tcase_add_test(tc,
	    chain_to_a_root_of_no_root_store_is_complete_but_not_trusted);
	tcase_add_loop_test(tc, chain_says_which_step_is_at_fault, 0,
	    COUNT_OF(faults));
	tcase_add_test(tc, chain_counts_the_path_length_without_the_leaf);
	tcase_add_test(tc, chain_takes_a_trusted_root_of_version_1);
	tcase_add_loop_test(tc, chain_tells_issuers_of_one_name_apart, 0, 2);
	tcase_add_test(tc, chain_does_not_take_an_issuer_of_another_key);
	tcase_add_loop_test(tc,
	    chain_prefers_the_root_and_for_the_kernel_the_cross_certificate,
	    0, 2);
	tcase_add_test(tc,
	    chain_takes_the_cross_certificate_where_the_root_is_not_trusted);
	tcase_add_test(tc,
	    chain_to_the_kernels_root_ends_at_its_cross_certificate);
	tcase_add_loop_test(tc, chain_goes_on_from_a_ca_that_renewed_its_key,
	    0, 2);
	tcase_add_test(tc, chain_of_two_that_issued_each_other_is_a_loop);
	tcase_add_test(tc, chain_says_what_is_disallowed);
	tcase_add_loop_test(tc,
	    chain_asks_for_the_signature_of_a_root_that_is_not_trusted, 0, 2);
	tcase_add_loop_test(tc, chain_stops_at_its_depth, 0, 2);
	tcase_add_test(tc, chain_through_a_mesh_is_cut_short);
	tcase_add_test(tc, chain_of_many_of_one_name_finds_the_right_one);
	tcase_add_test(tc, chain_compares_names_as_names);
	tcase_add_test(tc, chain_ends_in_an_anchor);
	tcase_add_loop_test(tc, chain_judges_dates_after_2038, 0,
	    COUNT_OF(moments));
	tcase_add_test(tc, chain_knows_the_twin_of_a_disallowed_one);
	tcase_add_test(tc, chain_has_words_for_every_fault);
}

UNIT_MAIN("chain", add)
