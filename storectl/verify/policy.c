/*
 * verify_wishes.c - what the user asks of a signature that is good: /u, /sha1,
 * /ca, /r
 */

#include "verify.h"

#include <string.h>

#include "base/text.h"
#include "cert/algname.h"
#include "cert/certname.h"

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
verify_wishes(const struct verify *v, struct judged *j)
{
	const struct verify_options *o = v->o;
	const struct chain *c = &j->signing;
	bool has_ca = o->ca_sha1.count == 0;

	for (size_t i = 0; i < o->usages.count; i++)
		if (!has_named_usage(&j->sig->cert->scan, o->usages.items[i]))
			return verify_find(j, FINDING_OTHER_USAGE, "the "
			    "signer's certificate does not have the usage "
			    "that /u names");
	if (o->signer_sha1.count != 0 &&
	    !is_one_of(&o->signer_sha1, j->sig->cert->sha1))
		return verify_find(j, FINDING_OTHER_CERT, "another certificate "
		    "than /sha1 names signed it");
	for (size_t i = 1; i < c->count; i++)
		has_ca |= is_one_of(&o->ca_sha1, c->steps[i].cert->sha1);
	if (!has_ca)
		return verify_find(j, FINDING_OTHER_CERT, "no certificate that "
		    "/ca names is in the chain");
	if (o->root != NULL && !root_is_named(c, o->root))
		return verify_find(j, FINDING_OTHER_CERT, "the root is another "
		    "one than /r names");
	return true;
}
