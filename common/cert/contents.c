#include "cert/contents.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"

static bool
append_warning(struct contents *c, char *text, struct err *e)
{
	if (!array_room(&c->warnings, c->warning_count, sizeof(text), e)) {
		free(text);
		return false;
	}
	c->warnings[c->warning_count++] = text;
	return true;
}

bool
contents_warn(struct contents *c, struct err *e, const char *fmt, ...)
{
	char *text;
	va_list ap;
	int n;

	va_start(ap, fmt);
	n = vasprintf(&text, fmt, ap);
	va_end(ap);
	if (n < 0)
		return err_memory(e);
	return append_warning(c, text, e);
}

static bool
move_items(struct contents *to, struct contents *from, struct err *e)
{
	while (from->keys.count != 0)
		if (!keylist_add(&to->keys, keylist_take(&from->keys, 0), e))
			return false;
	/* Not certlist_take(): from the front of a long list, one by one,
	 * that is quadratic. */
	for (size_t i = 0; i < from->certs.count; i++) {
		struct cert *c = from->certs.items[i];

		from->certs.items[i] = NULL;
		if (!certlist_add(&to->certs, c, e))
			return false;
	}
	for (size_t i = 0; i < from->warning_count; i++) {
		char *text = from->warnings[i];

		from->warnings[i] = NULL;
		if (!append_warning(to, text, e))
			return false;
	}
	return true;
}

bool
contents_merge(struct contents *to, struct contents *from, struct err *e)
{
	bool ok;

	to->crls += from->crls;
	to->others += from->others;
	to->encrypted |= from->encrypted;
	to->password_unchecked |= from->password_unchecked;
	ok = move_items(to, from, e);
	contents_clear(from);
	return ok;
}

void
contents_clear(struct contents *c)
{
	keylist_clear(&c->keys);
	certlist_clear(&c->certs);
	for (size_t i = 0; i < c->warning_count; i++)
		free(c->warnings[i]);
	free(c->warnings);
	memset(c, 0, sizeof(*c));
}
