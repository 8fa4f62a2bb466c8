/*
 * wipes.h - what was wiped: the sizes, and the bytes that were there before
 *
 * The linker sends explicit_bzero(3) of the library to the function here (--wrap,
 * tests.mk). With _FORTIFY_SOURCE the call has another name.
 */

#ifndef SPCKIT_TESTS_WIPES_H
#define SPCKIT_TESTS_WIPES_H

#include <stdbool.h>
#include <string.h>

enum { WIPES_MAX = 64, WIPE_KEPT = 64 };

static struct {
	size_t		len;
	unsigned char	before[WIPE_KEPT];
} wipes[WIPES_MAX];
static size_t wipe_count;

void	__wrap_explicit_bzero(void *p, size_t len);
void	__wrap___explicit_bzero_chk(void *p, size_t len, size_t room);

void
__wrap_explicit_bzero(void *p, size_t len)
{
	volatile unsigned char *to = p;

	if (wipe_count < WIPES_MAX) {
		wipes[wipe_count].len = len;
		memcpy(wipes[wipe_count++].before, p,
		    len < WIPE_KEPT ? len : WIPE_KEPT);
	}
	for (size_t i = 0; i < len; i++)
		to[i] = 0;
}

void
__wrap___explicit_bzero_chk(void *p, size_t len, size_t room)
{
	(void)room;
	__wrap_explicit_bzero(p, len);
}

/* How many wipes of this size there were since wipe_count was last set. */
static inline size_t
wipes_of(size_t len)
{
	size_t n = 0;

	for (size_t i = 0; i < wipe_count; i++)
		n += wipes[i].len == len;
	return n;
}

/* Was this text wiped? */
static inline bool
wiped(const char *text)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < wipe_count; i++)
		if (wipes[i].len >= len && len <= WIPE_KEPT &&
		    memcmp(wipes[i].before, text, len) == 0)
			return true;
	return false;
}

#endif
