#include "base/err.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static enum err_code
code_of_errno(int errnum)
{
	switch (errnum) {
	case ENOENT:
	case ENOTDIR:
		return ERR_NOT_FOUND;
	case EACCES:
	case EPERM:
		return ERR_ACCESS;
	case EEXIST:
		return ERR_EXISTS;
	case ENOMEM:
		return ERR_MEMORY;
	default:
		return ERR_IO;
	}
}

bool
err_set(struct err *e, enum err_code code, const char *fmt, ...)
{
	va_list ap;

	e->code = code;
	e->list = 0;
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return false;
}

bool
err_errno(struct err *e, int errnum, const char *fmt, ...)
{
	va_list ap;

	e->code = code_of_errno(errnum);
	e->list = 0;
	va_start(ap, fmt);
	vsnprintf(e->msg, sizeof(e->msg), fmt, ap);
	va_end(ap);
	return err_add(e, ": %s", strerror(errnum));
}

bool
err_memory(struct err *e)
{
	return err_set(e, ERR_MEMORY, "out of memory");
}

bool
err_in(struct err *e, const char *fmt, ...)
{
	size_t size = sizeof(e->msg), tail = strlen(e->msg), head;
	char subject[ERR_MSG_MAX];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(subject, sizeof(subject), fmt, ap);
	va_end(ap);

	/* A long subject loses its tail, down to half of the space: what is
	 * wrong matters more than all of a long path. */
	head = size - 1 - 2;
	if (tail < head / 2)
		head -= tail;
	else
		head /= 2;
	if (strlen(subject) < head)
		head = strlen(subject);
	if (tail > size - 1 - 2 - head)
		tail = size - 1 - 2 - head;
	memmove(e->msg + head + 2, e->msg, tail);
	memcpy(e->msg, subject, head);
	memcpy(e->msg + head, ": ", 2);
	e->msg[head + 2 + tail] = '\0';
	if (e->list != 0)
		e->list += head + 2;
	if (e->list > head + 2 + tail)
		e->list = 0;
	return false;
}

bool
err_add(struct err *e, const char *fmt, ...)
{
	size_t used = strlen(e->msg);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(e->msg + used, sizeof(e->msg) - used, fmt, ap);
	va_end(ap);
	return false;
}

bool
err_list(struct err *e, const char *text)
{
	size_t used = strlen(e->msg);

	if (used + strlen(text) + sizeof("\n  ") > sizeof(e->msg))
		return false;
	if (e->list == 0)
		e->list = used;
	return err_add(e, "\n  %s", text);
}

void
err_clear(struct err *e)
{
	e->code = ERR_NONE;
	e->list = 0;
	e->msg[0] = '\0';
}
