#include "catalog.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "body.h"
#include "cert/certname.h"
#include "chain/chain.h"
#include "chain/issued.h"
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
	static const char *const stores[] = { "Root", "CA" };
	unsigned char sha1[SHA1_LEN];
	size_t len;

	if (!text_unhex(CROSSCAT_ROOT_SHA1, sha1, sizeof(sha1), &len))
		return err_set(e, ERR_CRYPTO, CROSSCAT_ROOT_SHA1);
	for (size_t i = 0; c->root == NULL && i < COUNT_OF(stores); i++)
		if (!find_in(l, stores[i], sha1, &c->root, e))
			return false;
	return true;
}

static bool
find_rows(struct catalog *c, const struct location *l, struct certlist *held,
    struct err *e)
{
	for (size_t i = 0; i < c->rows.count; i++) {
		struct cert *cert, *copy;

		if (!find_in(l, "CA", c->rows.rows[i].pin, &cert, e))
			return false;
		if (cert == NULL)
			continue;
		copy = cert_dup(cert, e);
		if (!certlist_add(held, cert, e)) {
			cert_free(copy);
			return false;
		}
		if (copy == NULL || !certlist_add_new(&c->held, copy, e))
			return false;
	}
	return true;
}

static bool
look_into(struct catalog *c, enum place place, struct certlist *held,
    struct err *e)
{
	struct location l = LOCATION_INIT;
	struct err why = ERR_INIT;
	bool ok = true;

	if (location_open(&l, place, LOCATION_READ, &why))
		ok = l.fd == -1 || (find_root(c, &l, e) &&
		    find_rows(c, &l, held, e));
	else if (why.code == ERR_MEMORY)
		ok = err_memory(e);
	location_close(&l);
	return ok;
}

/* ---- files ---- */

static enum limit
cap(struct view start)
{
	(void)start;
	return LIMIT_CONTAINER;
}

static bool
read_rows(struct catalog *c, const struct options *o, struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok;

	if (!crosscat_builtin(&c->rows, e))
		return false;
	if (o->catalog == NULL)
		return true;
	ok = readfile(o->catalog, cap, &o->which.limits, &text, e) &&
	    (crosscat_read(&c->rows, view_bytes(&text), e) ||
	    err_in(e, "%s", readfile_name(o->catalog)));
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
		return err_set(e, ERR_UNTRUSTED, "this is not "
		    CHAIN_CODE_VERIFICATION_ROOT ": its SHA-1 is %s, that of "
		    "the root " CROSSCAT_ROOT_SHA1, hex);
	c->root = certlist_take(certs, 0);
	return true;
}

static bool
read_root(struct catalog *c, const struct options *o, struct err *e)
{
	struct certlist certs = CERTLIST_INIT;
	struct bytes file = BYTES_INIT;
	bool ok;

	if (o->root == NULL)
		return true;
	ok = engines_start(e) &&
	    readfile(o->root, cap, &o->which.limits, &file, e) &&
	    ((body_read(view_bytes(&file), &o->which.limits, &certs, e) &&
	    take_root(c, &certs, e)) ||
	    err_in(e, "%s", readfile_name(o->root)));
	certlist_clear(&certs);
	bytes_clear(&file);
	return ok;
}

bool
catalog_open(struct catalog *c, const struct options *o, struct err *e)
{
	memset(c, 0, sizeof(*c));
	c->now = (int64_t)time(NULL);
	return read_rows(c, o, e) && read_root(c, o, e) &&
	    look_into(c, PLACE_USER, &c->in_user, e) &&
	    look_into(c, PLACE_MACHINE, &c->in_machine, e);
}

void
catalog_clear(struct catalog *c)
{
	crosscat_clear(&c->rows);
	certlist_clear(&c->held);
	certlist_clear(&c->in_user);
	certlist_clear(&c->in_machine);
	cert_free(c->root);
	c->root = NULL;
}

/* ---- questions ---- */

static const struct cert *
find(const struct certlist *l, const struct crosscat_row *r)
{
	for (size_t i = 0; i < l->count; i++)
		if (memcmp(l->items[i]->sha1, r->pin, SHA1_LEN) == 0)
			return l->items[i];
	return NULL;
}

const struct cert *
catalog_held(const struct catalog *c, const struct crosscat_row *r,
    enum place *place)
{
	const struct cert *cert = find(&c->in_user, r);

	*place = PLACE_USER;
	if (cert == NULL) {
		cert = find(&c->in_machine, r);
		*place = PLACE_MACHINE;
	}
	return cert;
}

bool
catalog_expired(const struct catalog *c, const struct crosscat_row *r)
{
	return r->has_expiry && c->now > r->expires;
}

/* ---- is it the row's? ---- */

static bool
check_pin(const struct crosscat_row *r, const struct cert *cert,
    struct err *e)
{
	char is[2 * SHA1_LEN + 1], pin[2 * SHA1_LEN + 1];

	if (memcmp(cert->sha1, r->pin, SHA1_LEN) == 0)
		return true;
	text_hex(view_of(cert->sha1, SHA1_LEN), is, sizeof(is));
	text_hex(view_of(r->pin, SHA1_LEN), pin, sizeof(pin));
	return err_set(e, ERR_UNTRUSTED, "this is not the cross-certificate of "
	    "\"%s\": its SHA-1 is %s, the catalogue's is %s", r->ca, is, pin);
}

static bool
check_issuer(const struct crosscat_row *r, const struct cert *cert,
    struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok;

	certname_display(cert->scan.issuer, &name);
	ok = bytes_ok(&name, e);
	if (ok && !view_equal(view_bytes(&name), view_str(r->issuer)))
		ok = err_set(e, ERR_UNTRUSTED, "its issuer is \"%.*s\", the "
		    "catalogue's is \"%s\"", (int)name.len, name.len != 0 ?
		    (const char *)name.data : "", r->issuer);
	bytes_clear(&name);
	return ok;
}

bool
catalog_check(const struct catalog *c, const struct crosscat_row *r,
    const struct cert *cert, struct err *e)
{
	bool yes;

	if (!check_pin(r, cert, e) || !check_issuer(r, cert, e))
		return false;
	if (c->root == NULL ||
	    strcmp(r->issuer, CHAIN_CODE_VERIFICATION_ROOT) != 0)
		return true;
	if (!engines_start(e) || !issued_by(cert, c->root, &yes, e))
		return false;
	return yes || err_set(e, ERR_UNTRUSTED, "its signature is not that of "
	    CHAIN_CODE_VERIFICATION_ROOT " (" CROSSCAT_ROOT_SHA1 ")");
}
