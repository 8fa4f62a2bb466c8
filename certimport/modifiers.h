/*
 * modifiers.h - the last argument of certutil -importPFX
 *
 * A list of words separated by commas, any letter case, three of them with a
 * value: NoExport,NoRoot,FriendlyName=Release 2026. A value ends at the next
 * comma; there is no way to put one into it, as there is none on Windows.
 *
 * Ownership: strings are new; modifiers_clear().
 * Errors:    ERR_USAGE (unknown, empty, contradicting or repeated words, a
 *            word without its value), ERR_UNSUPPORTED (VSM), ERR_MEMORY.
 */

#pragma once

#include "base/err.h"
#include "cert/key.h"

struct modifiers {
	enum key_spec	 spec;		/* KEY_SPEC_NONE: what the file says */
	bool		 no_export;
	bool		 export_encrypted;
	bool		 no_cert;
	bool		 no_chain;
	bool		 no_root;
	bool		 protect;
	char		*friendly_name;	/* of the certificate */
	char		*key_friendly_name;
	char		*key_description;
};
#define MODIFIERS_INIT	{ KEY_SPEC_NONE, false, false, false, false, false, \
			  false, NULL, NULL, NULL }

enum modifiers_look {
	MODIFIERS_NONE,		/* no part of it is a modifier */
	MODIFIERS_SOME,
	MODIFIERS_ALL,
};

/* Could this operand be the modifiers? */
enum modifiers_look	modifiers_look(const char *text);
/* Is every part of it like a modifier? One that is misspelt. */
bool	modifiers_resemble(const char *text);
bool	modifiers_parse(const char *text, struct modifiers *m, struct err *e)
	    MUST_CHECK;
void	modifiers_clear(struct modifiers *m);
/* The words there are, separated by spaces, for messages and usage texts. */
const char	*modifiers_known(void);
