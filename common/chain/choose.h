/*
 * choose.h - of several certificates that match, which one is meant?
 *
 * A renewal keeps its names and often its key: the certificate that is valid
 * longest is meant. One whose validity cannot be read loses to any other, and
 * of two that are valid equally long the first stays.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"

/* Is a valid for longer than b? */
bool	choose_longer(const struct cert *a, const struct cert *b);

/* Where one is needed: all of them are counted, the first ones listed, a line
 * each (err.h). */
enum { CHOOSE_LISTED_MAX = 10 };
struct choose_several {
	const struct cert	*certs[CHOOSE_LISTED_MAX];
	size_t			 count;
};
#define CHOOSE_SEVERAL_INIT { { NULL }, 0 }
#define CHOOSE_CURE	"choose one with -sha1 HASH, or the one that is valid " \
			"longest with -a"

void	choose_list(struct choose_several *s, const struct cert *c);
/* ERR_AMBIGUOUS with the list. */
bool	choose_refuse_several(const struct choose_several *s, const char *cure,
	    struct err *e);
