/*
 * file.h - one file signed by osslsigncode and replaced whole
 *
 * PE (.exe, .dll, .sys), .cat, .msi and .cab, told apart by content.
 * osslsigncode writes beside the file, and its output takes the file's place
 * when it is complete (io/workfile.h). After any failure, also that of a
 * timestamp server, the file is byte for byte what it was. A timestamp that
 * fails is tried again, a little later each time.
 *
 * Signals: *caught is set, the file is as it was, and the caller ends.
 * Errors:  ERR_NOT_FOUND, ERR_FORMAT (nothing that can be signed), ERR_LIMIT,
 *          ERR_EXISTS (no regular file), ERR_UNSUPPORTED, ERR_IO (osslsigncode
 *          failed; the sentence is its own, or its output is incomplete).
 */

#pragma once

#include "base/err.h"
#include "io/osslsigncode.h"
#include "material.h"
#include "options.h"

enum sign_how {
	SIGN_DONE,
	SIGN_FAILED,
	SIGN_UNKNOWN_FORMAT,
	SIGN_STAMP_FAILED,
	SIGN_INTERRUPTED,
};

struct sign_job {
	const struct osslsigncode	*program;
	const struct sign_material	*material;
	const struct sign_options	*options;
	int				 caught;
};

/* SIGN_DONE, or the error says why not. */
enum sign_how	sign_file(struct sign_job *j, const char *path,
		    struct err *e);
