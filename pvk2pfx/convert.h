/*
 * convert.h - one private key and its certificates -> one PFX
 *
 * convert_read()    the two inputs -> an identity; asks for the password of
 *                   the key where `may_ask` and one is needed
 * convert_write()   the identity -> a PFX, complete in a temporary file
 * convert_commit()  the file gets its name
 *
 * The three are apart because the wizard comes between the first two, and a
 * batch commits many files at once (atomicfile_commit_group).
 *
 * Passwords: the PFX gets `po`; without one the password of the key as it was
 *            given or asked for, whether the key file needed it or not (as
 *            Windows documents it: "same as -pi if not given"); with neither
 *            the empty one, and conversion.empty_password is set.
 * Errors:    struct failure says which part of the work failed, which
 *            report.c needs beside the code.
 */

#pragma once

#include "base/err.h"
#include "base/limits.h"
#include "base/secret.h"
#include "cert/contents.h"
#include "cert/identity.h"
#include "formats/key/pbe.h"
#include "io/atomicfile.h"

enum part {
	PART_COMMAND,		/* the command line, a source of a password */
	PART_NO_PVK,		/* the command line does not name that file */
	PART_NO_SPC,
	PART_PVK,
	PART_SPC,
	PART_PFX,
};

struct failure {
	enum part	 part;
	const char	*file;		/* NULL: none in particular */
	struct err	 err;
};
#define FAILURE_INIT { PART_COMMAND, NULL, ERR_INIT }

/* What is the same for all rows of a batch. */
struct convert_options {
	const char		*pi_encoding;	/* NULL: as it is given */
	const char		*name;
	const char		*csp;
	enum pbe_profile	 profile;
	uint32_t		 iterations;
	bool			 force;
	bool			 may_ask;
	const struct limits	*limits;
};

struct conversion {
	const struct convert_options *options;
	const char	*pvk;		/* borrowed, like all strings here */
	const char	*spc;
	const char	*pfx;		/* NULL: the wizard asks */
	const char	*po_from;	/* asked for by convert_write() */
	struct secret	 pi;
	struct secret	 po;
	bool		 replace;
	/* results */
	struct identity	*id;
	struct contents	 key_file;	/* what is left of it: warnings */
	struct contents	 cert_file;
	struct contents	 caveats;	/* nothing but warnings: what a signer
					   would miss */
	bool		 caveats_told;	/* by the wizard */
	bool		 empty_password;
	struct atomicfile file;
};

void	conversion_init(struct conversion *c,
	    const struct convert_options *options);
bool	convert_read(struct conversion *c, struct failure *f) MUST_CHECK;
bool	convert_write(struct conversion *c, struct failure *f) MUST_CHECK;
bool	convert_commit(struct conversion *c, struct failure *f) MUST_CHECK;
/* Wipes the passwords and the key, removes a file not committed. */
void	conversion_clear(struct conversion *c);

/* "AES256-SHA256" */
const char	*convert_profile_name(enum pbe_profile profile);
