#include "crossfault.h"

#include <string.h>

#include "cert/certname.h"
#include "cert/certtime.h"

static bool
is_anchor(const struct verify *v, const struct cert *c)
{
	for (size_t i = 0; i < v->kernel.count; i++)
		if (memcmp(v->kernel.sha1[i], c->sha1, SHA1_LEN) == 0)
			return true;
	return false;
}

static bool
is_name_of_anchor(const struct verify *v, const struct judged *j,
    struct view name)
{
	if (v->pins.count != 0)
		return chain_names_code_verification_root(name);
	for (size_t i = 0; i < j->pool.count; i++) {
		const struct cert *c = j->pool.items[i].cert;

		if (c->scanned && is_anchor(v, c) &&
		    view_equal(c->scan.subject, name))
			return true;
	}
	return false;
}

/* Is there a CA of this name above the signer? */
static bool
is_above(const struct chain *c, const struct cert *ca)
{
	for (size_t i = 1; i < c->count; i++)
		if (view_equal(c->steps[i].cert->scan.subject,
		    ca->scan.subject))
			return true;
	return c->count != 0 && view_equal(c->steps[c->count - 1].cert->scan.
	    issuer, ca->scan.subject);
}

/* The one valid longest. */
static const struct cert *
find_candidate(const struct verify *v, const struct judged *j)
{
	const struct cert *best = NULL;

	for (size_t i = 0; i < j->pool.count; i++) {
		const struct cert *c = j->pool.items[i].cert;

		if (!c->scanned || cert_is_root(c) ||
		    !is_above(&j->signing, c) || (!is_anchor(v, c) &&
		    !is_name_of_anchor(v, j, c->scan.issuer)))
			continue;
		if (best == NULL || c->scan.not_after > best->scan.not_after)
			best = c;
	}
	return best;
}

static void
add_cross_fault(struct bytes *out, const struct verify *v, const struct judged *j,
    const struct cert *c)
{
	char date[CERTTIME_MAX];

	if (c->scan.has_validity && j->when > c->scan.not_after)
		bytes_addf(out, "expired %s%s", certtime_date(c->scan.not_after,
		    date), j->sig->stamp.kind == STAMP_NONE ?
		    ", and the signature has no timestamp from before" :
		    ", before the signature's timestamp");
	else if (c->scan.has_validity && j->when < c->scan.not_before)
		bytes_addf(out, "is valid from %s, after the signature",
		    certtime_date(c->scan.not_before, date));
	else if (v->pins.count != 0 &&
	    crosscat_by_pin(&v->pins, c->sha1) == NULL)
		bytes_add_str(out, "is not one of those that Microsoft "
		    "published");
	else
		bytes_add_str(out, "is not valid here");
}

bool
verify_cross_fault(const struct verify *v, const struct judged *j,
    struct err *why)
{
	const struct cert *c = find_candidate(v, j);
	struct bytes text = BYTES_INIT;

	if (c == NULL)
		return false;
	bytes_add_str(&text, "the cross-certificate of ");
	certname_quote(c->scan.subject, &text);
	bytes_add_str(&text, ", issued by ");
	certname_quote(c->scan.issuer, &text);
	bytes_add_str(&text, ", ");
	add_cross_fault(&text, v, j, c);
	err_set(why, ERR_UNTRUSTED, "%.*s", text.failed ? 0 : (int)text.len,
	    text.failed ? "" : (const char *)text.data);
	bytes_clear(&text);
	return true;
}
