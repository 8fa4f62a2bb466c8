/*
 * variants.c - what is wrong, or odd, with each program
 *
 * What is refused is refused with these words, so that it is not refused for
 * something else.
 */

#include "forge.h"

#include <string.h>

#include "variants.h"

void
forge_set_serial(struct forge_cert *c, const char *serial, size_t len)
{
	c->serial = serial;
	c->serial_len = len;
}

void
forge_set_exts(struct forge_cert *c, const struct forge_ext *list, size_t count)
{
	FORGE(count <= EXTS_MAX);
	memcpy(c->exts, list, count * sizeof(*list));
	c->ext_count = count;
}

void
forge_add_ext(struct forge_cert *c, struct forge_ext x)
{
	FORGE(c->ext_count < EXTS_MAX);
	c->exts[c->ext_count++] = x;
}

static void
init_cert(struct forge_cert *c, const char *subject, const char *issuer,
    enum forge_key key, enum forge_key signer)
{
	memset(c, 0, sizeof(*c));
	c->subject = subject;
	c->issuer = issuer;
	c->key = key;
	c->signer = signer;
	c->version = 2;
	forge_set_serial(c, "\x01", 1);
	c->from = "200101000000Z";
	c->to = "491231235959Z";
}

void
forge_begin(struct forge *f)
{
	static const struct forge_ext ca[] = { BC_CA, KU_CERTS };
	static const struct forge_ext leaf[] = { EKU_CODE, KU_SIGN };
	static const struct forge_ext tsa[] = { EKU_STAMP, KU_SIGN };

	memset(f, 0, sizeof(*f));
	init_cert(&f->root, "Forge root", "Forge root", FORGE_KEY_ROOT, FORGE_KEY_ROOT);
	forge_set_exts(&f->root, ca, COUNT_OF(ca));
	init_cert(&f->ca, "Forge CA", "Forge root", FORGE_KEY_CA, FORGE_KEY_ROOT);
	forge_set_serial(&f->ca, "\x02", 1);
	forge_set_exts(&f->ca, ca, COUNT_OF(ca));
	init_cert(&f->leaf, "Forge signer", "Forge CA", FORGE_KEY_LEAF, FORGE_KEY_CA);
	forge_set_serial(&f->leaf, "\x03", 1);
	forge_set_exts(&f->leaf, leaf, COUNT_OF(leaf));
	init_cert(&f->tsa, "Forge stamper", "Forge CA", FORGE_KEY_TSA, FORGE_KEY_CA);
	forge_set_serial(&f->tsa, "\x04", 1);
	forge_set_exts(&f->tsa, tsa, COUNT_OF(tsa));
	f->sign_key = FORGE_KEY_LEAF;
	f->digest = f->stamp_digest = "SHA256";
	f->stamp_time = "20210101";
	f->tst_clock = "120000Z";
	f->stamp_key = FORGE_KEY_TSA;
	f->revision = 0x200;
}

static void nothing(struct forge *f) { (void)f; }

/* ---- the signer's certificate ---- */
LEAF(leaf_eku_twice, EKU_CODE, KU_SIGN, EKU_CODE)
LEAF(leaf_eku_two, EXT(OID_EKU, NOT_CRITICAL, "\x30\x0a" SERVER_AUTH),
    EKU_CODE, KU_SIGN)
LEAF(leaf_eku_garbage, EXT(OID_EKU, NOT_CRITICAL, "garbage"), KU_SIGN)
LEAF(leaf_eku_trailing, EXT(OID_EKU, NOT_CRITICAL,
    "\x30\x0a" CODE_SIGNING "\x05\x00"), KU_SIGN)
LEAF(leaf_eku_server, EXT(OID_EKU, NOT_CRITICAL, "\x30\x0a" SERVER_AUTH),
    KU_SIGN)
LEAF(leaf_eku_any, EXT(OID_EKU, NOT_CRITICAL, "\x30\x06" ANY_USAGE), KU_SIGN)
LEAF(leaf_eku_none, KU_SIGN)
LEAF(leaf_eku_both, EXT(OID_EKU, CRITICAL, "\x30\x14" SERVER_AUTH
    CODE_SIGNING), KU_SIGN)
LEAF(leaf_ku_encipherment, EKU_CODE, EXT(OID_KU, CRITICAL, "\x03\x02\x05\x20"))
LEAF(leaf_ku_garbage, EKU_CODE, EXT(OID_KU, CRITICAL, "\x04\x01\x80"))
LEAF(leaf_ku_unused_bits, EKU_CODE, EXT(OID_KU, CRITICAL, "\x03\x02\x07\xff"))
LEAF(leaf_ku_untrimmed, EKU_CODE, EXT(OID_KU, CRITICAL, "\x03\x02\x00\x80"))
LEAF(leaf_ku_none, EKU_CODE)
LEAF(leaf_critical_29, EKU_CODE, KU_SIGN,
    EXT("\x55\x1d\x63", CRITICAL, "\x05\x00"))
LEAF(leaf_critical_microsoft, EKU_CODE, KU_SIGN,
    EXT("\x2b\x06\x01\x04\x01\x82\x37\x15\x63", CRITICAL, "\x05\x00"))
LEAF(leaf_critical_other, EKU_CODE, KU_SIGN,
    EXT("\x2a\x03\x04", CRITICAL, "\x05\x00"))
LEAF(leaf_unknown_not_critical, EKU_CODE, KU_SIGN,
    EXT("\x2a\x03\x04", NOT_CRITICAL, "\x05\x00"))
LEAF(leaf_unknown_twice, EKU_CODE, KU_SIGN,
    EXT("\x2a\x03\x04", NOT_CRITICAL, "\x05\x00"),
    EXT("\x2a\x03\x04", NOT_CRITICAL, "\x05\x00"))
LEAF(leaf_critical_as_one, EXT(OID_EKU, CRITICAL_AS_ONE,
    "\x30\x0a" CODE_SIGNING), KU_SIGN)
LEAF(leaf_false_written, EXT(OID_EKU, FALSE_WRITTEN,
    "\x30\x0a" CODE_SIGNING), KU_SIGN,
    EXT(OID_BC, FALSE_WRITTEN, "\x30\x03\x01\x01\x00"))
LEAF(leaf_app_other, EKU_CODE, KU_SIGN, EXT(OID_MS_APP, CRITICAL,
    "\x30\x0e\x30\x0c\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x0c"))
LEAF(leaf_app_code, EKU_CODE, KU_SIGN, EXT(OID_MS_APP, CRITICAL,
    "\x30\x0c\x30\x0a" CODE_SIGNING))

static void leaf_v1(struct forge *f) { f->leaf.version = -1; }
static void leaf_v2(struct forge *f) { f->leaf.version = 1; }
static void leaf_v5(struct forge *f) { f->leaf.version = 4; }
static void leaf_long(struct forge *f) { f->leaf.long_length = true; }
static void leaf_long_null(struct forge *f) { f->leaf.long_null = true; }
static void leaf_long_bits(struct forge *f) { f->leaf.long_signature = true; }
static void leaf_unused(struct forge *f) { f->leaf.unused_bits = true; }
static void leaf_zero(struct forge *f) { f->leaf.leading_zero = true; }
static void leaf_inner(struct forge *f) { f->leaf.inner_alg_differs = true; }
static void leaf_ids(struct forge *f) { f->leaf.unique_ids = true; }
static void leaf_expired(struct forge *f) { f->leaf.to = "210101000000Z"; }
static void leaf_future(struct forge *f) { f->leaf.from = "480101000000Z"; }
static void leaf_garbage_date(struct forge *f) { f->leaf.to = "49123x235959Z"; }
static void leaf_no_seconds(struct forge *f) { f->leaf.to = "4912312359Z"; }
static void leaf_generalized(struct forge *f) { f->leaf.to = "20601231235959Z"; }
static void leaf_zero_serial(struct forge *f)
{
	forge_set_serial(&f->leaf, "\0", 1);
}
static void leaf_negative_serial(struct forge *f)
{
	forge_set_serial(&f->leaf, "\xff", 1);
}
static void leaf_padded_serial(struct forge *f)
{
	forge_set_serial(&f->leaf, "\0\3", 2);
}

static void
leaf_swapped_dates(struct forge *f)
{
	f->leaf.from = "491231235959Z";
	f->leaf.to = "200101000000Z";
}

static void
leaf_ecdsa(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_EC;
	f->sign_alg = ALG_ECDSA_SHA256;
}

/* Signed by a CA with an EC key. */
static void
ca_ecdsa(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_EC;
	f->leaf.alg = ALG_ECDSA_SHA256;
}

static void
leaf_explicit_curve(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_EC_EXPLICIT;
	f->sign_alg = ALG_ECDSA_SHA256;
}

static void
leaf_small_curve(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_EC112;
	f->sign_alg = ALG_ECDSA_SHA256;
}

static void leaf_512(struct forge *f) { f->leaf.key = f->sign_key = FORGE_KEY_RSA512; }
static void leaf_1031(struct forge *f) { f->leaf.key = f->sign_key = FORGE_KEY_RSA1031; }
static void leaf_e1(struct forge *f) { f->leaf.key = f->sign_key = FORGE_KEY_E1; }

static void
leaf_self_signed(struct forge *f)
{
	f->leaf.issuer = f->leaf.subject;
	f->leaf.signer = f->leaf.key;
	f->leaf_is_self_signed = true;
}

/* ---- the CA ---- */

#define CA_WITH(name, ...) \
static void \
name(struct forge *f) \
{ \
	static const struct forge_ext list[] = { __VA_ARGS__ }; \
	forge_set_exts(&f->ca, list, COUNT_OF(list)); \
}
CA_WITH(ca_false, EXT(OID_BC, CRITICAL, "\x30\x00"), KU_CERTS)
CA_WITH(ca_no_bc, KU_CERTS)
CA_WITH(ca_netscape, EXT(OID_NS_TYPE, NOT_CRITICAL, "\x03\x02\x00\x07"))
CA_WITH(ca_no_certsign, BC_CA, EXT(OID_KU, CRITICAL, "\x03\x02\x07\x80"))
CA_WITH(ca_bc_twice, EXT(OID_BC, CRITICAL, "\x30\x00"), BC_CA, KU_CERTS)
CA_WITH(ca_bc_twice_too, BC_CA, EXT(OID_BC, CRITICAL, "\x30\x00"), KU_CERTS)
CA_WITH(ca_negative_length, EXT(OID_BC, CRITICAL,
    "\x30\x06\x01\x01\xff\x02\x01\xff"), KU_CERTS)
CA_WITH(ca_true_as_one, EXT(OID_BC, CRITICAL, "\x30\x03\x01\x01\x01"),
    KU_CERTS)
CA_WITH(ca_ku_garbage, BC_CA, EXT(OID_KU, CRITICAL, "\x04\x01\x06"))
CA_WITH(ca_not_critical, EXT(OID_BC, NOT_CRITICAL, "\x30\x03\x01\x01\xff"),
    EXT(OID_KU, NOT_CRITICAL, "\x03\x02\x01\x06"))
CA_WITH(ca_server_usage, BC_CA, KU_CERTS,
    EXT(OID_EKU, NOT_CRITICAL, "\x30\x0a" SERVER_AUTH))
CA_WITH(ca_app_other, BC_CA, KU_CERTS, EXT(OID_MS_APP, NOT_CRITICAL,
    "\x30\x0e\x30\x0c\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x0c"))
CA_WITH(ca_explicit_policy, BC_CA, KU_CERTS, EXT(OID_PC, CRITICAL,
    "\x30\x03\x80\x01\x00"))
CA_WITH(ca_critical, BC_CA, KU_CERTS,
    EXT("\x2b\x06\x01\x04\x01\x82\x37\x15\x63", CRITICAL, "\x05\x00"))
CA_WITH(ca_nc_garbage, BC_CA, KU_CERTS, EXT(OID_NC, CRITICAL, "\x05\x00"))

/* permittedSubtrees: directoryName O=elsewhere, which nobody here has */
#define ELSEWHERE \
	"\x30\x1c\xa0\x1a\x30\x18\xa4\x16\x30\x14\x31\x12\x30\x10" \
	"\x06\x03\x55\x04\x0a\x0c\x09" "elsewhere"
CA_WITH(ca_names, BC_CA, KU_CERTS, EXT(OID_NC, CRITICAL, ELSEWHERE))
CA_WITH(ca_names_not_critical, BC_CA, KU_CERTS,
    EXT(OID_NC, NOT_CRITICAL, ELSEWHERE))

/* excludedSubtrees: O=spckit test, which all have */
#define HERE \
	"\x30\x1e\xa1\x1c\x30\x1a\xa4\x18\x30\x16\x31\x14\x30\x12" \
	"\x06\x03\x55\x04\x0a\x0c\x0b" "spckit test"
CA_WITH(ca_excludes, BC_CA, KU_CERTS, EXT(OID_NC, NOT_CRITICAL, HERE))

static void ca_long(struct forge *f) { f->ca.long_length = true; }
static void ca_expired(struct forge *f) { f->ca.to = "210101000000Z"; }
static void ca_v1(struct forge *f) { f->ca.version = -1; f->ca.ext_count = 0; }

static void
ca_512(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_RSA512;
}

static void
ca_e1(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_E1;
}

static void
ca_of_another_key(struct forge *f)
{
	f->leaf.signer = FORGE_KEY_OTHER;
}

/* The root's path length of none is broken by a CA below the CA. */
static void
ca_path_length(struct forge *f)
{
	static const struct forge_ext list[] = {
		EXT(OID_BC, CRITICAL, "\x30\x06\x01\x01\xff\x02\x01\x00"),
		KU_CERTS,
	};

	/* The leaf's CA is a CA; so is the leaf, and stamps with it. */
	forge_set_exts(&f->ca, list, COUNT_OF(list));
	forge_set_exts(&f->leaf, (struct forge_ext[]){ BC_CA, EXT(OID_KU, CRITICAL,
	    "\x03\x02\x01\x86") }, 2);
	f->stamp = STAMP_OF_AUTHENTICODE;
	f->tsa.issuer = f->leaf.subject;
	f->tsa.signer = FORGE_KEY_LEAF;
}

/* The signer's certificate, which is no CA's, issued the stamper's. */
static void
leaf_as_ca(struct forge *f)
{
	leaf_eku_none(f);
	f->stamp = STAMP_OF_AUTHENTICODE;
	f->tsa.issuer = f->leaf.subject;
	f->tsa.signer = FORGE_KEY_LEAF;
}

static void
key_ids_differ(struct forge *f)
{
	forge_add_ext(&f->ca, (struct forge_ext)EXT(OID_SKID, NOT_CRITICAL,
	    "\x04\x01\x01"));
	forge_add_ext(&f->leaf, (struct forge_ext)EXT(OID_AKID, NOT_CRITICAL,
	    "\x30\x03\x80\x01\x02"));
}

static void
same_key_id_other_key(struct forge *f)
{
	forge_add_ext(&f->ca, (struct forge_ext)EXT(OID_SKID, NOT_CRITICAL,
	    "\x04\x01\x01"));
	forge_add_ext(&f->leaf, (struct forge_ext)EXT(OID_AKID, NOT_CRITICAL,
	    "\x30\x03\x80\x01\x01"));
	f->leaf.signer = FORGE_KEY_OTHER;
}

/* ---- how certificates are signed ---- */

static void leaf_md5(struct forge *f) { f->leaf.alg = ALG_RSA_MD5; }
static void leaf_oiw_md5(struct forge *f) { f->leaf.alg = ALG_OIW_MD5; }
static void leaf_pss(struct forge *f) { f->leaf.alg = ALG_PSS_SHA256; }
static void leaf_pss_md5(struct forge *f) { f->leaf.alg = ALG_PSS_MD5; }
static void leaf_pss_mask(struct forge *f) { f->leaf.alg = ALG_PSS_MASK_MD5; }
static void leaf_sha1(struct forge *f) { f->leaf.alg = ALG_RSA_SHA1; }
static void ca_pss_md5(struct forge *f) { f->ca.alg = ALG_PSS_MD5; }

/* Another form of the signature over the same content, of a CA of its own that
 * the test disallows. */
static void
disallowed_ca(struct forge *f)
{
	ca_ecdsa(f);
	f->ca.subject = f->leaf.issuer = f->tsa.issuer = "Forge disallowed CA";
	forge_set_serial(&f->ca, "\x21", 1);
}

static void
disallowed_ca_long(struct forge *f)
{
	disallowed_ca(f);
	f->ca.long_length = true;
}

static void
disallowed_leaf(struct forge *f)
{
	ca_ecdsa(f);
	f->leaf.subject = "Forge disallowed signer";
	forge_set_serial(&f->leaf, "\x22", 1);
}

static void
disallowed_leaf_again(struct forge *f)
{
	disallowed_leaf(f);
	f->leaf.second_form = true;
}

static void
second_form(struct forge *f)
{
	ca_ecdsa(f);
	f->leaf.second_form = true;
}

/* ---- the signature ---- */

static void sha384(struct forge *f) { f->digest = "SHA384"; }
static void pss(struct forge *f) { f->sign_alg = ALG_PSS_SHA256; }
static void bare(struct forge *f) { f->bare = true; }
static void wrong_type(struct forge *f) { f->wrong_type = true; }
static void by_key_id(struct forge *f)
{
	forge_add_ext(&f->leaf, (struct forge_ext)EXT(OID_SKID, NOT_CRITICAL,
	    "\x04\x05" "a key"));
	f->by_key_id = true;
}
static void announced(struct forge *f) { f->other_announced = true; }
static void no_md(struct forge *f) { f->no_message_digest = true; }
static void says_ecdsa(struct forge *f) { f->says_ecdsa = true; }
static void two_md(struct forge *f) { f->two_message_digests = true; }
static void wrong_md(struct forge *f) { f->wrong_message_digest = true; }
static void no_attributes(struct forge *f) { f->no_attributes = true; }
static void unsorted(struct forge *f) { f->unsorted = true; }
static void bad_first(struct forge *f) { f->bad_signer_first = true; }
static void good_first(struct forge *f) { f->good_signer_first = true; }
static void empty_spc(struct forge *f) { f->empty_spc = true; }
static void cut_spc(struct forge *f) { f->cut_spc = true; }
static void cab_spc(struct forge *f) { f->cab_spc = true; }
static void sha1_label(struct forge *f) { f->sha1_label = true; }
static void zero_signature(struct forge *f) { f->signature_zero = true; }
static void garbage(struct forge *f) { f->garbage_signature = true; }
static void other_key(struct forge *f) { f->sign_key = FORGE_KEY_OTHER; }
static void changed(struct forge *f) { f->changed = true; }

/* ---- timestamps ---- */

static void counter(struct forge *f) { f->stamp = STAMP_OF_AUTHENTICODE; }
static void token(struct forge *f) { f->stamp = STAMP_OF_RFC3161; }

BOTH(by_leaf, f->stamped_by_leaf = true)
BOTH(rogue, f->tsa.signer = FORGE_KEY_OTHER; f->tsa.issuer = "Forge stranger")
BOTH(no_eku, f->tsa.exts[0] = f->tsa.exts[--f->tsa.ext_count])
BOTH(any_eku, f->tsa.exts[0] = (struct forge_ext)EXT(OID_EKU, CRITICAL,
    "\x30\x06" ANY_USAGE))
BOTH(not_critical, f->tsa.exts[0].critical = NOT_CRITICAL)
BOTH(two_usages, f->tsa.exts[0] = (struct forge_ext)EXT(OID_EKU, CRITICAL,
    "\x30\x14" TIME_STAMPING CODE_SIGNING))
BOTH(also_any, f->tsa.exts[0] = (struct forge_ext)EXT(OID_EKU, CRITICAL,
    "\x30\x10" TIME_STAMPING ANY_USAGE))
BOTH(no_ku, f->tsa.ext_count = 1)
BOTH(encipherment, f->tsa.exts[1] = (struct forge_ext)EXT(OID_KU, CRITICAL,
    "\x03\x02\x05\x20"))
BOTH(commitment, f->tsa.exts[1] = (struct forge_ext)EXT(OID_KU, CRITICAL,
    "\x03\x02\x06\x40"))
BOTH(app_other, forge_add_ext(&f->tsa, (struct forge_ext)EXT(OID_MS_APP,
    NOT_CRITICAL, "\x30\x0c\x30\x0a" CODE_SIGNING)))
BOTH(expired, f->tsa.to = "201231000000Z")
BOTH(young, f->tsa.from = "210601000000Z")
BOTH(md5, f->stamp_digest = "MD5")
BOTH(future, f->stamp_time = "20390101")
BOTH(saves_expired, f->leaf.to = "220101000000Z")
BOTH(after_expiry, f->leaf.to = "201201000000Z")
BOTH(before_birth, f->leaf.from = "210601000000Z")
BOTH(bare, f->stamp_bare = true)
BOTH(of_other, f->stamp_of_other = true)
BOTH(wrong_type, f->stamp_type = true)
BOTH(weak, f->tsa.key = f->stamp_key = FORGE_KEY_RSA512)
BOTH(not_der, f->tsa.long_length = true)
STAMPED(counter_type_of_token, STAMP_OF_AUTHENTICODE,
    f->stamp_token_type = true)
STAMPED(counter_token_saves, STAMP_OF_AUTHENTICODE,
    f->stamp_token_type = true; f->leaf.to = "220101000000Z")
STAMPED(counter_without_type, STAMP_OF_AUTHENTICODE, f->stamp_no_type = true)
STAMPED(token_two_signers, STAMP_OF_RFC3161, f->stamp_two_signers = true)
STAMPED(token_ess, STAMP_OF_RFC3161, f->ess = ESS_RIGHT)
STAMPED(token_ess_other, STAMP_OF_RFC3161, f->ess = ESS_OTHER)
STAMPED(both_bad_first, STAMP_OF_AUTHENTICODE, f->bad_stamp_first = true)

static void
self_backdated(struct forge *f)
{
	leaf_eku_any(f);
	f->leaf.to = "210601000000Z";
	counter_by_leaf(f);
}

/* ---- the program's table ---- */

static void twice(struct forge *f) { f->honest_twice = true; }
static void foreign_first(struct forge *f) { f->foreign_first = true; }
static void foreign_second(struct forge *f) { f->foreign_second = true; }
static void type1_first(struct forge *f) { f->type1_first = true; }
static void revision1(struct forge *f) { f->revision = 0x100; }
static void behind(struct forge *f) { f->behind_pkcs7 = true; }
static void behind_table(struct forge *f) { f->behind_table = true; }

const struct forge_variant forge_variants[] = {
	GOOD(nothing), GOOD(sha384), GOOD(pss), GOOD(leaf_pss),
	GOOD(leaf_ecdsa), GOOD(ca_ecdsa), GOOD(second_form), GOOD(leaf_sha1),
	GOOD(leaf_1031), GOOD(leaf_eku_any), GOOD(leaf_eku_none),
	GOOD(leaf_eku_both), GOOD(leaf_ku_untrimmed), GOOD(leaf_ku_none),
	GOOD(leaf_unknown_not_critical), GOOD(leaf_false_written),
	GOOD(leaf_app_code), GOOD(leaf_ids), GOOD(leaf_no_seconds),
	GOOD(leaf_generalized), GOOD(leaf_zero_serial),
	GOOD(leaf_negative_serial), GOOD(ca_not_critical), GOOD(unsorted),
	GOOD(twice),
	/* The signer's certificate. */
	BAD(leaf_eku_twice, UNREADABLE), BAD(leaf_eku_two, UNREADABLE),
	BAD(leaf_eku_garbage, UNREADABLE), BAD(leaf_eku_trailing, UNREADABLE),
	BAD(leaf_eku_server, USAGE),
	BAD(leaf_ku_encipherment, "digitalSignature"),
	BAD(leaf_ku_garbage, UNREADABLE), BAD(leaf_ku_unused_bits, UNREADABLE),
	BAD(leaf_unknown_twice, UNREADABLE),
	BAD(leaf_critical_29, FOREIGN), BAD(leaf_critical_microsoft, FOREIGN),
	BAD(leaf_critical_other, FOREIGN), BAD(leaf_critical_as_one, NOT_DER),
	BAD(leaf_app_other, USAGE), BAD(leaf_v1, UNREADABLE),
	BAD(leaf_v2, UNREADABLE), BAD(leaf_v5, UNREADABLE),
	BAD(leaf_long, NOT_DER), BAD(leaf_long_null, "-"),
	BAD(leaf_long_bits, NOT_DER), BAD(leaf_unused, NOT_DER),
	BAD(leaf_zero, "signature is wrong"),
	BAD(leaf_inner, "signature is wrong"), BAD(leaf_expired, "expired"),
	BAD(leaf_future, "not yet valid"),
	BAD(leaf_garbage_date, "dates are not readable"),
	BAD(leaf_padded_serial, "-"), BAD(leaf_swapped_dates, "expired"),
	BAD(leaf_explicit_curve, WEAK), BAD(leaf_small_curve, WEAK),
	BAD(leaf_512, WEAK), BAD(leaf_e1, WEAK),
	BAD(leaf_self_signed, "not trusted"),
	/* The CA's. */
	BAD(ca_false, NO_CA), BAD(ca_no_bc, NO_CA), BAD(ca_netscape, NO_CA),
	BAD(ca_no_certsign, NO_CA), BAD(ca_bc_twice, UNREADABLE),
	BAD(ca_bc_twice_too, UNREADABLE), BAD(ca_negative_length, UNREADABLE),
	BAD(ca_true_as_one, UNREADABLE), BAD(ca_ku_garbage, UNREADABLE),
	BAD(ca_server_usage, USAGE), BAD(ca_app_other, USAGE),
	BAD(ca_explicit_policy, "policies"), BAD(ca_critical, FOREIGN),
	BAD(ca_nc_garbage, UNREADABLE), BAD(ca_names, "may not certify"),
	BAD(ca_names_not_critical, "may not certify"),
	BAD(ca_excludes, "may not certify"), BAD(ca_long, NOT_DER),
	BAD(ca_expired, "expired"), BAD(ca_v1, NO_CA), BAD(ca_512, WEAK),
	BAD(ca_e1, WEAK), BAD(ca_of_another_key, "signature is wrong"),
	BAD(ca_path_length, "so long a chain"), BAD(leaf_as_ca, NO_CA),
	BAD(key_ids_differ, "another one"),
	BAD(same_key_id_other_key, "signature is wrong"),
	BAD(leaf_md5, MD5), BAD(leaf_oiw_md5, "-"), BAD(leaf_pss_md5, MD5),
	BAD(leaf_pss_mask, MD5), BAD(ca_pss_md5, MD5),
	BAD(disallowed_ca, DISTRUSTED), BAD(disallowed_ca_long, DISTRUSTED),
	BAD(disallowed_leaf, DISTRUSTED),
	BAD(disallowed_leaf_again, DISTRUSTED),
	/* The signature. */
	BAD(bare, NOT_MADE), BAD(wrong_type, CHANGED),
	BAD(says_ecdsa, NOT_MADE),
	BAD(by_key_id, "named by issuer"), BAD(announced, NOT_MADE),
	BAD(no_md, CHANGED), BAD(two_md, CHANGED), BAD(wrong_md, CHANGED),
	BAD(no_attributes, CHANGED), BAD(bad_first, SIGNERS),
	BAD(good_first, SIGNERS), BAD(empty_spc, FILE_CHANGED),
	BAD(cut_spc, FILE_CHANGED), BAD(cab_spc, FILE_CHANGED),
	BAD(sha1_label, FILE_CHANGED), BAD(zero_signature, NOT_MADE),
	BAD(garbage, NOT_MADE), BAD(other_key, NOT_MADE),
	BAD(changed, FILE_CHANGED),
	/* Timestamps. */
	GOOD(counter), GOOD(token), GOOD(counter_not_critical),
	GOOD(token_not_critical), GOOD(counter_no_ku), GOOD(token_no_ku),
	GOOD(counter_commitment), GOOD(token_commitment),
	GOOD(counter_saves_expired), GOOD(token_saves_expired),
	GOOD(counter_bare), GOOD(token_bare), GOOD(token_ess),
	GOOD(counter_type_of_token), GOOD(counter_without_type),
	BAD(counter_token_saves, "expired"),
	STAMPS(by_leaf, STAMPER), STAMPS(rogue, "not trusted"),
	STAMPS(no_eku, STAMPER), STAMPS(any_eku, STAMPER),
	STAMPS(two_usages, STAMPER), STAMPS(also_any, STAMPER),
	STAMPS(encipherment, "key usage allows no signatures"),
	STAMPS(app_other, STAMPER), STAMPS(expired, "expired"),
	STAMPS(young, "not yet valid"), STAMPS(md5, STAMP_BAD),
	STAMPS(future, "in the future"), STAMPS(after_expiry, "expired"),
	STAMPS(before_birth, "not yet valid"), STAMPS(weak, WEAK),
	STAMPS(not_der, NOT_DER),
	BAD(counter_of_other, STAMP_OTHER), BAD(token_of_other, STAMP_OTHER),
	BAD(counter_wrong_type, STAMP_OTHER),
	BAD(token_wrong_type, STAMP_OTHER),
	BAD(token_two_signers, SIGNERS),
	BAD(token_ess_other, "names another certificate"),
	BAD(both_bad_first, "timestamp's own signature"),
	BAD(self_backdated, STAMPER),
	/* The table. */
	BAD(foreign_first, "not trusted"), BAD(foreign_second, "not trusted"),
	BAD(type1_first, "type"), BAD(revision1, "revision"),
	BAD(behind, "follow"), BAD(behind_table, "-"),
};
const size_t forge_variant_count = COUNT_OF(forge_variants);
