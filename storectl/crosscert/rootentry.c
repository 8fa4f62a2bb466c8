#include "rootentry.h"

#include <stdlib.h>
#include <string.h>

#include "asn1/oids.h"
#include "base/array.h"
#include "base/text.h"
#include "cert/certprop.h"

/* What the list decides, and takes away where it says nothing of it. */
static bool
is_of_the_list(uint32_t id)
{
	switch (id) {
	case CERTPROP_FRIENDLY_NAME:
	case CERTPROP_USAGES:
	case CERTPROP_KEY_ID:
	case CERTPROP_NAME_MD5:
	case CERTPROP_ROOT_POLICIES:
	case CERTPROP_ROOT_NAMES:
	case CERTPROP_ROOT_SHA256:
	case CERTPROP_DISALLOWED_TIME:
	case CERTPROP_CHAIN_POLICIES:
	case CERTPROP_DISALLOWED_USAGES:
	case CERTPROP_NOT_BEFORE_TIME:
	case CERTPROP_NOT_BEFORE_USAGES:
		return true;
	default:
		return false;
	}
}

/* Of a private key, or of the certificate itself: no list has a say. */
static bool
is_ours(uint32_t id)
{
	return id == CERTPROP_KEY_PROV_INFO || id == CERTPROP_SHA1 || id == 0 ||
	    (id >= 32 && id <= 34);
}

/* ---- the entries ---- */

static int
compare_by_sha1(const void *a, const void *b)
{
	return memcmp(a, b, SHA1_LEN);
}

static bool
add_entry(struct rootentries *r, const struct ctl_entry *x, struct err *e)
{
	struct rootentry *new;

	if (x->identifier.len != SHA1_LEN)
		return err_set(e, ERR_INPUT, "an identifier of %zu bytes, "
		    "expected a SHA-1", x->identifier.len);
	if (r->count == ROOTENTRIES_MAX)
		return err_set(e, ERR_LIMIT, "more than %d roots",
		    ROOTENTRIES_MAX);
	if (!array_room(&r->items, r->count, sizeof(*r->items), e))
		return false;
	new = &r->items[r->count++];
	memset(new, 0, sizeof(*new));
	memcpy(new->sha1, x->identifier.data, SHA1_LEN);
	new->attributes = x->attributes;
	return true;
}

static bool
check_twice(const struct rootentries *r, struct err *e)
{
	char hex[2 * SHA1_LEN + 1];

	for (size_t i = 1; i < r->count; i++) {
		if (memcmp(r->items[i - 1].sha1, r->items[i].sha1,
		    SHA1_LEN) != 0)
			continue;
		text_hex(view_of(r->items[i].sha1, SHA1_LEN), hex, sizeof(hex));
		return err_set(e, ERR_INPUT, "the list has two entries for %s",
		    hex);
	}
	return true;
}

bool
rootentries_read(struct rootentries *r, const struct rootlist *l,
    struct err *e)
{
	struct der rest = der_open(l->ctl.entries);
	struct ctl_entry x;
	size_t n = 0;
	bool end;

	memset(r, 0, sizeof(*r));
	if (!der_oid_is(l->ctl.algorithm, OID_SHA1))
		return err_set(e, ERR_UNSUPPORTED, "the list does not name "
		    "roots by their SHA-1");
	for (;;) {
		if (!ctl_next(&rest, &n, &x, &end, e))
			return false;
		if (end)
			break;
		if (!add_entry(r, &x, e))
			return err_in(e, "entry %zu", n);
	}
	if (r->count != 0)
		qsort(r->items, r->count, sizeof(*r->items), compare_by_sha1);
	return check_twice(r, e);
}

void
rootentries_clear(struct rootentries *r)
{
	for (size_t i = 0; i < r->count; i++)
		cert_free(r->items[i].cert);
	free(r->items);
	memset(r, 0, sizeof(*r));
}

const struct rootentry *
rootentries_find(const struct rootentries *r,
    const unsigned char sha1[SHA1_LEN])
{
	return r->count == 0 ? NULL : bsearch(sha1, r->items, r->count,
	    sizeof(*r->items), compare_by_sha1);
}

/* ---- properties ---- */

/* What the store has besides. */
static bool
keep_others(struct cert *c, const struct cert *old, struct err *e)
{
	struct view rest, value;
	uint32_t id;

	if (old == NULL)
		return true;
	rest = view_bytes(&old->properties);
	while (certprop_next(&rest, &id, &value))
		if (!is_of_the_list(id) && !certprop_set(c, id, value, e))
			return false;
	return true;
}

static bool
set_name_of(struct cert *c, struct view utf16, struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok;

	text_from_utf16(utf16, TEXT_LE, true, &name);
	ok = bytes_ok(&name, e) &&
	    cert_set_friendly_name(c, view_bytes(&name), e);
	bytes_clear(&name);
	return ok;
}

static bool
set_one(struct cert *c, uint32_t id, struct view value, struct err *e)
{
	unsigned char sha256[SHA256_LEN];

	if (id == CERTPROP_ROOT_SHA256) {
		sha256_of(view_bytes(&c->der), sha256);
		if (!view_equal(value, view_of(sha256, SHA256_LEN)))
			return err_set(e, ERR_UNTRUSTED, "not the certificate "
			    "of the list: its SHA-256 is another one");
	}
	if (id == CERTPROP_FRIENDLY_NAME && !set_name_of(c, value, e))
		return false;
	return certprop_set(c, id, value, e);
}

static bool
set_properties(struct cert *c, struct view attributes, struct err *e)
{
	struct der rest = der_open(attributes);
	uint32_t seen[32], id;
	struct view value;
	size_t n = 0;

	while (ctl_property(&rest, &id, &value, e)) {
		/* An empty one takes the property away (so were VeriSign's and
		 * thawte's roots enabled again). */
		if (is_ours(id) || value.len == 0)
			continue;
		for (size_t i = 0; i < n; i++)
			if (seen[i] == id)
				return err_set(e, ERR_INPUT, "property %u "
				    "comes twice", (unsigned)id);
		if (n == COUNT_OF(seen))
			return err_set(e, ERR_LIMIT, "more than %zu "
			    "properties", n);
		seen[n++] = id;
		if (!set_one(c, id, value, e))
			return false;
	}
	return e->code == ERR_NONE;
}

/* In whatever order. */
static bool
same_properties(const struct cert *a, const struct cert *b)
{
	struct view rest = view_bytes(&a->properties), value, other;
	uint32_t id;
	size_t n = 0, m = 0;

	for (; certprop_next(&rest, &id, &value); n += id != CERTPROP_SHA1)
		if (id != CERTPROP_SHA1 && (!certprop_get(b, id, &other) ||
		    !view_equal(value, other)))
			return false;
	rest = view_bytes(&b->properties);
	while (certprop_next(&rest, &id, &value))
		m += id != CERTPROP_SHA1;
	return n == m;
}

bool
rootentry_apply(struct rootentry *x, const struct cert *old, bool *changed,
    struct err *e)
{
	struct err why = ERR_INIT;
	char hex[2 * SHA1_LEN + 1];

	*changed = true;
	bytes_clear(&x->cert->properties);
	if (!keep_others(x->cert, old, &why) ||
	    !set_properties(x->cert, x->attributes, &why)) {
		*e = why;
		text_hex(view_of(x->sha1, SHA1_LEN), hex, sizeof(hex));
		return err_in(e, "the root %s", hex);
	}
	*changed = old == NULL || !same_properties(x->cert, old);
	return true;
}
