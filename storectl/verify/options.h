/*
 * options.h - SignTool's verify options, and a few of ours
 *
 * A table of its own: SignTool's letters mean other things here than they do to
 * the other verbs (/a, /c, /as). What SignTool has and we do not offer is
 * refused with the reason.
 *
 * Ownership: strings point into argv.
 * Errors:    ERR_USAGE, ERR_UNSUPPORTED.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "cli/opt.h"

enum verify_policy { VERIFY_DRIVER, VERIFY_AUTHENTICODE, VERIFY_KERNEL };

struct verify_options {
	/* Which policy, which signatures. */
	bool		 pa;
	bool		 kp;
	bool		 all;
	struct opt_uint	 index;		/* /ds */
	const char	*catalog;
	const char	*hash;		/* SHA1, SHA256 */
	bool		 any;		/* /a */
	/* What the signer must be. */
	const char	*root;
	struct opt_list	 signer_sha1;
	struct opt_list	 ca_sha1;
	struct opt_list	 usages;
	/* What is said. */
	bool		 warn_unstamped;
	bool		 page_hashes;
	bool		 describe;
	bool		 verbose;
	bool		 quiet;
	bool		 debug;
	bool		 json;
	/* Ours. */
	const char	*kernel_root;	/* FILE or SHA-1 */
	struct opt_list	 stamp_root;	/* the same */
	struct opt_list	 crl;
	const char	*revocation;	/* online */
	const char	*proxy;
	const char	*ca_file;
	const char	*timeout;
	const char	*retries;
	struct limits	 limits;
	bool		 nothing;	/* refused: no file is named */
	const char	*bad_hash;	/* refused, too */
	enum opt_special special;
	int		 file_count;
	char		**files;
};

extern const struct opt_table verify_options_table;

/* argv[0] is skipped. o->json is right also after a refusal. */
bool	verify_options_parse(int argc, char **argv, struct verify_options *o,
	    struct err *e) MUST_CHECK;
bool	verify_options_online(const struct verify_options *o);
enum verify_policy	verify_options_policy(const struct verify_options *o);
void	verify_options_usage(FILE *to);
