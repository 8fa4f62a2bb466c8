/*
 * impostors.c - who passes for somebody else: more that is wrong
 *
 * A second certificate of the same name, a signature that needs no key, a
 * signature in or beside another one, a stamp in the wrong place. Where a stamp
 * is worth nothing, the signer's certificate is expired: without a stamp that
 * counts the program must not be verified.
 */

#include <string.h>

#include "variants.h"

#define WRONG		"signature is wrong"
#define ROOT		"root not trusted"
#define LIFETIME	"\x06\x0a\x2b\x06\x01\x04\x01\x82\x37\x0a\x03\x0d"

/* ---- certificates that pass for others ---- */

/* All that nobody but its owner could have made is another's. */
static void
take_over(struct forge_cert *c)
{
	c->key = c->signer = FORGE_KEY_OTHER;
}

static void
leaf_twin(struct forge *f)
{
	f->decoy = f->leaf;
	take_over(&f->decoy);
	f->sign_key = FORGE_KEY_OTHER;
}

static void
leaf_twin_first(struct forge *f)
{
	leaf_twin(f);
	f->decoy_first = true;
}

static void
leaf_twin_alone(struct forge *f)
{
	leaf_twin(f);
	f->no_leaf = true;
}

static void
ca_twin(struct forge *f)
{
	f->decoy = f->ca;
	take_over(&f->decoy);
	f->leaf.signer = FORGE_KEY_OTHER;
}

static void
ca_twin_first(struct forge *f)
{
	ca_twin(f);
	f->decoy_first = true;
}

/* The root's name and serial number, another key. */
static void
root_twin(struct forge *f)
{
	f->decoy = f->root;
	take_over(&f->decoy);
	f->ca.signer = FORGE_KEY_OTHER;
}

static void
root_twin_first(struct forge *f)
{
	root_twin(f);
	f->decoy_first = true;
}

static void
leaf_as_root(struct forge *f)
{
	f->leaf.subject = f->leaf.issuer = f->root.subject;
	forge_set_serial(&f->leaf, f->root.serial, f->root.serial_len);
	take_over(&f->leaf);
	f->leaf_is_self_signed = true;
	f->sign_key = FORGE_KEY_OTHER;
}

/* Nobody's certificates beside the honest ones do no harm. */
static void
stranger_beside(struct forge *f)
{
	f->decoy = f->leaf;
	f->decoy.subject = f->decoy.issuer = "Forge stranger";
	take_over(&f->decoy);
	f->decoy_first = true;
}

static void no_leaf(struct forge *f) { f->no_leaf = true; }
static void no_ca(struct forge *f) { f->no_ca = true; }
static void ca_future(struct forge *f) { f->ca.from = "480101000000Z"; }

/* ---- keys, and signatures that need none ---- */

static void
leaf_1023(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_RSA1023;
}

static void
leaf_1024(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_RSA1024;
}

static void
ca_1023(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_RSA1023;
}

static void
ca_cube(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_E3;
}

static void
leaf_cube(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_E3;
}

static void
ca_explicit_curve(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_EC_EXPLICIT;
	f->leaf.alg = ALG_ECDSA_SHA256;
}

static void
ca_null_signature(struct forge *f)
{
	f->ca.key = f->leaf.signer = FORGE_KEY_EC;
	f->leaf.alg = ALG_ECDSA_SHA256;
	f->leaf.null_signature = true;
}

static void
null_signature(struct forge *f)
{
	f->leaf.key = f->sign_key = FORGE_KEY_EC;
	f->sign_alg = ALG_ECDSA_SHA256;
	f->null_signature = true;
}

static void
md5(struct forge *f)
{
	f->digest = "MD5";
	f->sign_alg = ALG_RSA_MD5;
}

static void
sha1(struct forge *f)
{
	f->digest = "SHA1";
	f->sign_alg = ALG_RSA_SHA1;
}

static void pss_mask(struct forge *f) { f->sign_alg = ALG_PSS_MASK_MD5; }

/* ---- attributes ---- */

static void type_twice(struct forge *f) { f->type_attribute_twice = true; }
static void md_twice(struct forge *f) { f->digest_attribute_twice = true; }

/* Its own word for the time counts for nothing. */
static void
own_time(struct forge *f)
{
	f->leaf.to = "210601000000Z";
	f->own_time = "210101120000Z";
}

static void own_time_only(struct forge *f) { f->own_time = "210101120000Z"; }

/* ---- one signature in another ---- */

static void
be_stranger(struct forge *f)
{
	f->leaf.subject = f->leaf.issuer = "Forge stranger";
	take_over(&f->leaf);
	f->leaf_is_self_signed = true;
	f->sign_key = FORGE_KEY_OTHER;
}

#define NESTED(name, outer, inner, other) \
static void \
nested_##name(struct forge *f) \
{ \
	static struct forge within; \
\
	forge_begin(&within); \
	inner(&within); \
	outer(f); \
	f->nested = &within; \
	f->nested_of_other = other; \
}
static void honest(struct forge *f) { (void)f; }
NESTED(honest, honest, honest, false)
NESTED(in_stranger, be_stranger, honest, false)
NESTED(stranger, honest, be_stranger, false)
NESTED(of_other, honest, honest, true)
NESTED(in_bad, pss_mask, honest, false)

/* ---- stampers that pass for others ---- */

static void
stamper_twin(struct forge *f)
{
	f->decoy = f->tsa;
	take_over(&f->decoy);
	f->decoy_first = true;
	f->stamp_key = FORGE_KEY_OTHER;
}

static void
stamper_self_signed(struct forge *f)
{
	f->tsa.issuer = f->tsa.subject;
	take_over(&f->tsa);
	f->stamp_key = FORGE_KEY_OTHER;
}

/* A CA that may issue no certificates of stampers. */
static void
stamper_of_code_ca(struct forge *f)
{
	forge_add_ext(&f->ca, (struct forge_ext)EKU_CODE);
}

static void
disallow_stamper(struct forge *f)
{
	f->tsa.subject = "Forge disallowed stamper";
	forge_set_serial(&f->tsa, "\x23", 1);
}

static void
stamper_eku_twice(struct forge *f)
{
	forge_add_ext(&f->tsa, (struct forge_ext)EKU_STAMP);
}

static void
stamper_eku_garbage(struct forge *f)
{
	f->tsa.exts[0] = (struct forge_ext)EXT(OID_EKU, CRITICAL, "garbage");
}

static void
stamper_critical(struct forge *f)
{
	forge_add_ext(&f->tsa, (struct forge_ext)EXT("\x55\x1d\x63", CRITICAL,
	    "\x05\x00"));
}

static void
expire(struct forge *f)
{
	f->leaf.to = "220101000000Z";
}

BOTH(twin, stamper_twin(f))
BOTH(self_signed, stamper_self_signed(f))
BOTH(of_code_ca, stamper_of_code_ca(f))
BOTH(eku_twice, stamper_eku_twice(f))
BOTH(eku_garbage, stamper_eku_garbage(f))
BOTH(ku_garbage, f->tsa.exts[1] = (struct forge_ext)EXT(OID_KU, CRITICAL,
    "\x04\x01\x80"))
BOTH(critical, stamper_critical(f))
BOTH(v1, f->tsa.version = -1)
BOTH(v5, f->tsa.version = 4)
BOTH(cert_md5, f->tsa.alg = ALG_RSA_MD5)
BOTH(cert_pss_md5, f->tsa.alg = ALG_PSS_MD5)
BOTH(cert_inner, f->tsa.inner_alg_differs = true)
BOTH(cert_dates, f->tsa.to = "49123x235959Z")
BOTH(cube, f->tsa.key = f->stamp_key = FORGE_KEY_E3)
BOTH(e1, f->tsa.key = f->stamp_key = FORGE_KEY_E1)
BOTH(young_ca, f->ca.from = "210601000000Z")
BOTH(lifetime, expire(f); f->leaf.exts[0] = (struct forge_ext)EXT(OID_EKU,
    NOT_CRITICAL, "\x30\x16" CODE_SIGNING LIFETIME))
STAMPED(disallowed_stamper, STAMP_OF_AUTHENTICODE, disallow_stamper(f))
STAMPED(disallowed_stamper_long, STAMP_OF_RFC3161, disallow_stamper(f);
    f->tsa.long_length = true)

static void
lifetime_in_time(struct forge *f)
{
	f->leaf.exts[0] = (struct forge_ext)EXT(OID_EKU, NOT_CRITICAL,
	    "\x30\x16" CODE_SIGNING LIFETIME);
}

/* ---- stamps that are none ---- */

BOTH(no_digest, f->stamp_no_digest = true)
BOTH(as_other_kind, expire(f); f->stamp_as_other_kind = true)
BOTH(as_cms, expire(f); f->stamp_as_cms = true)
BOTH(empty_set, expire(f); f->stamp_empty_set = true)
BOTH(no_cert, expire(f); f->no_stamp_cert = true)
BOTH(second_late, f->leaf.to = "210101115959Z")
BOTH(first_second, f->leaf.from = "210101120000Z")
BOTH(second_early, f->leaf.from = "210101120001Z")
STAMPED(counter_no_time, STAMP_OF_AUTHENTICODE, expire(f);
    f->stamp_no_time = true)
#define TOKEN(name, ...) \
	STAMPED(token_##name, STAMP_OF_RFC3161, expire(f); __VA_ARGS__)
TOKEN(is_data, f->token_is_data = true)
TOKEN(trailing, f->tst_trailing = true)
TOKEN(fraction, f->tst_clock = "120000.5Z")
TOKEN(local_time, f->tst_clock = "120000")
TOKEN(zone, f->tst_clock = "120000+0100")
TOKEN(no_clock, f->tst_clock = "Z")
TOKEN(bad_clock, f->tst_clock = "250000Z")
TOKEN(bad_day, f->stamp_time = "20210230")
TOKEN(imprint_md5, f->imprint = IMPRINT_MD5)
TOKEN(imprint_cut, f->imprint = IMPRINT_CUT)
TOKEN(imprint_empty, f->imprint = IMPRINT_EMPTY)
TOKEN(imprint_last, f->imprint = IMPRINT_LAST)

/* ---- the program's table ---- */

static void entry_short(struct forge *f) { f->entry_longer = -16; }
static void entry_long(struct forge *f) { f->entry_longer = 4096; }
static void entry_of_none(struct forge *f) { f->entry_of_none = true; }
static void entry_huge(struct forge *f) { f->entry_longer = 0x7ffff000; }
static void padding(struct forge *f) { f->padding_used = true; }
static void table_short(struct forge *f) { f->table_longer = -8; }
static void table_long(struct forge *f) { f->table_longer = 8; }

const struct forge_variant forge_impostors[] = {
	GOOD(stranger_beside), GOOD(leaf_1024), GOOD(sha1),
	GOOD(own_time_only), GOOD(nested_honest), GOOD(lifetime_in_time),
	GOOD(counter_first_second), GOOD(token_first_second),
	GOOD(token_fraction),
	/* Certificates. */
	BAD(leaf_twin, NOT_MADE),
	BAD(leaf_twin_first, WRONG), BAD(leaf_twin_alone, WRONG),
	BAD(ca_twin, WRONG), BAD(ca_twin_first, WRONG),
	BAD(root_twin, ROOT), BAD(root_twin_first, ROOT),
	BAD(leaf_as_root, ROOT), BAD(no_leaf, "is not in the signature"),
	BAD(no_ca, "its issuer is missing"), BAD(ca_future, "not yet valid"),
	/* Keys. */
	BAD(leaf_1023, WEAK), BAD(ca_1023, WEAK),
	BAD(ca_cube, WRONG), BAD(leaf_cube, NOT_MADE),
	BAD(ca_explicit_curve, WEAK),
	BAD(ca_null_signature, WRONG),
	BAD(null_signature, NOT_MADE), BAD(md5, "MD5"), BAD(pss_mask, NOT_MADE),
	/* Attributes. */
	BAD(type_twice, CHANGED), BAD(md_twice, CHANGED),
	BAD(own_time, "expired"),
	/* Nested. */
	BAD(nested_in_stranger, ROOT), BAD(nested_in_bad, NOT_MADE),
	GOOD(nested_stranger), GOOD(nested_of_other),
	/* Stampers. */
	STAMPS(twin, "-"), STAMPS(self_signed, ROOT),
	STAMPS(of_code_ca, STAMPER), STAMPS(eku_twice, UNREADABLE),
	STAMPS(eku_garbage, STAMPER), STAMPS(ku_garbage, "its key usage"),
	STAMPS(critical, FOREIGN), STAMPS(v1, UNREADABLE),
	STAMPS(v5, UNREADABLE), STAMPS(cert_md5, MD5),
	STAMPS(cert_pss_md5, MD5), STAMPS(cert_inner, WRONG),
	STAMPS(cert_dates, "dates are not readable"),
	STAMPS(cube, STAMP_BAD), STAMPS(e1, WEAK),
	STAMPS(young_ca, "not yet valid"), STAMPS(lifetime, "expired"),
	BAD(disallowed_stamper, DISTRUSTED),
	BAD(disallowed_stamper_long, DISTRUSTED),
	/* Stamps. */
	STAMPS(no_digest, STAMP_OTHER), STAMPS(as_other_kind, "-"),
	STAMPS(as_cms, "expired"), STAMPS(empty_set, "expired"),
	STAMPS(no_cert, "lacks its signer's certificate"),
	STAMPS(second_late, "expired"),
	STAMPS(second_early, "not yet valid"),
	BAD(counter_no_time, STAMP_UNREADABLE),
	BAD(token_is_data, "-"), BAD(token_trailing, STAMP_UNREADABLE),
	BAD(token_local_time, "-"), BAD(token_zone, "-"),
	BAD(token_no_clock, "-"), BAD(token_bad_clock, "-"),
	BAD(token_bad_day, STAMP_UNREADABLE),
	BAD(token_imprint_md5, STAMP_OTHER),
	BAD(token_imprint_cut, STAMP_OTHER),
	BAD(token_imprint_empty, STAMP_OTHER),
	BAD(token_imprint_last, STAMP_OTHER),
	/* The table. */
	BAD(entry_short, "past the end"), BAD(entry_long, "its length is"),
	BAD(entry_of_none, "its length is"),
	BAD(entry_huge, "its length is"), BAD(padding, "not signed follow"),
	BAD(table_short, "its length is"), BAD(table_long, "signature table"),
};
const size_t forge_impostor_count = COUNT_OF(forge_impostors);
