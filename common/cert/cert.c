#include "cert/cert.h"

#include <stdlib.h>
#include <string.h>

struct cert *
cert_new_opaque(struct view der, struct err *e)
{
	struct err why = ERR_INIT;
	struct cert *c;

	c = calloc(1, sizeof(*c));
	if (c == NULL || !bytes_set(&c->der, der, e)) {
		cert_free(c);
		err_memory(e);
		return NULL;
	}
	sha1_of(der, c->sha1);
	c->scanned = certscan_read(view_bytes(&c->der), &c->scan, &why);
	if (!c->scanned && (c->scan_error = strdup(why.msg)) == NULL) {
		cert_free(c);
		err_memory(e);
		return NULL;
	}
	return c;
}

struct cert *
cert_new(struct view der, struct err *e)
{
	struct cert *c;

	c = cert_new_opaque(der, e);
	if (c != NULL && !c->scanned) {
		err_set(e, ERR_INPUT, "%s", c->scan_error);
		cert_free(c);
		return NULL;
	}
	return c;
}

struct cert *
cert_dup(const struct cert *c, struct err *e)
{
	struct cert *copy;

	copy = cert_new_opaque(view_bytes(&c->der), e);
	if (copy == NULL)
		return NULL;
	if (!bytes_set(&copy->local_key_id, view_bytes(&c->local_key_id), e) ||
	    !bytes_set(&copy->properties, view_bytes(&c->properties), e) ||
	    (c->friendly_name != NULL && !cert_set_friendly_name(copy,
	    view_str(c->friendly_name), e))) {
		cert_free(copy);
		return NULL;
	}
	return copy;
}

bool
cert_set_friendly_name(struct cert *c, struct view utf8, struct err *e)
{
	char *name = malloc(utf8.len + 1);

	if (name == NULL)
		return err_memory(e);
	if (utf8.len != 0)
		memcpy(name, utf8.data, utf8.len);
	name[utf8.len] = '\0';
	free(c->friendly_name);
	c->friendly_name = name;
	return true;
}

void
cert_free(struct cert *c)
{
	if (c == NULL)
		return;
	bytes_clear(&c->der);
	bytes_clear(&c->local_key_id);
	bytes_clear(&c->properties);
	free(c->scan_error);
	free(c->friendly_name);
	free(c);
}

bool
cert_is_root(const struct cert *c)
{
	return c->scanned && certscan_self_signed(&c->scan);
}

bool
cert_same(const struct cert *a, const struct cert *b)
{
	return memcmp(a->sha1, b->sha1, SHA1_LEN) == 0 &&
	    view_equal(view_bytes(&a->der), view_bytes(&b->der));
}

bool
cert_is_twin(const struct cert *a, const struct cert *b)
{
	const struct certscan *x = &a->scan, *y = &b->scan;

	if (cert_same(a, b))
		return true;
	return a->scanned && b->scanned && (view_equal(x->tbs, y->tbs) ||
	    (view_equal(x->serial, y->serial) &&
	    view_equal(x->issuer, y->issuer)));
}

/* What the second copy of a certificate knows and the first does not. */
static void
fill_cert_gaps(struct cert *first, struct cert *second)
{
	if (first->friendly_name == NULL) {
		first->friendly_name = second->friendly_name;
		second->friendly_name = NULL;
	}
	if (first->local_key_id.len == 0)
		bytes_move(&first->local_key_id, &second->local_key_id);
	if (first->properties.len == 0)
		bytes_move(&first->properties, &second->properties);
}

/*
 * Duplicates are looked for by a plain loop in short lists and through a hash
 * of the thumbprints in long ones: a serialized store may hold 100 000. The
 * index holds places + 1, 0 is free; it is dropped when something is taken out.
 */
enum { INDEX_FROM = 64 };

static size_t
slot_in_index(const struct certlist *l, const struct cert *c)
{
	size_t slot, i;

	/* A thumbprint is as good as random; any of its bytes will do. */
	slot = (size_t)c->sha1[0] | (size_t)c->sha1[1] << 8 |
	    (size_t)c->sha1[2] << 16 | (size_t)c->sha1[3] << 24;
	for (slot %= l->index_size; (i = l->index[slot]) != 0;
	    slot = (slot + 1) % l->index_size)
		if (cert_same(l->items[i - 1], c))
			break;
	return slot;
}

static bool
build_index(struct certlist *l, struct err *e)
{
	size_t size = l->cap * 2;

	free(l->index);
	l->index_size = 0;
	l->index = calloc(size, sizeof(*l->index));
	if (l->index == NULL)
		return err_memory(e);
	l->index_size = size;
	for (size_t i = 0; i < l->count; i++)
		l->index[slot_in_index(l, l->items[i])] = (uint32_t)i + 1;
	return true;
}

static struct cert *
find_same_cert(const struct certlist *l, const struct cert *c)
{
	size_t i;

	if (l->index_size != 0) {
		i = l->index[slot_in_index(l, c)];
		return i != 0 ? l->items[i - 1] : NULL;
	}
	for (i = 0; i < l->count; i++)
		if (cert_same(l->items[i], c))
			return l->items[i];
	return NULL;
}

static bool
grow_list(struct certlist *l, struct err *e)
{
	size_t cap = l->cap != 0 ? l->cap * 2 : 8;
	struct cert **items;

	if (l->count < l->cap)
		return true;
	items = reallocarray(l->items, cap, sizeof(*items));
	if (items == NULL)
		return err_memory(e);
	l->items = items;
	l->cap = cap;
	l->index_size = 0;
	return true;
}

bool
certlist_add(struct certlist *l, struct cert *c, struct err *e)
{
	if (!grow_list(l, e)) {
		cert_free(c);
		return false;
	}
	l->items[l->count++] = c;
	if (l->index_size != 0)
		l->index[slot_in_index(l, c)] = (uint32_t)l->count;
	return true;
}

bool
certlist_add_new(struct certlist *l, struct cert *c, struct err *e)
{
	struct cert *same;

	/* Room first: it is what puts the index out of date. */
	if (!grow_list(l, e) || (l->index_size == 0 &&
	    l->count >= INDEX_FROM && !build_index(l, e))) {
		cert_free(c);
		return false;
	}
	same = find_same_cert(l, c);
	if (same == NULL)
		return certlist_add(l, c, e);
	fill_cert_gaps(same, c);
	cert_free(c);
	return true;
}

struct cert *
certlist_take(struct certlist *l, size_t i)
{
	struct cert *c = l->items[i];

	l->index_size = 0;
	l->count--;
	memmove(l->items + i, l->items + i + 1,
	    (l->count - i) * sizeof(*l->items));
	return c;
}

void
certlist_clear(struct certlist *l)
{
	for (size_t i = 0; i < l->count; i++)
		cert_free(l->items[i]);
	free(l->items);
	free(l->index);
	memset(l, 0, sizeof(*l));
}
