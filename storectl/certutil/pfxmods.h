/*
 * pfxmods.h - the last argument of certutil -exportPFX
 *
 * Words separated by commas, any letter case; CryptoAlgorithm= has a value.
 *
 * Ownership: crypto is one of our own words.
 * Errors:    ERR_USAGE for unknown, empty and contradicting words, and for
 *            unknown values.
 */

#pragma once

#include "base/err.h"

struct pfxmods {
	const char	*crypto;	/* as of -crypto; NULL: not given */
	bool		 plain_certs;	/* NoEncryptCert */
	bool		 no_chain;
	bool		 no_root;
	bool		 properties;	/* ExtendedProperties */
};

/* Is there a modifier among the words, or a misspelt one? Then the operand is not a file. */
bool	pfxmods_look(const char *text);
bool	pfxmods_parse(const char *text, struct pfxmods *m, struct err *e)
	    MUST_CHECK;
