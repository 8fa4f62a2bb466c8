#include "notes.h"

#include <time.h>

#include "base/text.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "show/caveat.h"
#include "show/tree.h"

enum { RENEWED_MAX = 3 };	/* notes of one certificate */

/* The text of b, ended by a NUL, for a %s. */
static const char *
text_of(struct bytes *b)
{
	bytes_add_u8(b, 0);
	return b->failed ? "?" : (const char *)b->data;
}

static void
add_display(const struct cert *c, struct bytes *out)
{
	if (c->scanned)
		certname_display(c->scan.subject, out);
	else
		bytes_add_str(out, "(not readable)");
}

/* ---- the file ---- */

static const char *
place_option(enum place place)
{
	return place == PLACE_USER ? "-user " : "";
}

static bool
note_keys(struct import *i, struct err *e)
{
	const struct plan *p = &i->plan;
	size_t alone = 0;

	for (size_t n = 0; n < p->key_count; n++)
		alone += !p->keys[n].has_cert;
	if (alone == 0)
		return true;
	return contents_warn(&i->contents, e, "%zu private key%s without a "
	    "certificate %s kept; add it with certimport "
	    "%s-addstore My FILE", alone, alone == 1 ? "" : "s", alone == 1 ? "is" :
	    "are", place_option(i->options->place));
}

static bool
note_empty(struct import *i, struct err *e)
{
	if (i->plan.key_count != 0 || i->plan.file.count != 0)
		return true;
	return contents_warn(&i->contents, e, "nothing to import: it has no "
	    "%s", i->verb == VERB_ADD_STORE ? "certificate" :
	    "key and no certificate");
}

/* A promise that the command made and the store does not keep; NULL: none. */
static const char *
kept_as(const struct import *i, const struct keyinfo *old,
    const struct keyinfo *fresh)
{
	if (old->token == NULL && i->options->token != NULL)
		return "in a file of the store";
	if (old->exportable && !fresh->exportable)
		return "exportable";
	if (!old->is_protected && fresh->is_protected)
		return "without a passphrase of its own";
	if (old->spec != fresh->spec && i->modifiers.spec != KEY_SPEC_NONE)
		return key_spec_name(old->spec);
	if (!old->exportable && fresh->exportable && old->token == NULL)
		return "not exportable";
	return NULL;
}

/* A key that was there keeps its own properties. */
static bool
note_kept_key(struct import *i, const struct plan_key *k,
    const struct location *l, struct err *e)
{
	struct keyinfo old = KEYINFO_INIT;
	struct err ignored = ERR_INIT;
	const char *what;

	if (k->state != CHANGE_PRESENT ||
	    !keyvault_info(l, &k->name, &old, &ignored))
		return true;
	what = kept_as(i, &old, &k->info);
	keyinfo_clear(&old);
	return what == NULL || contents_warn(&i->contents, e, "the private key "
	    "was already present and is left unchanged, %s (use -f to "
	    "replace it)",
	    what);
}

/* ---- leaves ---- */

static bool
note_validity(struct import *i, const struct cert *c, struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok = true;

	caveat_validity(&text, c);
	if (text.len != 0 || text.failed)
		ok = contents_warn(&i->contents, e, "%s", text_of(&text));
	bytes_clear(&text);
	return ok;
}

static bool
note_root(struct import *i, const struct plan_cert *pc, struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok;

	/* -addstore Root says so itself. */
	if (pc->role != ROLE_ROOT || pc->state == CHANGE_PRESENT ||
	    (i->verb == VERB_ADD_STORE && i->store != NULL) ||
	    !text_same(pc->store, placement_store(ROLE_ROOT)))
		return true;
	add_display(pc->cert, &name);
	ok = contents_warn(&i->contents, e, "\"%s\" is now a trust anchor of "
	    "the %s, in Root; the modifier NoRoot leaves roots out",
	    text_of(&name), location_name(i->options->place));
	bytes_clear(&name);
	return ok;
}

/* What completes the chain: storectl fetches, where the certificate says from
 * where. */
static void
add_completion(const struct import *i, const struct plan_cert *pc,
    const struct cert *last, struct bytes *out)
{
	enum place place = i->options->place;
	struct view url;

	certext_issuer_url(&last->scan, 0, &url);
	if (url.len == 0) {
		bytes_addf(out, "add it with certimport %s-addstore CA FILE "
		    "(Root for a root)", place_option(place));
		return;
	}
	bytes_addf(out, "fetch it with storectl chain%s",
	    place == PLACE_USER ? "" : " -sm");
	if (!text_same(pc->store, "My"))
		bytes_addf(out, " -s %s", pc->store);
	bytes_add_str(out, " -fetch -sha1 ");
	text_add_hex(out, view_of(pc->cert->sha1, SHA1_LEN));
}

/* Whole by its names; is it good as well? That the leaf is out of its dates is
 * said already, and that of the root does not matter. */
static bool
note_verdict(struct import *i, const struct plan_cert *pc,
    struct issuers *known, struct err *e)
{
	const unsigned dates = CHAIN_EXPIRED | CHAIN_NOT_YET_VALID |
	    CHAIN_NO_VALIDITY;
	struct bytes name = BYTES_INIT, reason = BYTES_INIT;
	struct chain chain;
	bool ok;

	if (!issuers_judge(known, &i->plan.file, pc->cert, &chain, e))
		return false;
	chain.steps[0].faults &= ~dates;
	tree_add_reason(&reason, &chain);
	if (reason.len == 0 && !reason.failed)
		return true;
	add_display(pc->cert, &name);
	ok = contents_warn(&i->contents, e, "the chain of \"%s\" is not "
	    "valid: %s", text_of(&name), text_of(&reason));
	bytes_clear(&name);
	bytes_clear(&reason);
	return ok;
}

static bool
note_chain(struct import *i, const struct plan_cert *pc,
    struct issuers *known, struct err *e)
{
	struct bytes name = BYTES_INIT, issuer = BYTES_INIT, cure = BYTES_INIT;
	const struct cert *last;
	bool ok;

	ok = issuers_last(known, &i->plan.file, pc->cert, &last, e);
	if (ok && last != NULL) {
		add_display(pc->cert, &name);
		certname_display(last->scan.issuer, &issuer);
		add_completion(i, pc, last, &cure);
		ok = contents_warn(&i->contents, e, "the chain of \"%s\" is "
		    "incomplete: the certificate of \"%s\" is neither in the "
		    "file nor in the stores; %s", text_of(&name),
		    text_of(&issuer), text_of(&cure));
	}
	bytes_clear(&name);
	bytes_clear(&issuer);
	bytes_clear(&cure);
	return ok && (last != NULL || known->too_many ||
	    note_verdict(i, pc, known, e));
}

/* ---- renewals ---- */

/* The command that retires one of them. */
static void
add_deletion(const struct import *i, const struct plan_cert *pc,
    const unsigned char sha1[SHA1_LEN], struct bytes *out)
{
	bytes_addf(out, "storectl delete%s",
	    i->options->place == PLACE_USER ? "" : " -sm");
	if (!text_same(pc->store, "My"))
		bytes_addf(out, " -s %s", pc->store);
	bytes_add_str(out, " -sha1 ");
	text_add_hex(out, view_of(sha1, SHA1_LEN));
}

static bool
note_renewed(struct import *i, const struct plan_cert *pc,
    const struct summary_row *other, struct err *e)
{
	const bool newer = !other->has_validity ||
	    pc->cert->scan.not_after >= other->not_after;
	const int64_t end = newer ? other->not_after : pc->cert->scan.not_after;
	struct bytes name = BYTES_INIT, cure = BYTES_INIT;
	char date[CERTTIME_MAX];
	bool ok;

	add_display(pc->cert, &name);
	add_deletion(i, pc, newer ? other->sha1 : pc->cert->sha1, &cure);
	certtime_date(end, date);
	ok = contents_warn(&i->contents, e, "\"%s\" was in %s already, and -n "
	    "now matches both; retire the %s, which %s %s, with %s",
	    text_of(&name), pc->store, newer ? "old one" : "one just imported",
	    end < (int64_t)time(NULL) ? "expired" : "expires", date,
	    text_of(&cure));
	bytes_clear(&name);
	bytes_clear(&cure);
	return ok;
}

static bool
note_renewal(struct import *i, const struct plan_cert *pc,
    struct renewed *r, struct err *e)
{
	struct summary_row other;
	bool found = true;
	size_t at = 0;

	if (pc->state != CHANGE_ADDED || !pc->has_key)
		return true;
	for (int n = 0; found && n < RENEWED_MAX; n++) {
		if (!renewed_next(r, pc->store, pc->cert, &at, &other, &found,
		    e) || (found && !note_renewed(i, pc, &other, e)))
			return false;
	}
	return true;
}

/* ---- all of them ---- */

void
notes_init(struct notes *n, const struct location *l)
{
	n->location = l;
	issuers_init(&n->known, l);
	renewed_init(&n->renewed, l);
}

void
notes_clear(struct notes *n)
{
	issuers_clear(&n->known);
	renewed_clear(&n->renewed);
}

static bool
note_leaf(struct import *i, const struct plan_cert *pc, struct notes *n,
    struct err *e)
{
	return note_validity(i, pc->cert, e) &&
	    note_chain(i, pc, &n->known, e) &&
	    note_renewal(i, pc, &n->renewed, e);
}

bool
notes_make(struct import *i, struct notes *notes, struct err *e)
{
	const struct plan *p = &i->plan;

	if (!note_empty(i, e) || !note_keys(i, e))
		return false;
	for (size_t n = 0; n < p->key_count; n++)
		if (!note_kept_key(i, &p->keys[n], notes->location, e))
			return false;
	for (size_t n = 0; n < p->cert_count; n++) {
		const struct plan_cert *pc = &p->certs[n];

		if (!note_root(i, pc, e) || (pc->role == ROLE_LEAF &&
		    !note_leaf(i, pc, notes, e)))
			return false;
	}
	return true;
}
