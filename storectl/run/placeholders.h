/*
 * placeholders.h - {pfx}, {key}, ... in another program's line
 *
 *   {pfx}       PKCS#12: key, certificate, chain; its password is {pass}
 *   {key}       the private key, PKCS#8 in PEM, in the clear
 *   {pvk}       the private key as PVK, in the clear
 *   {cert}      the certificate, PEM
 *   {chain}     the certificate and what it needs, PEM, the root last
 *   {spc}       the same as PKCS#7, DER
 *   {pass}      the password of {pfx}: random, for this run only
 *   {passfile}  a file with that password, without an end of line
 *
 * All but {pass} become /proc/self/fd/N, files in memory (memfile.h). They may
 * stand anywhere in an argument, any number of times; other words in braces stay
 * as they are.
 *
 * Ownership: placeholders_clear(). The expanded arguments are the caller's.
 * Secrets:   in memory that is locked and wiped; {pass} is visible in the list of
 *            processes, and opens only a file that is gone with the program.
 * Errors:    ERR_NO_KEY, ERR_KEY_STATE (a key that may only leave encrypted,
 *            and {key} or {pvk} is asked for), those of the writers.
 */

#pragma once

#include "base/err.h"
#include "base/secret.h"
#include "io/memfile.h"
#include "io/process.h"
#include "storectl/export/bundle.h"
#include "storectl/export/format.h"

enum placeholder {
	PLACEHOLDER_PFX, PLACEHOLDER_KEY, PLACEHOLDER_PVK, PLACEHOLDER_CERT,
	PLACEHOLDER_CHAIN, PLACEHOLDER_SPC, PLACEHOLDER_PASSFILE,
	PLACEHOLDER_PASS,
	PLACEHOLDER_COUNT
};

struct placeholders {
	bool		used[PLACEHOLDER_COUNT];
	struct memfile	files[PLACEHOLDER_COUNT];
	struct secret	pass;
};

/* Which ones are in these arguments? ERR_USAGE when there are none. */
bool	placeholders_find(struct placeholders *p, int argc, char **argv,
	    struct err *e) MUST_CHECK;
bool	placeholders_need_key(const struct placeholders *p);
/* `options` is for the PFX; its password is set in here. */
bool	placeholders_fill(struct placeholders *p, struct bundles *one,
	    const struct export_options *options, struct err *e) MUST_CHECK;
/* New arguments, NULL after the last; placeholders_free_args(). */
char	**placeholders_expand(const struct placeholders *p, int argc,
	    char **argv, struct err *e) MUST_CHECK;
void	placeholders_free_args(char **argv);
void	placeholders_keep(const struct placeholders *p, struct process_job *j);
void	placeholders_clear(struct placeholders *p);
