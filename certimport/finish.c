#include "finish.h"

#include <string.h>

#include "base/text.h"
#include "cert/certname.h"
#include "io/ask.h"
#include "query/placement.h"
#include "store/store.h"

enum { LISTED_MAX = 12 };

/* ---- what goes where ---- */

static void
add_cert_name(struct bytes *out, const struct cert *c)
{
	if (c->scanned)
		certname_quote(c->scan.subject, out);
	else
		bytes_add_str(out, "(not readable)");
}

static void
add_label(struct bytes *out, const char *label)
{
	size_t begin = out->len;

	bytes_add_str(out, "\n  ");
	text_add_printable(out, view_str(label));
	bytes_add_str(out, ": ");
	while (!out->failed && out->len < begin + sizeof("\n  Store location: "))
		bytes_add_str(out, " ");
}

static void
add_key_line(struct bytes *out, const struct import *i)
{
	if (i->plan.key_count == 0)
		return;
	add_label(out, i->plan.key_count == 1 ? "Private key" : "Private keys");
	if (i->plan.key_count != 1)
		bytes_addf(out, "%zu, ", i->plan.key_count);
	bytes_addf(out, "%sexportable, %s", i->modifiers.no_export ? "not " :
	    "", i->modifiers.protect ? "with a passphrase of its own" :
	    "no passphrase");
}

static void
add_placed(struct bytes *out, const struct plan *p)
{
	for (size_t n = 0; n < p->cert_count && n < LISTED_MAX; n++) {
		add_label(out, p->certs[n].store);
		add_cert_name(out, p->certs[n].cert);
		if (p->certs[n].has_key)
			bytes_add_str(out, ", with its private key");
	}
	if (p->cert_count > LISTED_MAX)
		bytes_addf(out, "\n  and %zu more certificates",
		    p->cert_count - LISTED_MAX);
}

static void
add_summary(struct bytes *out, const struct import *i)
{
	bytes_add_str(out, "Completing the Certificate Import Wizard");
	add_label(out, "Store location");
	bytes_add_str(out, i->options->place == PLACE_USER ? "Current User" :
	    "Local Machine");
	add_label(out, "File");
	text_add_printable(out, view_str(i->file));
	add_key_line(out, i);
	add_placed(out, &i->plan);
	bytes_add_str(out, "\nFinish?");
	bytes_add_u8(out, 0);
}

static bool
nothing_imported(struct err *e)
{
	return err_set(e, ERR_CANCELLED, "cancelled: nothing was imported");
}

static bool
confirm_import(const struct import *i, struct err *e)
{
	struct bytes b = BYTES_INIT;
	bool yes = false, ok;

	add_summary(&b, i);
	ok = bytes_ok(&b, e) && ask_yes((const char *)b.data, true, &yes, e);
	bytes_clear(&b);
	return ok && (yes || nothing_imported(e));
}

/* ---- what is to be trusted ---- */

static bool
is_in_root(const struct import *i, const struct cert *c, bool *there,
    struct err *e)
{
	struct location l = LOCATION_INIT;
	struct store s = STORE_INIT;
	struct cert *found = NULL;
	bool ok;

	ok = location_open(&l, i->options->place, LOCATION_READ, e) &&
	    store_open(&s, &l, placement_store(ROLE_ROOT), e) &&
	    store_find(&s, c->sha1, &found, e);
	*there = found != NULL;
	cert_free(found);
	store_close(&s);
	location_close(&l);
	return ok;
}

static bool
ask_trust(const struct import *i, const struct cert *c, bool *yes,
    struct err *e)
{
	struct bytes b = BYTES_INIT;
	bool ok;

	bytes_add_str(&b, "Security Warning\n");
	add_cert_name(&b, c);
	bytes_addf(&b, "\nwould become a trusted root of the %s: everything "
	    "it issues would be trusted.\nThumbprint (sha1): ",
	    location_name(i->options->place));
	text_add_hex(&b, view_of(c->sha1, SHA1_LEN));
	bytes_add_str(&b, "\nDo you want to trust it?");
	bytes_add_u8(&b, 0);
	ok = bytes_ok(&b, e) && ask_yes((const char *)b.data, false, yes, e);
	bytes_clear(&b);
	return ok;
}

static bool
note_left_out(struct import *i, const struct cert *c, struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok;

	add_cert_name(&name, c);
	bytes_add_u8(&name, 0);
	ok = bytes_ok(&name, e) && contents_warn(&i->contents, e,
	    "%s was not put into Root", (const char *)name.data);
	bytes_clear(&name);
	return ok;
}

/* *kept: it stays in the plan. */
static bool
judge_root(struct import *i, const struct plan_cert *pc, bool *kept,
    struct err *e)
{
	*kept = true;
	if (!text_same(pc->store, placement_store(ROLE_ROOT)))
		return true;
	if (!is_in_root(i, pc->cert, kept, e))
		return false;
	return *kept || (ask_trust(i, pc->cert, kept, e) && (*kept ||
	    note_left_out(i, pc->cert, e)));
}

bool
import_finish(struct import *i, struct err *e)
{
	struct plan *p = &i->plan;
	size_t n = 0;
	bool kept;

	if (!confirm_import(i, e))
		return false;
	while (n < p->cert_count) {
		if (!judge_root(i, &p->certs[n], &kept, e))
			return false;
		if (kept)
			n++;
		else
			plan_leave_out(p, n);
	}
	return p->cert_count != 0 || p->key_count != 0 ||
	    nothing_imported(e);
}
