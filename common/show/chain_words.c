#include "show/chain_words.h"

#include <string.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "chain/order.h"
#include "show/columns.h"
#include "show/tree.h"

enum { NAME_WIDTH_MAX = 48, OTHERS_MAX = 8 };

static void
add_subject_of(struct bytes *out, const struct cert *c)
{
	if (c->scanned)
		certname_show(c->scan.subject, out);
	else
		bytes_add_str(out, "(not readable)");
}

static size_t
widest_name(const struct chain *chain)
{
	struct bytes name = BYTES_INIT;
	size_t width = strlen("Issued To");

	for (size_t i = 0; i < chain->count; i++) {
		size_t n;

		bytes_truncate(&name, 0);
		add_subject_of(&name, chain->steps[i].cert);
		n = columns_of(view_bytes(&name));
		if (n > width)
			width = n < NAME_WIDTH_MAX ? n : NAME_WIDTH_MAX;
	}
	bytes_clear(&name);
	return width;
}

static void
add_step(struct bytes *out, const struct chain *chain, size_t i, size_t width)
{
	const struct cert *c = chain->steps[i].cert;
	struct bytes name = BYTES_INIT;
	char day[CERTTIME_MAX];

	add_subject_of(&name, c);
	bytes_addf(out, "%2zu  ", i);
	columns_add(out, view_bytes(&name), width);
	bytes_addf(out, "  %-10s  ", c->scanned && c->scan.has_validity ?
	    certtime_date(c->scan.not_after, day) : "?");
	text_add_hex(out, view_of(c->sha1, SHA1_LEN));
	bytes_add_str(out, "  ");
	tree_add_state(out, chain, i);
	bytes_add_str(out, "\n");
	out->failed |= name.failed;
	bytes_clear(&name);
}

void
chain_words_table(struct bytes *out, const struct chain *chain)
{
	size_t width = widest_name(chain);

	bytes_add_str(out, " #  ");
	columns_add(out, view_str("Issued To"), width);
	bytes_add_str(out, "  Expires     Thumbprint                        "
	    "        State\n");
	for (size_t i = 0; i < chain->count; i++)
		add_step(out, chain, i, width);
}

/* ---- its end ---- */

static void
add_missing_issuer(struct bytes *out, const struct chain *chain)
{
	bytes_add_str(out, "The chain is incomplete: the certificate of ");
	certname_quote(chain->missing.name, out);
	bytes_add_str(out, " is missing");
	if (chain->missing.key_id.len != 0) {
		bytes_add_str(out, "\n(key identifier ");
		text_add_hex(out, chain->missing.key_id);
		bytes_add_str(out, ")");
	}
	if (chain->missing.url.len != 0) {
		bytes_add_str(out, ".\nIt may be at ");
		text_add_printable(out, chain->missing.url);
		bytes_add_str(out, ":\nstorectl chain -fetch gets it.\n");
	} else {
		bytes_add_str(out, ".\nNo address is given for it; "
		    "certimport -user -addstore CA FILE adds it\n(Root for a "
		    "root).\n");
	}
}

static void
add_cross(struct bytes *out, bool pinned)
{
	if (pinned)
		bytes_add_str(out, "The chain ends in the cross-certificate of "
		    CHAIN_CODE_VERIFICATION_ROOT ".\nThat root itself is "
		    "not available, and not needed: the cross-certificate\n"
		    "is known by its thumbprint (storectl crosscert list).\n");
	else
		bytes_add_str(out, "The chain ends in a certificate that names "
		    CHAIN_CODE_VERIFICATION_ROOT "\nas its issuer, but is not "
		    "one of that root's 24 (storectl crosscert list):\n"
		    "nothing shows that it is genuine.\n");
}

static void
add_end(struct bytes *out, const struct chain *chain, bool pinned)
{
	const struct cert *top = chain->steps[chain->count - 1].cert;

	if (chain->complete) {
		bytes_addf(out, "The chain is complete. It ends in the %s ",
		    chain->trusted ? "trusted root" : "root");
		certname_quote(top->scan.subject, out);
		bytes_add_str(out, chain->trusted ? ".\n" : ",\nwhich is not "
		    "trusted: it is not in a Root store.\n");
	} else if (chain->to_code_verification_root) {
		add_cross(out, pinned);
	} else if ((chain->faults & CHAIN_ISSUER_MISSING) != 0) {
		add_missing_issuer(out, chain);
	} else if ((chain->faults & CHAIN_LOOP) != 0) {
		bytes_add_str(out, "The chain is incomplete: its issuers form a "
		    "circle.\n");
	} else {
		bytes_add_str(out, "The chain is incomplete.\n");
	}
	if (chain->cut_short)
		bytes_add_str(out, "Too many certificates claim to be issuers; "
		    "not all of them were tried.\n");
}

void
chain_words_end(struct bytes *out, const struct chain *chain, bool pinned,
    bool kernel)
{
	const unsigned ends = CHAIN_ISSUER_MISSING | CHAIN_UNTRUSTED_ROOT |
	    CHAIN_LOOP;

	add_end(out, chain, pinned);
	if ((chain->faults & ~ends) != 0)
		bytes_add_str(out, "Some steps have faults; their state says "
		    "which.\n");
	if (chain->valid)
		bytes_add_str(out, chain->revocation == CRLS_GOOD ?
		    "None of its certificates is revoked.\n" : "Revocation "
		    "was not checked; -crl and -revocation online do.\n");
	if (kernel && !chain->to_code_verification_root)
		bytes_add_str(out, "No path leads to "
		    CHAIN_CODE_VERIFICATION_ROOT "; storectl crosscert find "
		    "names\nthe cross-certificate needed.\n");
}

/* ---- other paths ---- */

static bool
in_chain(const struct chain *chain, const struct cert *c)
{
	for (size_t i = 0; i < chain->count; i++)
		if (cert_same(chain->steps[i].cert, c))
			return true;
	return false;
}

/* Was it there before, in another store? */
static bool
is_pooled_before(const struct chain_pool *pool, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (cert_same(pool->items[i].cert, pool->items[n].cert))
			return true;
	return false;
}

/* The step that it could stand for; 0: none. */
static size_t
stands_for(const struct chain *chain, const struct cert *c)
{
	for (size_t i = 1; c->scanned && i < chain->count; i++) {
		const struct cert *step = chain->steps[i].cert;

		if (step->scanned &&
		    view_equal(c->scan.spki, step->scan.spki) &&
		    order_is_issuer(c, chain->steps[i - 1].cert))
			return i;
	}
	return 0;
}

static void
add_other_path(struct bytes *out, const struct cert *c, size_t step)
{
	bool kernel = chain_names_code_verification_root(c->scan.issuer);

	bytes_addf(out, "Another path: instead of %zu through ", step);
	text_add_hex(out, view_of(c->sha1, SHA1_LEN));
	if (certscan_self_signed(&c->scan)) {
		bytes_add_str(out, ",\na root of the same name and key.\n");
	} else {
		bytes_add_str(out, ",\nthe same name and key, issued by ");
		certname_quote(c->scan.issuer, out);
		bytes_add_str(out, kernel ? " (-kernel takes that one).\n" :
		    ".\n");
	}
}

void
chain_words_others(struct bytes *out, const struct chain *chain,
    const struct chain_pool *pool)
{
	size_t shown = 0;

	for (size_t n = 0; n < pool->count && shown < OTHERS_MAX; n++) {
		const struct cert *c = pool->items[n].cert;
		size_t step = stands_for(chain, c);

		if (step == 0 || in_chain(chain, c) || is_pooled_before(pool, n))
			continue;
		add_other_path(out, c, step);
		shown++;
	}
}
