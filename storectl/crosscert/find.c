/*
 * find.c - crosscert find: which cross-certificate fits a certificate
 */

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "catalog.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "cli/json.h"
#include "cli/report.h"
#include "show/describe.h"
#include "target.h"
#include "verbs.h"

struct finding {
	const struct catalog		*c;
	const struct target		*t;
	struct crosscat_match		*matches;
	size_t				 count;
};

static void
quote_cert(struct bytes *out, const struct cert *cert)
{
	if (cert->scanned)
		certname_quote(cert->scan.subject, out);
	else
		bytes_add_str(out, "(unreadable)");
	bytes_add_str(out, " (");
	text_add_hex(out, view_of(cert->sha1, SHA1_LEN));
	bytes_add_str(out, ")");
}

/* What the chain leads to. */
static void
describe_root(struct bytes *out, const struct finding *f)
{
	const struct chain *chain = &f->t->chain;
	const struct cert *top = target_top(f->t);

	if (chain->complete) {
		quote_cert(out, top);
	} else if (crosscat_by_pin(&f->c->rows, top->sha1) != NULL) {
		certname_quote(top->scan.subject, out);
		bytes_add_str(out, ", through its cross-certificate");
	} else if ((chain->faults & CHAIN_ISSUER_MISSING) != 0) {
		certname_quote(chain->missing.name, out);
		bytes_add_str(out, ", which is missing: only its name is "
		    "known");
	} else {
		bytes_add_str(out, "none: the chain is incomplete");
	}
}

static void
add_chain(struct bytes *out, const struct finding *f)
{
	/* The answer rests on every step up to the root. */
	const unsigned fake = CHAIN_BAD_SIGNATURE | CHAIN_NOT_A_CA |
	    CHAIN_PATH_TOO_LONG | CHAIN_DISALLOWED;

	bytes_add_str(out, "Certificate: ");
	quote_cert(out, f->t->leaf);
	bytes_add_str(out, "\nRoot:        ");
	describe_root(out, f);
	bytes_add_str(out, "\n");
	if ((f->t->chain.faults & fake) != 0)
		bytes_add_str(out, "The chain between them has faults; see "
		    "storectl chain.\n");
}

static const struct { const char *word, *text; } how_sure[] = {
	[CROSSCAT_BY_SHA1] = { "sha1", "it was issued for this root" },
	[CROSSCAT_BY_KEY] = { "key", "it was issued for this root's key" },
	[CROSSCAT_PROBABLE] = { "probable", "probable: the root\nhas the right "
	    "name; the cross-certificate itself, once held, shows whether it\n"
	    "has the right key" },
};

static void
add_held(struct bytes *out, const struct finding *f,
    const struct crosscat_row *r)
{
	const char *held = catalog_held_in(f->c, r);

	if (held != NULL) {
		bytes_addf(out, "It is held, in the %s's CA store.\n", held);
		return;
	}
	bytes_add_str(out, "It is not held. To get it, run\ncrosscert fetch ");
	text_add_hex(out, view_of(r->pin, SHA1_LEN));
	bytes_add_str(out, ",\nor crosscert add FILE if you have the file.\n");
}

static void
add_match(struct bytes *out, const struct finding *f,
    const struct crosscat_match *m)
{
	const struct crosscat_row *r = m->row;
	char day[CERTTIME_MAX];

	bytes_add_str(out, "\nThe cross-certificate of \"");
	text_add_printable(out, view_str(r->ca));
	bytes_add_str(out, "\" fits\n(");
	text_add_hex(out, view_of(r->pin, SHA1_LEN));
	bytes_addf(out, "): %s.\n", how_sure[m->sure].text);
	add_held(out, f, r);
	if (catalog_is_history(f->c, r))
		catalog_add_lore(out, r);
	else if (r->has_expiry)
		bytes_addf(out, catalog_expired(f->c, r) ? "It expired on "
		    "%s.\n" : "It is valid until %s.\n",
		    certtime_date(r->expires, day));
}

/* Why nothing fits. */
static void
add_none(struct bytes *out, const struct finding *f)
{
	const struct chain *chain = &f->t->chain;

	bytes_add_str(out, "\nNone fits: ");
	if (chain->complete)
		bytes_addf(out, "none of the %zu in the catalogue (crosscert "
		    "list) is for this root.\n", f->c->rows.count);
	else if ((chain->faults & CHAIN_ISSUER_MISSING) == 0)
		bytes_add_str(out, "the chain has no root to look for (see "
		    "storectl chain).\n");
	else
		bytes_addf(out, "no root has the name of the missing issuer;\n"
		    "%s.\n", chain->missing.url.len != 0 ?
		    "run storectl chain -fetch to get its certificate, then "
		    "try again" :
		    "give its certificate with another -cert FILE");
	bytes_add_str(out, CATALOG_STORY);
}

static bool
print_matches(const struct finding *f, struct err *e)
{
	struct bytes out = BYTES_INIT;
	json_t *list;

	if (f->c->o->json) {
		list = json_array();
		for (size_t i = 0; i < f->count; i++)
			json_add(&list, catalog_json(f->c, f->matches[i].row,
			    how_sure[f->matches[i].sure].word));
		return report_doc(list, e);
	}
	add_chain(&out, f);
	for (size_t i = 0; i < f->count; i++)
		add_match(&out, f, &f->matches[i]);
	if (f->count == 0)
		add_none(&out, f);
	return describe_print(&out, e);
}

bool
crosscert_find(const struct cmdline *o, struct err *e)
{
	struct catalog c;
	struct target t;
	struct finding f = { .c = &c, .t = &t };
	bool ok = catalog_open(&c, o, e);

	if (ok) {
		ok = target_open(&t, o, e) &&
		    target_rows(&t, &c, &f.matches, &f.count, e) &&
		    print_matches(&f, e);
		target_close(&t);
	}
	free(f.matches);
	catalog_clear(&c);
	return ok;
}
