/*
 * cmdline.h - pvk2pfx's options
 *
 * One const table: the six options of the Windows program first, in the order
 * of its usage text, then ours.
 *
 * Ownership: strings point into argv. convert_cmdline_clear() wipes the passwords.
 */

#pragma once

#include "base/limits.h"
#include "base/secret.h"
#include "cli/opt.h"
#include "convert.h"

struct cmdline {
	const char	*pvk;
	const char	*spc;
	const char	*pfx;
	struct secret	 pi;
	struct secret	 po;
	bool		 force;
	const char	*pi_from;
	const char	*po_from;
	const char	*pi_encoding;
	const char	*name;
	const char	*csp;
	const char	*crypto;
	struct opt_uint	 iter;
	const char	*batch;
	struct opt_uint	 jobs;
	bool		 json;
	bool		 verbose;
	struct limits	 limits;
	enum opt_special special;
	bool		 windows_help;	/* asked as on Windows: -? or /? */
};

/* Refusals: f->part is PART_NO_PVK or PART_NO_SPC when that file is not named,
 * else PART_COMMAND. c->json is right also after a refusal. */
bool	convert_cmdline_parse(int argc, char **argv, struct cmdline *c,
	    struct failure *f) MUST_CHECK;
void	convert_cmdline_clear(struct cmdline *c);
/* Windows' own text byte for byte, then our options. */
void	convert_cmdline_usage(FILE *to);
void	convert_cmdline_names(FILE *to);
