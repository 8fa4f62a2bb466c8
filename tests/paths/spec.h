/*
 * spec.h - cases of path validation as text
 *
 * A case is a few lines; `#` begins a comment, a value has `_` for a space:
 *
 *	case NAME		begins a case
 *	expect valid|invalid	what is right; none: not known
 *	at YYYYMMDD		the time of the check (20260601)
 *	policy N|any		a policy that is wanted; may be repeated
 *	explicit		and has to be there
 *	lists			revocation is checked
 *	leaf ID			whose path is looked for; else the last ee
 *	root|ca|ee ID ARG...	a certificate: trusted, of a CA, of another
 *	crl ID ARG...		a revocation list
 *
 * An argument is NAME=VALUE; of several of one name the last one counts. What
 * each of them means is with the function that writes it (make.c, crl.c).
 * Certificates and lists are made in their order, so that an issuer comes
 * before what it issued.
 *
 * Ownership:  spec_clear().
 * Errors:     this is a tool of the tests: it says what is wrong and exits.
 */

#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SPEC_LINES = 64, SPEC_ARGS = 24, SPEC_POLICIES = 8 };

struct spec_arg {
	const char	*name;
	const char	*value;
};

struct spec_line {
	const char	*kind;		/* root, ca, ee, crl */
	const char	*id;
	struct spec_arg	 args[SPEC_ARGS];
	size_t		 count;
};

struct spec {
	const char		*name;
	const char		*expect;	/* NULL: not known */
	const char		*leaf;
	int64_t			 at;
	const char		*policies[SPEC_POLICIES];
	size_t			 policy_count;
	bool			 explicit_policy;
	bool			 lists;
	struct spec_line	 lines[SPEC_LINES];
	size_t			 count;
	char			*text;		/* the strings are in it */
};

/* The next case of *rest, which moves on; false: there is none. */
bool		 spec_next(const char **rest, struct spec *s);
void		 spec_clear(struct spec *s);
const char	*spec_arg(const struct spec_line *l, const char *name,
		    const char *otherwise);
/* YYYYMMDD as seconds since 1970. */
int64_t		 spec_time(const char *day);
_Noreturn void	 spec_die(const char *what, const char *which);
