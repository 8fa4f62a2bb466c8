#include "policy.h"

#include <string.h>

#include "asn1/der.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certext.h"
#include "cert/certname.h"

#define OID_ANY_USAGE	"\x55\x1d\x25\x00"

bool
verify_policy_refuse(struct judged *j, enum finding finding, const char *why)
{
	j->finding = finding;
	return err_set(&j->why, ERR_UNTRUSTED, "%s", why);
}

/* ---- what a certificate is good for ---- */

bool
verify_policy_has_usage(const struct certscan *s, struct view oid)
{
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_next(&d, &t))
		if (view_equal(t.body, oid))
			return true;
	return false;
}

/* As Windows: what a CA may not do, those below it may not either; no usage at
 * all is every usage. */
static bool
usage_allows(const struct certscan *s, struct view usage)
{
	const struct view any = view_of(OID_ANY_USAGE,
	    sizeof(OID_ANY_USAGE) - 1);

	return !s->has_eku || verify_policy_has_usage(s, usage) ||
	    verify_policy_has_usage(s, any);
}

/* MD2, MD4 and MD5 with RSA: such a certificate may be a twin of the one that
 * the CA signed. */
static bool
signature_is_strong(const struct certscan *s, struct view usage)
{
	static const unsigned char pkcs1[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01";
	const size_t len = sizeof(pkcs1) - 1;
	const struct view oid = s->signature_oid;

	(void)usage;
	return oid.len != len + 1 || memcmp(oid.data, pkcs1, len) != 0 ||
	    oid.data[len] < 2 || oid.data[len] > 4;
}

/* Those of X.509 itself, of PKIX and of Microsoft, except name constraints,
 * which are not compared with names here. */
static bool
extension_is_known(struct view oid)
{
	static const struct view known[] = {
#define ARC(oid)	{ (const unsigned char *)(oid), sizeof(oid) - 1 }
		ARC("\x55\x1d"),			/* 2.5.29 */
		ARC("\x2b\x06\x01\x05\x05\x07\x01"),
		ARC("\x2b\x06\x01\x04\x01\x82\x37"),
#undef ARC
	};

	if (der_oid_is(oid, OID_EXT_NAME_CONSTRAINTS))
		return false;
	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (oid.len > known[i].len && memcmp(oid.data, known[i].data,
		    known[i].len) == 0)
			return true;
	return false;
}

static bool
extensions_are_known(const struct certscan *s, struct view usage)
{
	struct der rest = der_open(s->extensions);
	struct certext x;

	(void)usage;
	while (certext_next(&rest, &x))
		if (x.critical && !extension_is_known(x.oid))
			return false;
	return true;
}

static const struct {
	bool		(*holds)(const struct certscan *s, struct view usage);
	bool		 also_of_lone_root;
	enum finding	 finding;
	const char	*otherwise;
} rules[] = {
	{ signature_is_strong, false, FINDING_BAD_CHAIN_SIGNATURE,
	  "is signed with MD5 or older, which can be forged" },
	{ extensions_are_known, false, FINDING_CRITICAL,
	  "has a critical extension that is not supported (name constraints, "
	  "or a vendor's)" },
	{ usage_allows, true, FINDING_WRONG_USAGE,
	  "is not valid for code signing" },
};

/* The root is trusted as it is. */
const char *
verify_policy_fault(const struct chain *c, struct view usage,
    enum finding *finding)
{
	const size_t count = c->complete && c->count != 0 ? c->count - 1 :
	    c->count;

	for (size_t r = 0; r < COUNT_OF(rules); r++) {
		*finding = rules[r].finding;
		for (size_t i = 0; i < count || (i == 0 && c->count != 0 &&
		    rules[r].also_of_lone_root); i++)
			if (!rules[r].holds(&c->steps[i].cert->scan, usage))
				return rules[r].otherwise;
	}
	return NULL;
}

/* ---- what was asked for ---- */

static bool
is_one_of(const struct opt_list *l, const unsigned char sha1[SHA1_LEN])
{
	unsigned char wanted[SHA1_LEN];
	size_t len;

	for (size_t i = 0; i < l->count; i++)
		if (text_unhex(l->items[i], wanted, sizeof(wanted), &len) &&
		    len == SHA1_LEN && memcmp(wanted, sha1, SHA1_LEN) == 0)
			return true;
	return false;
}

static bool
has_named_usage(const struct certscan *s, const char *name)
{
	char buf[ALGNAME_MAX];
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_next(&d, &t))
		if (text_same(algname_dotted(t.body, buf), name) ||
		    text_same(algname_usage(t.body, buf), name))
			return true;
	return false;
}

static bool
root_is_named(const struct chain *c, const char *text)
{
	struct bytes name = BYTES_INIT;
	bool is;

	certname_text(c->steps[c->count - 1].cert->scan.subject, &name);
	bytes_add_u8(&name, 0);
	is = !name.failed && strcasestr((const char *)name.data, text) != NULL;
	bytes_clear(&name);
	return is;
}

bool
verify_policy_wanted(const struct verify_options *o, struct judged *j)
{
	const struct cert *signer = j->sig->cert;
	const struct chain *c = &j->signing;
	bool has_ca = o->ca_sha1.count == 0;

	for (size_t i = 0; i < o->usages.count; i++)
		if (!has_named_usage(&signer->scan, o->usages.items[i]))
			return verify_policy_refuse(j, FINDING_OTHER_USAGE,
			    "the signer's certificate lacks the usage given "
			    "with /u");
	if (o->signer_sha1.count != 0 &&
	    !is_one_of(&o->signer_sha1, signer->sha1))
		return verify_policy_refuse(j, FINDING_OTHER_CERT, "the "
		    "signer's certificate is not the one given with /sha1");
	for (size_t i = 1; i < c->count; i++)
		has_ca |= is_one_of(&o->ca_sha1, c->steps[i].cert->sha1);
	if (!has_ca)
		return verify_policy_refuse(j, FINDING_OTHER_CERT, "no "
		    "certificate given with /ca is in the chain");
	if (o->root != NULL && !root_is_named(c, o->root))
		return verify_policy_refuse(j, FINDING_OTHER_CERT, "the root "
		    "does not match /r");
	return true;
}
