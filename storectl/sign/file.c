#include "file.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "formats/certs/spc.h"
#include "formats/load.h"
#include "io/readfile.h"
#include "io/workfile.h"
#include "storectl/verify/verify.h"

enum {
	ARGS = 40,
	HEAD = 256,
	STAMP_SECONDS = 180,	/* for one attempt */
	PAUSE_MS = 500,		/* before the second one; then twice as long */
};

enum target { TARGET_NONE, TARGET_PE, TARGET_CAT, TARGET_MSI, TARGET_CAB };

/* ---- what kind of file is it? ---- */

static bool
starts(struct view v, const char *with, size_t len)
{
	return v.len >= len && memcmp(v.data, with, len) == 0;
}

/* PKCS#7 whose content is a CTL. */
static bool
is_catalog(struct view v)
{
	static const char ctl[] = "\x06\x09\x2b\x06\x01\x04\x01\x82\x37\x0a\x01";
	static const char signed_data[] =
	    "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07\x02";

	return starts(v, "\x30", 1) && memmem(v.data, v.len, signed_data,
	    sizeof(signed_data) - 1) != NULL &&
	    memmem(v.data, v.len, ctl, sizeof(ctl) - 1) != NULL;
}

static enum target
target_of(struct view head)
{
	if (starts(head, "MZ", 2))
		return TARGET_PE;
	if (starts(head, "MSCF", 4))
		return TARGET_CAB;
	if (starts(head, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8))
		return TARGET_MSI;
	return is_catalog(head) ? TARGET_CAT : TARGET_NONE;
}

static bool
read_head(int fd, const struct limits *limits, unsigned char head[HEAD],
    size_t *len, struct err *e)
{
	struct stat st;
	ssize_t n;

	*len = 0;
	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat it");
	if (S_ISDIR(st.st_mode))
		return err_set(e, ERR_IO, "is a directory");
	if (!limit_check(limits, LIMIT_SIGNED_FILE, (uint64_t)st.st_size,
	    "bytes", e))
		return false;
	do
		n = pread(fd, head, HEAD, 0);
	while (n == -1 && errno == EINTR);
	if (n == -1)
		return err_errno(e, errno, "cannot be read");
	*len = (size_t)n;
	return true;
}

static bool
look_at_target(const char *path, const struct limits *limits, enum target *target,
    struct err *e)
{
	unsigned char head[HEAD];
	int fd = readfile_open(path, e);
	size_t len = 0;
	bool ok;

	*target = TARGET_NONE;
	if (fd == -1)
		return err_in(e, "%s", path);
	ok = read_head(fd, limits, head, &len, e) || err_in(e, "%s", path);
	close(fd);
	*target = target_of(view_of(head, len));
	return ok;
}

/* osslsigncode would only warn, and replace the signature of a catalogue. */
static bool
check_append(const char *path, const struct limits *limits, struct err *e)
{
	struct contents c = CONTENTS_INIT;
	struct bytes file = BYTES_INIT;
	bool ok;

	ok = readfile(path, load_cap_any, limits, &file, e) &&
	    (spc_read(view_bytes(&file), limits, &c, e) ||
	    err_in(e, "%s", path)) && (c.certs.count == 0 ||
	    err_set(e, ERR_UNSUPPORTED, "%s: is signed already, and "
	    "osslsigncode cannot add a signature to a catalogue (/as)", path));
	contents_clear(&c);
	bytes_clear(&file);
	return ok;
}

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
set_line(struct line *l, const struct sign_job *j, enum target target,
    bool nested, const char *path, const char *output)
{
	const struct sign_options *o = j->options;

	l->count = 0;
	add_arg(l, j->program->path);
	add_arg(l, "sign");
	add_pair(l, "-h", j->material->digest);
	add_identity(l, j->material);
	add_pair(l, "-n", o->description);
	add_pair(l, "-i", o->url);
	if (o->page_hashes && target == TARGET_PE)
		add_arg(l, "-ph");
	if (nested)
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
contains(struct view text, const char *what)
{
	return text.len != 0 &&
	    memmem(text.data, text.len, what, strlen(what)) != NULL;
}

static enum sign_how
judge_result(const struct process_result *r, const char *path, bool *nested,
    struct err *e)
{
	const struct view output = view_bytes(&r->output);
	struct bytes said = BYTES_INIT;

	if (r->status == 0)
		return SIGN_DONE;
	/* There is none to add to: sign as without /as. */
	if (*nested && contains(output, "Unable to extract existing sig")) {
		*nested = false;
		return SIGN_AGAIN;
	}
	if (contains(output, "Login failed")) {
		err_set(e, ERR_PASSWORD, "%s: wrong PIN",
		    path);
		return SIGN_FAILED;
	}
	osslsigncode_said(output, &said);
	if (said.len == 0)
		bytes_addf(&said, r->ended_by != 0 ? "ended by signal %d" :
		    "exit status %d", r->ended_by != 0 ? r->ended_by :
		    r->status);
	bytes_add_u8(&said, 0);
	err_set(e, ERR_IO, "%s: osslsigncode: %s", path, said.failed ? "" :
	    (const char *)said.data);
	bytes_clear(&said);
	return contains(output, "timestamping failed") ? SIGN_STAMP_FAILED :
	    SIGN_FAILED;
}

static enum sign_how
sign_once(struct sign_job *j, enum target target, bool *nested,
    const char *path, const struct workfile *w, struct err *e)
{
	struct process_result r = PROCESS_RESULT_INIT;
	enum sign_how how = SIGN_FAILED;
	struct process_job process;
	struct line l;
	bool ran;

	set_line(&l, j, target, *nested, path, w->output);
	set_process(&process, j, &l, w);
	ran = osslsigncode_run(j->program, &process, &r, e);
	j->caught = r.caught;
	if (ran)
		how = judge_result(&r, path, nested, e);
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
sign_with_retries(struct sign_job *j, enum target target, const char *path,
    const struct workfile *w, struct err *e)
{
	const struct sign_options *o = j->options;
	const unsigned long long retries = o->retries.given ?
	    o->retries.value : SIGN_RETRIES;
	bool nested = o->append && target != TARGET_CAT;
	unsigned long long n = 0;
	enum sign_how how;

	for (;;) {
		how = sign_once(j, target, &nested, path, w, e);
		if (how == SIGN_AGAIN || how == SIGN_STAMP_FAILED)
			workfile_empty(w);
		if (how == SIGN_AGAIN)
			continue;
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

static bool
is_fully_signed(const struct verified *f)
{
	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].digest_is_wrong ||
		    f->items[i].sig->verdict != SIGNED_GOOD)
			return false;
	return f->count != 0;
}

/*
 * osslsigncode ends with status 0 also when the disk was full half way. So its
 * output is looked at as storectl verify would, but for trust: every signature
 * in it is valid, and of this file.
 */
static bool
check_signed_output(struct sign_job *j, const char *path, struct err *e)
{
	struct verify_options o = { .limits = j->options->limits };
	struct verify v = { .o = &o };
	struct verified f;
	bool ok;

	ok = verify_collect(&v, path, &f, e) && (is_fully_signed(&f) ||
	    err_set(e, ERR_IO, "osslsigncode's output is incomplete; check "
	    "for a full disk"));
	j->caught = v.caught;
	verify_collect_clear(&f);
	osslsigncode_clear(&v.program);
	return ok;
}

enum sign_how
sign_file(struct sign_job *j, const char *path, struct err *e)
{
	const struct sign_options *o = j->options;
	struct workfile w = WORKFILE_INIT;
	struct err why = ERR_INIT;
	enum target target;
	enum sign_how how;

	j->caught = 0;
	if (!look_at_target(path, &o->limits, &target, e))
		return SIGN_FAILED;
	if (target == TARGET_NONE) {
		err_set(e, ERR_FORMAT, "%s: not a program (PE), "
		    "catalogue, .msi or .cab", path);
		return SIGN_UNKNOWN_FORMAT;
	}
	if (o->append && target == TARGET_CAT &&
	    !check_append(path, &o->limits, e))
		return SIGN_FAILED;
	if (!workfile_begin(&w, path, e))
		return SIGN_FAILED;
	how = sign_with_retries(j, target, path, &w, e);
	if (how == SIGN_DONE && !check_signed_output(j, w.output, &why)) {
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
