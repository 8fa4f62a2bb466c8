#include "ask.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "io/memfile.h"
#include "io/readfile.h"

enum { ANSWER_SECONDS = 300 };

/* ---- running it ---- */

#define WORD(s)	((char *)(uintptr_t)(s))

static enum limit
container_size(struct view start)
{
	(void)start;
	return LIMIT_CONTAINER;
}

static bool
run_it(struct verify *v, const char *command, struct view file,
    const char *path, struct err *e)
{
	struct process_result r = PROCESS_RESULT_INIT;
	struct memfile in = MEMFILE_INIT;
	char *argv[] = {
		NULL, WORD(command), WORD("-in"), in.path, WORD("-out"),
		WORD(path), NULL,
	};
	struct process_job job = { .argv = argv, .seconds = ANSWER_SECONDS,
	    .confined = true };
	bool ok = memfile_make(&in, "package", file, MEMFILE_PUBLIC, e);

	process_keep(&job, in.fd);
	ok = ok && osslsigncode_run(&v->program, &job, &r, e);
	if (ok)
		v->caught = r.caught;
	memfile_close(&in);
	process_result_clear(&r);
	return ok && (v->caught == 0 || err_set(e, ERR_CANCELLED,
	    "interrupted"));
}

/* What it writes to a file of a folder of ours: it insists on one that is not
 * there yet, and writes none, or an empty one, when it has no answer. */
static bool
ask_in(struct verify *v, const char *command, struct view file,
    const char *path, struct bytes *answer, struct err *e)
{
	bool ok = run_it(v, command, file, path, e) &&
	    (access(path, F_OK) != 0 ||
	    readfile(path, container_size, &v->o->limits, answer, e));

	unlink(path);
	return ok && (answer->len != 0 || err_set(e, ERR_UNSUPPORTED,
	    "osslsigncode could not read the package: it is malformed, or "
	    "the program is older than 2.8"));
}

static bool
ask_osslsigncode(struct verify *v, const char *command, struct view file,
    struct bytes *answer, struct err *e)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = NULL, *path = NULL;
	bool ok = false;

	if (v->program.path == NULL && !osslsigncode_find(&v->program, e))
		return false;
	if (asprintf(&folder, "%s/spckit-verify-XXXXXX", tmp != NULL &&
	    *tmp == '/' ? tmp : "/tmp") == -1)
		return err_memory(e);
	if (mkdtemp(folder) == NULL) {
		err_errno(e, errno, "%s: cannot create the directory", folder);
		goto out;
	}
	if (asprintf(&path, "%s/answer", folder) == -1) {
		path = NULL;
		err_memory(e);
	} else
		ok = ask_in(v, command, file, path, answer, e);
	rmdir(folder);
 out:
	free(path);
	free(folder);
	return ok;
}

bool
verify_ask_signature(struct verify *v, struct view file, struct bytes *pkcs7,
    struct err *e)
{
	return ask_osslsigncode(v, "extract-signature", file, pkcs7, e);
}

bool
verify_ask_digest(struct verify *v, struct view file,
    const struct authenticode *sig, bool *has, struct err *e)
{
	struct authenticode own = AUTHENTICODE_INIT;
	struct bytes answer = BYTES_INIT;
	bool ok, is_signed;

	*has = false;
	ok = ask_osslsigncode(v, "extract-data", file, &answer, e) &&
	    (authenticode_read(view_bytes(&answer), &v->o->limits, &own,
	    &is_signed, e) || err_in(e, "osslsigncode's answer"));
	/* All of it: kind of package, algorithm, digests. */
	if (ok)
		*has = own.data.value.len != 0 && view_equal(own.data.value,
		    sig->data.value);
	authenticode_clear(&own);
	bytes_clear(&answer);
	return ok;
}
