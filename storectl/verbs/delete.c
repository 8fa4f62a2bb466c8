/*
 * delete.c - storectl delete: one certificate out of a store
 *
 * Criteria are required, and exactly one certificate must match: -a, which takes
 * the newest of several, is for those who read. A private key cannot be got back,
 * so on a terminal -delkey asks. A thumbprint that is not there is not a failure,
 * so that a script may run again.
 */

#include <stdio.h>
#include <unistd.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cli/json.h"
#include "cli/report.h"
#include "io/ask.h"
#include "io/passin.h"
#include "query/gather.h"
#include "query/unlock.h"
#include "show/certjson.h"
#include "show/describe.h"
#include "store/change.h"
#include "storectl/cmdline.h"
#include "verbs.h"

struct deletion {
	const struct cmdline	*c;
	const char		*store;
	enum place		 place;
	const struct gathered	*x;
	bool			 key_removed;
};

static bool
print_deleted_json(const struct deletion *d, struct err *e)
{
	json_t *list = json_array(), *doc = json_object();

	if (d->x != NULL)
		json_add(&list, json_pack("{s:s, s:s, s:o, s:b}", "store",
		    d->store, "location", location_name(d->place), "sha1",
		    certjson_sha1(d->x->cert), "keyRemoved", d->key_removed));
	json_put(&doc, "deleted", list);
	json_put(&doc, "changed", json_boolean(d->x != NULL));
	return report_doc(doc, e);
}

static const char *
about_key(const struct deletion *d)
{
	if (d->key_removed)
		return ", and its private key";
	if (!d->x->has_key)
		return "";
	return d->c->delete_key ? "; its private key stays: another "
	    "certificate needs it" : "; its private key stays (-delkey "
	    "removes it)";
}

static bool
print_deleted(const struct deletion *d, struct err *e)
{
	const struct cert *cert = d->x->cert;
	struct bytes out = BYTES_INIT;

	bytes_add_str(&out, "Deleted \"");
	if (cert->scanned)
		certname_show(cert->scan.subject, &out);
	bytes_add_str(&out, "\", ");
	text_add_hex(&out, view_of(cert->sha1, SHA1_LEN));
	bytes_addf(&out, ", from the %s store %s%s\n",
	    location_name(d->place), d->store, about_key(d));
	return describe_print(&out, e);
}

/* ---- the verb ---- */

static bool
remove_entry(struct deletion *d, struct err *e)
{
	struct location l;
	bool ok;

	if (!location_open(&l, d->place, LOCATION_WRITE, e))
		return false;
	ok = change_remove_cert(&l, d->store, d->x->cert->sha1,
	    d->c->delete_key, &d->key_removed, e);
	location_close(&l);
	return ok;
}

static bool
remove_cert(struct deletion *d, struct gather *g, struct err *e)
{
	struct unlock_key k = UNLOCK_KEY_INIT;
	bool ok;

	ok = !d->c->delete_key || unlock_key_open(&k, &g->location, d->x->cert,
	    d->c->key_password_from, e);
	/* Readers hold the lock that a writer needs. */
	location_close(&g->location);
	ok = ok && remove_entry(d, e) &&
	    (!d->key_removed || unlock_key_remove(&k, e));
	unlock_key_close(&k);
	return ok;
}

/* Standard input decides, as for rm: a job of cron has none to answer on. */
static bool
wants_question(const struct deletion *d)
{
	return d->c->delete_key && d->x->has_key && !d->c->force &&
	    isatty(STDIN_FILENO) && passin_have_terminal();
}

static bool
confirm_key(const struct deletion *d, struct err *e)
{
	struct bytes b = BYTES_INIT;
	bool yes = true, ok;

	if (!wants_question(d))
		return true;
	bytes_add_str(&b, "Delete ");
	certname_quote(d->x->cert->scan.subject, &b);
	bytes_add_str(&b, "\n  ");
	text_add_hex(&b, view_of(d->x->cert->sha1, SHA1_LEN));
	bytes_addf(&b, "\n  from the %s store %s, and its private key? "
	    "It cannot be recovered.", location_name(d->place), d->store);
	bytes_add_u8(&b, 0);
	ok = bytes_ok(&b, e) && ask_yes((const char *)b.data, false, &yes, e);
	bytes_clear(&b);
	return ok && (yes || err_set(e, ERR_CANCELLED,
	    "cancelled: nothing was deleted"));
}

static bool
find_deleted(struct deletion *d, struct gather *g, struct err *e)
{
	if (!gather_all(g, e))
		return false;
	if (g->count == 0)
		return gather_refuse_none(g, e);
	if (g->count > 1)
		return gather_refuse_several(g, "nothing was deleted: choose "
		    "one with -sha1 HASH", e);
	d->x = &g->found[0];
	return true;
}

/* Of a whole thumbprint that is not there, nothing is left to do. */
static bool
is_done(const struct gather *g, const struct err *e)
{
	unsigned char sha1[SHA1_LEN];

	return e->code == ERR_NO_CERT && select_whole_hash(&g->criteria, sha1);
}

static bool
delete_one(struct gather *g, const struct cmdline *c, struct err *e)
{
	struct deletion d = { .c = c, .store = g->store.name,
	    .place = g->place };

	if (select_is_empty(&g->criteria))
		return err_set(e, ERR_USAGE, "no certificate is named; use "
		    "-sha1 HASH, -n SUBJECT or a CertId (storectl list shows "
		    "them)");
	if (!find_deleted(&d, g, e)) {
		if (!is_done(g, e))
			return false;
		report_note("nothing to delete: %s", e->msg);
		err_clear(e);
		return !c->json || print_deleted_json(&d, e);
	}
	/* While the answer is waited for others may write. */
	gather_unlock(g);
	if (!confirm_key(&d, e) || !remove_cert(&d, g, e))
		return false;
	return c->json ? print_deleted_json(&d, e) : print_deleted(&d, e);
}

bool
verb_delete(const struct cmdline *c, struct err *e)
{
	return cmdline_in_store(c, delete_one, e);
}
