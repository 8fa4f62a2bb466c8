#include "bundle.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/array.h"

/* ---- one ---- */

void
bundle_clear(struct bundle *p)
{
	const struct bundle none = BUNDLE_INIT;

	identity_free(p->id);
	cert_free(p->cert);
	key_free(p->key);
	certlist_clear(&p->chain);
	certlist_clear(&p->unrelated);
	*p = none;
}

const struct key *
bundle_key(const struct bundle *p)
{
	return p->id != NULL ? p->id->key : p->key;
}

struct cert *
bundle_cert(const struct bundle *p)
{
	return p->id != NULL ? p->id->leaf : p->cert;
}

struct certlist *
bundle_chain(struct bundle *p)
{
	return p->id != NULL ? &p->id->chain : &p->chain;
}

struct certlist *
bundle_unrelated(struct bundle *p)
{
	return p->id != NULL ? &p->id->unrelated : &p->unrelated;
}

bool
bundle_is_complete(struct bundle *p, const struct cert **top)
{
	const struct certlist *chain = bundle_chain(p);

	*top = bundle_cert(p);
	if (*top == NULL || cert_is_root(*top))
		return true;
	for (size_t i = 0; i < chain->count; i++) {
		*top = chain->items[i];
		if (cert_is_root(*top))
			return true;
	}
	return false;
}

void
bundle_drop_chain(struct bundle *p)
{
	certlist_clear(bundle_chain(p));
	certlist_clear(bundle_unrelated(p));
}

static void
drop_roots(struct certlist *l)
{
	for (size_t i = 0; i < l->count; )
		if (cert_is_root(l->items[i]))
			cert_free(certlist_take(l, i));
		else
			i++;
}

void
bundle_drop_roots(struct bundle *p)
{
	drop_roots(bundle_chain(p));
	drop_roots(bundle_unrelated(p));
}

/* ---- all of them ---- */

bool
bundles_add(struct bundles *l, struct bundle *p, struct err *e)
{
	const struct bundle none = BUNDLE_INIT;

	if (!array_room(&l->items, l->count, sizeof(*l->items), e)) {
		bundle_clear(p);
		return false;
	}
	l->items[l->count++] = *p;
	*p = none;
	return true;
}

bool
bundles_note(struct bundles *l, struct err *e, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	if (!array_room(&l->notes, l->note_count, sizeof(text), e))
		return false;
	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return err_memory(e);
	l->notes[l->note_count++] = text;
	return true;
}

bool
bundles_note_warnings(struct bundles *l, const char *name,
    const struct contents *c, struct err *e)
{
	for (size_t i = 0; i < c->warning_count; i++)
		if (!bundles_note(l, e, "%s: %s", name, c->warnings[i]))
			return false;
	return true;
}

void
bundles_clear(struct bundles *l)
{
	const struct bundles none = BUNDLES_INIT;

	for (size_t i = 0; i < l->count; i++)
		bundle_clear(&l->items[i]);
	for (size_t i = 0; i < l->note_count; i++)
		free(l->notes[i]);
	free(l->items);
	free(l->notes);
	*l = none;
}

size_t
bundles_keys(const struct bundles *l)
{
	size_t n = 0;

	for (size_t i = 0; i < l->count; i++)
		n += bundle_key(&l->items[i]) != NULL;
	return n;
}

static bool
add_copy_of(const struct cert *c, struct certlist *all, struct err *e)
{
	struct cert *copy = cert_dup(c, e);

	return copy != NULL && certlist_add_new(all, copy, e);
}

static bool
add_copies(const struct certlist *from, struct certlist *all, struct err *e)
{
	for (size_t i = 0; i < from->count; i++)
		if (!add_copy_of(from->items[i], all, e))
			return false;
	return true;
}

bool
bundles_certs(const struct bundles *l, struct certlist *all, struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct bundle *p = &l->items[i];
		const struct cert *c = bundle_cert(p);

		if ((c != NULL && !add_copy_of(c, all, e)) ||
		    !add_copies(bundle_chain(p), all, e) ||
		    !add_copies(bundle_unrelated(p), all, e))
			return false;
	}
	return true;
}
