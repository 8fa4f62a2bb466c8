#include "catalog.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "chain/chain.h"
#include "chain/issued.h"
#include "cli/json.h"
#include "download.h"
#include "formats/load.h"
#include "io/readfile.h"
#include "query/engines.h"
#include "store/store.h"

/* ---- what is held ---- */

static bool
find_in(const struct location *l, const char *name,
    const unsigned char sha1[SHA1_LEN], struct cert **cert, struct err *e)
{
	struct err why = ERR_INIT;
	struct store s;
	bool ok;

	*cert = NULL;
	ok = store_open(&s, l, name, &why) && store_find(&s, sha1, cert, &why);
	store_close(&s);
	/* A damaged entry is as good as none. */
	return ok || why.code != ERR_MEMORY || err_memory(e);
}

static bool
find_root(struct catalog *c, const struct location *l, struct err *e)
{
	unsigned char sha1[SHA1_LEN];
	size_t len;

	if (c->root != NULL)
		return true;
	if (!text_unhex(CROSSCAT_ROOT_SHA1, sha1, sizeof(sha1), &len))
		return err_set(e, ERR_CRYPTO, CROSSCAT_ROOT_SHA1);
	return find_in(l, "Root", sha1, &c->root, e) && (c->root != NULL ||
	    find_in(l, "CA", sha1, &c->root, e));
}

static bool
find_rows(struct catalog *c, const struct location *l, struct err *e)
{
	struct cert *cert;

	for (size_t i = 0; i < c->rows.count; i++) {
		if (!find_in(l, "CA", c->rows.rows[i].pin, &cert, e))
			return false;
		if (cert != NULL && !certlist_add(&c->held, cert, e))
			return false;
	}
	return true;
}

static bool
look_into(struct catalog *c, enum place place, struct err *e)
{
	struct location l = LOCATION_INIT;
	struct err why = ERR_INIT;
	bool ok = true;

	if (location_open(&l, place, LOCATION_READ, &why))
		ok = l.fd == -1 || (find_root(c, &l, e) &&
		    find_rows(c, &l, e));
	else if (why.code == ERR_MEMORY)
		ok = err_memory(e);
	location_close(&l);
	return ok;
}

/* ---- files ---- */

static bool
read_rows(struct catalog *c, struct err *e)
{
	const char *file = c->o->catalog;
	struct bytes text = BYTES_INIT;
	bool ok = crosscat_builtin(&c->rows, e) && (file == NULL ||
	    (readfile(file, load_cap_any, &c->o->limits, &text, e) &&
	    (crosscat_read(&c->rows, view_bytes(&text), e) ||
	    err_in(e, "%s", readfile_name(file)))));

	bytes_clear(&text);
	return ok;
}

/* The user's copy of the root, which is the root by its thumbprint only. */
static bool
take_root(struct catalog *c, struct certlist *certs, struct err *e)
{
	char hex[2 * SHA1_LEN + 1];

	text_hex(view_of(certs->items[0]->sha1, SHA1_LEN), hex, sizeof(hex));
	if (!text_same(hex, CROSSCAT_ROOT_SHA1))
		return err_set(e, ERR_UNTRUSTED, "not "
		    CHAIN_CODE_VERIFICATION_ROOT ": its SHA-1 is %s, expected "
		    CROSSCAT_ROOT_SHA1, hex);
	c->root = certlist_take(certs, 0);
	return true;
}

static bool
read_root(struct catalog *c, struct err *e)
{
	struct certlist certs = CERTLIST_INIT;
	bool ok = c->o->root == NULL ||
	    (download_file(c->o->root, c->o, &certs, e) &&
	    (take_root(c, &certs, e) ||
	    err_in(e, "%s", readfile_name(c->o->root))));

	certlist_clear(&certs);
	return ok;
}

bool
catalog_open(struct catalog *c, const struct cmdline *o, struct err *e)
{
	memset(c, 0, sizeof(*c));
	c->o = o;
	c->now = (int64_t)time(NULL);
	if (!read_rows(c, e) || !read_root(c, e) ||
	    !look_into(c, PLACE_USER, e))
		return false;
	c->held_by_user = c->held.count;
	return look_into(c, PLACE_MACHINE, e);
}

void
catalog_clear(struct catalog *c)
{
	crosscat_clear(&c->rows);
	certlist_clear(&c->held);
	cert_free(c->root);
	c->root = NULL;
}

/* ---- questions ---- */

const struct cert *
catalog_held(const struct catalog *c, const struct crosscat_row *r,
    enum place place)
{
	size_t i = place == PLACE_USER ? 0 : c->held_by_user;
	size_t end = place == PLACE_USER ? c->held_by_user : c->held.count;

	for (; i < end; i++)
		if (memcmp(c->held.items[i]->sha1, r->pin, SHA1_LEN) == 0)
			return c->held.items[i];
	return NULL;
}

const char *
catalog_held_in(const struct catalog *c, const struct crosscat_row *r)
{
	return catalog_held(c, r, PLACE_USER) != NULL ?
	    location_name(PLACE_USER) : catalog_held(c, r, PLACE_MACHINE) !=
	    NULL ? location_name(PLACE_MACHINE) : NULL;
}

bool
catalog_expired(const struct catalog *c, const struct crosscat_row *r)
{
	return r->has_expiry && c->now > r->expires;
}

/* ---- is it the row's? ---- */

static bool
check_row_pin(const struct crosscat_row *r, const struct cert *cert,
    struct err *e)
{
	char is[2 * SHA1_LEN + 1], pin[2 * SHA1_LEN + 1];

	if (memcmp(cert->sha1, r->pin, SHA1_LEN) == 0)
		return true;
	text_hex(view_of(cert->sha1, SHA1_LEN), is, sizeof(is));
	text_hex(view_of(r->pin, SHA1_LEN), pin, sizeof(pin));
	return err_set(e, ERR_UNTRUSTED, "not the cross-certificate of \"%s\": "
	    "its SHA-1 is %s, the catalogue has %s", r->ca, is, pin);
}

static bool
check_row_issuer(const struct crosscat_row *r, const struct cert *cert,
    struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok;

	certname_display(cert->scan.issuer, &name);
	ok = bytes_ok(&name, e);
	if (ok && !view_equal(view_bytes(&name), view_str(r->issuer)))
		ok = err_set(e, ERR_UNTRUSTED, "its issuer is \"%.*s\", the "
		    "catalogue has \"%s\"", (int)name.len, name.len != 0 ?
		    (const char *)name.data : "", r->issuer);
	bytes_clear(&name);
	return ok;
}

static bool
is_microsofts(const struct crosscat_row *r)
{
	return strcmp(r->issuer, CHAIN_CODE_VERIFICATION_ROOT) == 0;
}

bool
catalog_check(const struct catalog *c, const struct crosscat_row *r,
    const struct cert *cert, struct err *e)
{
	bool yes;

	if (!check_row_pin(r, cert, e) || !check_row_issuer(r, cert, e))
		return false;
	if (c->root == NULL || !is_microsofts(r))
		return true;
	if (!engines_start(e) || !issued_by(cert, c->root, &yes, e))
		return false;
	return yes || err_set(e, ERR_UNTRUSTED, "not signed by "
	    CHAIN_CODE_VERIFICATION_ROOT " (" CROSSCAT_ROOT_SHA1 ")");
}

/* ---- a row, for scripts and for people ---- */

static json_t *
roots_json(const struct crosscat_row *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->root_count; i++)
		json_add(&list, json_hex(view_of(r->roots[i], SHA1_LEN)));
	return list;
}

/* Not json_pack(): its "s*" takes a failed allocation for NULL. */
static void
put_known(json_t **o, const char *name, const char *text)
{
	if (text != NULL)
		json_put(o, name, json_string(text));
}

json_t *
catalog_json(const struct catalog *c, const struct crosscat_row *r,
    const char *match)
{
	json_t *o = json_object();
	char day[CERTTIME_MAX];
	const char *held = catalog_held_in(c, r);

	put_known(&o, "ca", r->ca);
	json_put(&o, "crossSha1", json_hex(view_of(r->pin, SHA1_LEN)));
	put_known(&o, "expires", r->has_expiry ?
	    certtime_date(r->expires, day) : NULL);
	put_known(&o, "state", !r->has_expiry ? NULL :
	    catalog_expired(c, r) ? "expired" : "valid");
	put_known(&o, "link", r->link);
	json_put(&o, "have", json_boolean(held != NULL));
	put_known(&o, "location", held);
	json_put(&o, "roots", roots_json(r));
	put_known(&o, "match", match);
	return o;
}

bool
catalog_is_history(const struct catalog *c, const struct crosscat_row *r)
{
	return is_microsofts(r) && catalog_expired(c, r);
}

void
catalog_add_lore(struct bytes *out, const struct crosscat_row *r)
{
	char day[CERTTIME_MAX];

	if (r == NULL)
		bytes_add_str(out, "All of them have expired, and so did "
		    CHAIN_CODE_VERIFICATION_ROOT " on\n"
		    CROSSCAT_ROOT_EXPIRES ": Windows accepts no new "
		    "kernel-mode signatures through them. They\nare ");
	else
		bytes_addf(out, "It expired on %s: Windows accepts no new "
		    "kernel-mode signatures through\nit. It is ",
		    certtime_date(r->expires, day));
	bytes_add_str(out, "still needed to verify and reproduce signatures "
	    "timestamped in time.\n" CATALOG_STORY);
}
