/*
 * selection.h - which certificates of which store a command line means
 *
 * Every program that selects certificates in a store embeds a struct selection
 * in its options and SELECTION_OPTIONS in its table, so that -n means the same
 * everywhere. What may also be meant without being an option, the CertId, is
 * set by the program (selection_of()).
 *
 * Ownership: strings are the command line's; so are those of the criteria.
 * Errors:    ERR_USAGE for values that are empty or not a hash.
 */

#pragma once

#include "base/err.h"
#include "chain/select.h"
#include "cli/opt.h"
#include "store/location.h"

struct selection {
	/* where */
	const char	*store;		/* NULL: the command's usual one */
	bool		 user;
	bool		 machine;
	/* which */
	const char	*subject;
	const char	*issuer;
	const char	*root;
	const char	*hash;
	const char	*usage;
	const char	*template_name;
	bool		 longest;
	const char	*id;		/* the CertId, or NULL */
	bool		 windows;	/* options are spelled as certutil's */
};

/* The rows of an option table, for `member`, a struct selection in `type`. */
#define SELECTION_FIELD(type, member, field) \
	(offsetof(type, member) + offsetof(struct selection, field))
#define SELECTION_OPTIONS(type, member) \
	{ "s", OPT_STRING, 0, SELECTION_FIELD(type, member, store), \
	  "STORE", "the store: My (default), CA, Root, ...", NULL }, \
	{ "user", OPT_FLAG, 0, SELECTION_FIELD(type, member, user), \
	  NULL, "the user's stores", NULL }, \
	{ "sm", OPT_FLAG, 0, SELECTION_FIELD(type, member, machine), \
	  NULL, "the machine's stores", NULL }, \
	{ "n", OPT_STRING, 0, SELECTION_FIELD(type, member, subject), \
	  "TEXT", "part of the subject, in any case", NULL }, \
	{ "i", OPT_STRING, 0, SELECTION_FIELD(type, member, issuer), \
	  "TEXT", "part of the issuer", NULL }, \
	{ "r", OPT_STRING, 0, SELECTION_FIELD(type, member, root), \
	  "TEXT", "part of the subject of the root", NULL }, \
	{ "sha1", OPT_STRING, 0, SELECTION_FIELD(type, member, hash), \
	  "HASH", "the thumbprint, or its first 8 or more digits", NULL }, \
	{ "u", OPT_STRING, 0, SELECTION_FIELD(type, member, usage), \
	  "USAGE", "an extended key usage, by number or name", NULL }, \
	{ "c", OPT_STRING, 0, SELECTION_FIELD(type, member, template_name), \
	  "NAME", "the certificate template", NULL }, \
	{ "a", OPT_FLAG, 0, SELECTION_FIELD(type, member, longest), \
	  NULL, "of several, the one that is valid longest", NULL }

/* What was given, with what is meant where nothing was, and a CertId or NULL. */
struct selection selection_of(const struct selection *given, enum place place,
		    const char *store, const char *id);
enum place	 selection_place(const struct selection *s, enum place usual);
/* As the criteria of chain/select.h, at this moment. */
bool		 selection_criteria(const struct selection *s,
		    struct select *criteria, struct err *e) MUST_CHECK;
