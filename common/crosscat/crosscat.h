/*
 * crosscat.h - the catalogue of cross-certificates: which one fits a root?
 *
 * A row is a cross-certificate for a CA's root, issued by Microsoft Code
 * Verification Root unless the row says otherwise. The 24 of
 * Microsoft's page are our own data (table.c); a user's file adds rows
 * and replaces those of the same name or the same cross-certificate.
 *
 * What Microsoft's page calls the "root certificate thumbprint" is that of the
 * cross-certificate, so it can never be met in a chain; it is the pin that a
 * download must have. The roots' own thumbprints and keys stand beside it.
 *
 * The file is UTF-8 text, a row a line, columns separated by tabs, as
 * io/tsv.h reads them ("-" or nothing: not known):
 *
 *   1 name        what people call the CA
 *   2 pin         SHA-1 of the cross-certificate
 *   3 expires     2021-04-15 or 2021/04/15
 *   4 link        where it may be had (http, https)
 *   5 roots       SHA-1 of the root, several separated by commas
 *   6 subject     the root's, as a list shows it (certname_display())
 *   7 key         SHA-256 of the root's SubjectPublicKeyInfo (cert/spki.h)
 *   8 issuer      who issued it, as a list shows it
 *
 * Only name and pin are needed. Thumbprints are read as people paste them.
 *
 * Input:      a user's file is untrusted: CROSSCAT_ROWS, CROSSCAT_ROOTS and
 *             CROSSCAT_TEXT bound it.
 * Ownership:  rows own their strings; matches point into the catalogue.
 * Errors:     ERR_INPUT (with the line), ERR_FORMAT, ERR_LIMIT, ERR_MEMORY.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/sha.h"
#include "cert/cert.h"

enum {
	CROSSCAT_ROWS = 1024,
	CROSSCAT_ROOTS = 8,	/* of one row */
	CROSSCAT_TEXT = 1024,	/* bytes of a column */
};

/* The root of kernel-mode signatures; its certificate is not needed. */
#define CROSSCAT_ROOT_SHA1	"8fbe4d070ef8ab1bccaf2a9d5ccae7282a2c66b3"
#define CROSSCAT_ROOT_EXPIRES	"2025-11-01"

struct crosscat_row {
	char		*ca;
	char		*folded;	/* crosscat_folded() */
	unsigned char	 pin[SHA1_LEN];
	bool		 has_expiry;
	int64_t		 expires;	/* last second of the day, UTC */
	char		*link;		/* NULL: not known, as below */
	char		*subject;
	char		*folded_subject;
	char		*issuer;	/* never NULL */
	unsigned char	 roots[CROSSCAT_ROOTS][SHA1_LEN];
	size_t		 root_count;
	bool		 has_key;
	unsigned char	 key[SHA256_LEN];
	bool		 of_user;	/* from a file */
};

struct crosscat {
	struct crosscat_row	*rows;
	size_t			 count;
};
#define CROSSCAT_INIT { NULL, 0 }

/* The rows of Microsoft's page. */
bool	crosscat_builtin(struct crosscat *c, struct err *e) MUST_CHECK;
/* Those of a user's file, in addition or instead. */
bool	crosscat_read(struct crosscat *c, struct view text, struct err *e)
	    MUST_CHECK;
void	crosscat_clear(struct crosscat *c);

/* NULL: not in the catalogue. */
const struct crosscat_row *crosscat_by_pin(const struct crosscat *c,
	    const unsigned char sha1[SHA1_LEN]);
/* By name (any case, any dash; a part of it is enough when it is in one row
 * only), by pin, or by the root's own name, whole. ERR_NO_MATCH, ERR_AMBIGUOUS
 * name rows. */
bool	crosscat_named(const struct crosscat *c, const char *name,
	    const struct crosscat_row **row, struct err *e) MUST_CHECK;

/* How sure is it that a row is for a root? */
enum crosscat_sure {
	CROSSCAT_BY_SHA1,	/* the root itself is known */
	CROSSCAT_BY_KEY,	/* its public key, from the row or a
				   cross-certificate that is held */
	CROSSCAT_PROBABLE,	/* the same name: nothing more is known */
};

/* What is known of a root; of one that is missing only the name. */
struct crosscat_root {
	struct view		 subject;	/* whole Name */
	struct view		 spki;		/* empty: not known */
	const unsigned char	*sha1;		/* NULL: not known */
};

struct crosscat_match {
	const struct crosscat_row	*row;
	enum crosscat_sure		 sure;
};

/* The rows that fit, surest first. `held` are the cross-certificates at hand:
 * one of the row's pin answers for the root's key, either way. *matches is new
 * and the caller's (free()). */
bool	crosscat_find(const struct crosscat *c, const struct crosscat_root *r,
	    const struct certlist *held, struct crosscat_match **matches,
	    size_t *count, struct err *e) MUST_CHECK;

/* A name for comparing: ASCII letters in lower case, any dash a hyphen, single
 * spaces. New, the caller's; NULL: out of memory. */
char	*crosscat_folded(struct view name, struct err *e) MUST_CHECK;

/* ---- table.c ---- */

enum { CROSSCAT_COLUMNS = 8, CROSSCAT_BUILTIN = 24 };
extern const char *const crosscat_table[CROSSCAT_BUILTIN][CROSSCAT_COLUMNS];
