#include "base/secret.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>

bool
secret_alloc(struct secret *s, size_t len, struct err *e)
{
	secret_clear(s);
	if (len == SIZE_MAX || (s->data = calloc(1, len + 1)) == NULL)
		return err_memory(e);
	s->len = len;
	s->given = true;
	return true;
}

bool
secret_set(struct secret *s, struct view v, struct err *e)
{
	struct secret fresh = SECRET_INIT;

	/* Through a fresh copy: v may lie inside *s. */
	if (!secret_alloc(&fresh, v.len, e))
		return false;
	if (v.len != 0)
		memcpy(fresh.data, v.data, v.len);
	secret_move(s, &fresh);
	return true;
}

bool
secret_copy(struct secret *to, const struct secret *from, struct err *e)
{
	if (!from->given) {
		secret_clear(to);
		return true;
	}
	if (!secret_set(to, secret_view(from), e))
		return false;
	to->typed = from->typed;
	return true;
}

bool
secret_take_arg(struct secret *s, char *arg, struct err *e)
{
	size_t len = strlen(arg);
	bool ok;

	ok = secret_set(s, view_of(arg, len), e);
	explicit_bzero(arg, len);
	return ok;
}

void
secret_move(struct secret *to, struct secret *from)
{
	if (to == from)
		return;
	secret_clear(to);
	*to = *from;
	from->data = NULL;
	from->len = 0;
	from->given = false;
	from->typed = 0;
}

bool
secret_equal(const struct secret *a, const struct secret *b)
{
	if (a->given != b->given || a->len != b->len)
		return false;
	return a->len == 0 || CRYPTO_memcmp(a->data, b->data, a->len) == 0;
}

struct view
secret_view(const struct secret *s)
{
	return view_of(s->data, s->len);
}

void
secret_clear(struct secret *s)
{
	if (s->data != NULL)
		explicit_bzero(s->data, s->len);
	free(s->data);
	s->data = NULL;
	s->len = 0;
	s->given = false;
	s->typed = 0;
}
