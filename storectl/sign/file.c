#include "file.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "before.h"
#include "io/workfile.h"
#include "storectl/verify/verify.h"

enum {
	ARGS = 40,
	STAMP_SECONDS = 180,	/* for one attempt */
	PAUSE_MS = 500,		/* before the second one; then twice as long */
};

/* ---- osslsigncode's line ---- */

struct line {
	char	*argv[ARGS + 1];
	size_t	 count;
};

/* execve(2) takes what it does not change as char *. */
static void
add_arg(struct line *l, const char *arg)
{
	if (l->count < ARGS)
		l->argv[l->count++] = (char *)(uintptr_t)arg;
	l->argv[l->count] = NULL;
}

static void
add_pair(struct line *l, const char *option, const char *value)
{
	if (value == NULL || *value == '\0')
		return;
	add_arg(l, option);
	add_arg(l, value);
}

static void
add_identity(struct line *l, const struct sign_material *m)
{
	add_pair(l, "-pkcs11module", m->module);
	add_pair(l, "-certs", m->certs.path);
	add_pair(l, "-key", m->key_uri != NULL ? m->key_uri : m->key.path);
	add_pair(l, "-readpass", m->pin.path);
	add_pair(l, "-ac", m->cross.path);
}

static void
set_line(struct line *l, const struct sign_job *j, const struct sign_before *b,
    const char *path, const char *output)
{
	const struct sign_options *o = j->options;

	l->count = 0;
	add_arg(l, j->program->path);
	add_arg(l, "sign");
	add_pair(l, "-h", j->material->digest);
	add_identity(l, j->material);
	add_pair(l, "-n", o->description);
	add_pair(l, "-i", o->url);
	if (o->page_hashes && b->kind == SIGNED_PE)
		add_arg(l, "-ph");
	if (b->is_extended)
		add_arg(l, "-add-msi-dse");
	if (b->count != 0)
		add_arg(l, "-nest");
	add_pair(l, "-t", o->stamp);
	add_pair(l, "-ts", o->rfc_stamp);
	add_pair(l, "-in", path);
	add_pair(l, "-out", output);
}

static void
set_process(struct process_job *p, const struct sign_job *j, struct line *l,
    const struct workfile *w)
{
	const struct sign_options *o = j->options;

	memset(p, 0, sizeof(*p));
	p->argv = l->argv;
	process_keep(p, w->folder);
	process_keep(p, j->material->certs.fd);
	process_keep(p, j->material->cross.fd);
	process_keep(p, j->material->key.fd);
	process_keep(p, j->material->pin.fd);
	process_hide(p, o->password_from);
	process_hide(p, o->key_password_from);
	if (o->stamp != NULL || o->rfc_stamp != NULL)
		p->seconds = STAMP_SECONDS;
}

/* ---- running it ---- */

static bool
contains(const struct bytes *text, const char *what)
{
	return text->len != 0 &&
	    memmem(text->data, text->len, what, strlen(what)) != NULL;
}

static bool
said(const struct process_result *r, const char *what)
{
	return contains(&r->errors, what) || contains(&r->output, what);
}

static enum sign_how
judge_result(const struct process_result *r, const char *path, struct err *e)
{
	struct bytes text = BYTES_INIT;

	if (r->status == 0)
		return SIGN_DONE;
	if (said(r, "Login failed")) {
		err_set(e, ERR_PASSWORD, "%s: wrong PIN", path);
		return SIGN_FAILED;
	}
	osslsigncode_said(r, &text);
	if (text.len == 0)
		bytes_addf(&text, r->ended_by != 0 ? "ended by signal %d" :
		    "exit status %d", r->ended_by != 0 ? r->ended_by :
		    r->status);
	err_set(e, ERR_IO, "%s: osslsigncode: %.*s", path, text.failed ? 0 :
	    (int)text.len, text.failed ? "" : (const char *)text.data);
	bytes_clear(&text);
	return said(r, "timestamping failed") ? SIGN_STAMP_FAILED :
	    SIGN_FAILED;
}

static enum sign_how
sign_once(struct sign_job *j, const struct sign_before *b, const char *path,
    const struct workfile *w, struct err *e)
{
	struct process_result r = PROCESS_RESULT_INIT;
	enum sign_how how = SIGN_FAILED;
	struct process_job process;
	struct line l;
	bool ran;

	set_line(&l, j, b, path, w->output);
	set_process(&process, j, &l, w);
	ran = osslsigncode_run(j->program, &process, &r, e);
	j->caught = r.caught;
	if (ran)
		how = judge_result(&r, path, e);
	else if (e->code == ERR_LIMIT)	/* a server that never answers */
		how = SIGN_STAMP_FAILED;
	process_result_clear(&r);
	return j->caught != 0 ? SIGN_INTERRUPTED : how;
}

static void
pause_before(unsigned long long n)
{
	const long long ms = (long long)PAUSE_MS << (n - 1);
	const struct timespec t = { (time_t)(ms / 1000),
	    (long)(ms % 1000) * 1000000 };

	nanosleep(&t, NULL);
}

/* The sentence without the name in front of it. */
static const char *
without_name(const char *sentence, const char *name)
{
	size_t len = strlen(name);

	return strncmp(sentence, name, len) == 0 ? sentence + len + 2 :
	    sentence;
}

/* What it means, and then what the program said. */
static void
explain_stamp(const struct sign_options *o, unsigned long long attempts,
    const char *path, struct err *e)
{
	const bool rfc = o->rfc_stamp != NULL;
	char said[ERR_MSG_MAX];

	snprintf(said, sizeof(said), "%s", e->msg);
	err_set(e, ERR_IO, "%s: left unchanged: no timestamp from %s after "
	    "%llu attempt%s (%s)", path, rfc ? o->rfc_stamp : o->stamp, attempts,
	    attempts == 1 ? "" : "s", rfc ?
	    "/tr is for RFC 3161, /t for Authenticode's own" :
	    "/t is for Authenticode's own, /tr for RFC 3161");
	err_add(e, ": %s", without_name(said, path));
}

static enum sign_how
sign_with_retries(struct sign_job *j, const struct sign_before *b,
    const char *path, const struct workfile *w, struct err *e)
{
	const struct sign_options *o = j->options;
	const unsigned long long retries = o->retries.given ?
	    o->retries.value : SIGN_RETRIES;
	unsigned long long n = 0;
	enum sign_how how;

	for (;;) {
		how = sign_once(j, b, path, w, e);
		if (how == SIGN_STAMP_FAILED)
			workfile_empty(w);
		if (how != SIGN_STAMP_FAILED || n == retries)
			break;
		pause_before(++n);
		err_clear(e);
	}
	if (how == SIGN_STAMP_FAILED)
		explain_stamp(o, n + 1, path, e);
	return how;
}

/* ---- one file ---- */

/*
 * osslsigncode ends with status 0 also when the disk was full half way. So its
 * output is looked at as storectl verify would, but for trust.
 */
static bool
check_signed_output(struct sign_job *j, const struct sign_before *b,
    const char *path, struct err *e)
{
	struct verify_options o = { .limits = j->options->limits };
	struct verify v = { .o = &o };
	struct verified f;
	bool ok;

	ok = verify_collect(&v, path, &f, e) && sign_before_check(b, &f,
	    &o.limits, e);
	j->caught = v.caught;
	verify_collect_clear(&f);
	osslsigncode_clear(&v.program);
	return ok;
}

enum sign_how
sign_file(struct sign_job *j, const char *path, struct err *e)
{
	struct workfile w = WORKFILE_INIT;
	struct err why = ERR_INIT;
	struct sign_before b;
	enum sign_how how;

	j->caught = 0;
	if (!sign_before_look(&b, path, j->options, j->material, e))
		return e->code == ERR_FORMAT ? SIGN_UNKNOWN_FORMAT :
		    SIGN_FAILED;
	if (!workfile_begin(&w, path, e))
		return SIGN_FAILED;
	how = sign_with_retries(j, &b, path, &w, e);
	if (how == SIGN_DONE && !check_signed_output(j, &b, w.output, &why)) {
		/* The path of the output means nothing to the user. */
		err_set(e, why.code, "%s: left unchanged; the new file: %s",
		    path, without_name(why.msg, w.output));
		how = j->caught != 0 ? SIGN_INTERRUPTED : SIGN_FAILED;
	}
	if (how == SIGN_DONE && !workfile_commit(&w, e))
		how = SIGN_FAILED;
	workfile_abort(&w);
	return how;
}
