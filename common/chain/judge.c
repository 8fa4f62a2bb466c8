#include "chain/judge.h"

#include "cert/certext.h"
#include "cert/certname.h"

static unsigned
time_faults(const struct certscan *s, int64_t when)
{
	if (!s->has_validity)
		return CHAIN_NO_VALIDITY;
	if (when > s->not_after)
		return CHAIN_EXPIRED;
	return when < s->not_before ? CHAIN_NOT_YET_VALID : 0;
}

/* A root may be older than the extensions that say what a CA is; that it is
 * trusted stands for them. */
static bool
is_ca(const struct certscan *s, bool trusted_root)
{
	if (!certext_may_sign_certs(s))
		return false;
	return s->has_bc ? s->is_ca : trusted_root;
}

/* Certificates between step i and the leaf, self-issued ones not counted
 * (RFC 5280, 4.2.1.9). */
static uint64_t
steps_below(const struct chain *c, size_t i)
{
	uint64_t n = 0;

	for (size_t j = 1; j < i; j++)
		if (!view_equal(c->steps[j].cert->scan.subject,
		    c->steps[j].cert->scan.issuer))
			n++;
	return n;
}

static unsigned
issuer_faults(const struct chain *c, size_t i)
{
	const struct certscan *s = &c->steps[i].cert->scan;
	unsigned faults = 0;
	uint64_t n;

	if (!is_ca(s, i + 1 == c->count && c->trusted))
		faults |= CHAIN_NOT_A_CA;
	if (certext_path_length(s, &n) && steps_below(c, i) > n)
		faults |= CHAIN_PATH_TOO_LONG;
	return faults;
}

bool
chain_names_code_verification_root(struct view name)
{
	struct bytes text = BYTES_INIT;
	bool is;

	certname_display(name, &text);
	is = view_equal(view_bytes(&text),
	    view_str(CHAIN_CODE_VERIFICATION_ROOT));
	bytes_clear(&text);
	return is;
}

void
chain_judge(const struct chain_pool *pool, const struct chain_options *o,
    struct chain *c)
{
	const struct certscan *last = &c->steps[c->count - 1].cert->scan;

	c->trusted = c->complete && chain_pool_has(pool,
	    c->steps[c->count - 1].cert, CHAIN_TRUSTED);
	if (c->complete && !c->trusted)
		c->steps[c->count - 1].faults |= CHAIN_UNTRUSTED_ROOT;
	c->to_code_verification_root =
	    chain_names_code_verification_root(last->issuer);
	for (size_t i = 0; i < c->count; i++) {
		struct chain_step *step = &c->steps[i];

		if (!step->cert->scanned)
			step->faults |= CHAIN_UNREADABLE;
		else
			step->faults |= time_faults(&step->cert->scan, o->when);
		if (i > 0)
			step->faults |= issuer_faults(c, i);
		if (chain_pool_has(pool, step->cert, CHAIN_FORBIDDEN))
			step->faults |= CHAIN_DISALLOWED;
		c->faults |= step->faults;
	}
	if ((c->faults & CHAIN_ISSUER_MISSING) != 0) {
		c->missing.name = last->issuer;
		c->missing.key_id = last->akid;
		certext_issuer_url(last, 0, &c->missing.url);
	}
}

long
chain_score(const struct chain *c, bool kernel)
{
	long n = -(long)c->count;

	if (kernel && c->to_code_verification_root)
		n += 100000;
	if (c->trusted)
		n += 10000;
	if (c->complete)
		n += 1000;
	for (size_t i = 0; i < c->count; i++)
		for (unsigned f = c->steps[i].faults; f != 0; f &= f - 1)
			n -= 100;
	return n;
}
