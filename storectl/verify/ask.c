/*
 * Authenticode's digests of programs, MSI, CAB and scripts are osslsigncode's
 * business. It gets the very bytes we looked at, in memory, and its output is
 * read: for each signature lines like
 *
 *   Signature Index: 0  (Primary Signature)
 *   Current message digest    : C076...
 *   Calculated message digest : C076...     (MISMATCH!!! after another one)
 *
 * Versions 2.5 to 2.9 agree on these; of MSI the words in the middle are
 * DigitalSignature. What it says of certificates is ignored: it can only trust
 * a chain whose root it is given, and chains are ours to judge. So its exit
 * status says nothing either.
 *
 * After these lines it prints, as it is, text that the signer chose: /d, /du,
 * addresses in certificates. That text may spell such lines for the next
 * signature. So each may occur only once, and truncated output is not an
 * answer.
 *
 * A program's digest is also compared with our own (formats/signed/pe.h): both
 * must agree, and bytes after the signatures, on which osslsigncode is silent,
 * make a wrong digest.
 */

#include "ask.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "formats/certs/armor.h"
#include "formats/signed/pe.h"
#include "io/memfile.h"
#include "io/readfile.h"

enum { ANSWER_SECONDS = 300, DIGEST_MAX = 64 };

/* ---- running it ---- */

static bool
find_program(struct verify *v, struct err *e)
{
	return v->program.path != NULL || osslsigncode_find(&v->program, e);
}

/* Any certificate will do: without a CA file it reads the system's, which need
 * not be there. */
static bool
make_ca_file(const struct authenticode *a, struct memfile *m, struct err *e)
{
	struct bytes pem = BYTES_INIT;
	bool ok;

	armor_write_certs(&pem, &a->data.contents.certs);
	ok = bytes_ok(&pem, e) && memfile_make(m, "certificates",
	    view_bytes(&pem), MEMFILE_PUBLIC, e);
	bytes_clear(&pem);
	return ok;
}

static bool
run_it(struct verify *v, char **argv, const struct memfile *a,
    const struct memfile *b, struct process_result *r, struct err *e)
{
	struct process_job job = { .argv = argv, .seconds = ANSWER_SECONDS };

	process_keep(&job, a->fd);
	if (b != NULL)
		process_keep(&job, b->fd);
	if (!osslsigncode_run(&v->program, &job, r, e))
		return false;
	v->caught = r->caught;
	return v->caught == 0 || err_set(e, ERR_CANCELLED, "interrupted");
}

#define WORD(s)	((char *)(uintptr_t)(s))

static bool
ask_verify(struct verify *v, const struct verified *f, struct bytes *output,
    struct err *e)
{
	struct memfile file = MEMFILE_INIT, cas = MEMFILE_INIT;
	struct process_result r = PROCESS_RESULT_INIT;
	bool ignore_cdp, ok;

	ok = find_program(v, e) && osslsigncode_takes(&v->program, "verify",
	    "-ignore-cdp", &ignore_cdp, e) && memfile_make(&file, "signed",
	    view_bytes(&f->file), MEMFILE_PUBLIC, e) &&
	    make_ca_file(f->items[0].sig, &cas, e);
	if (ok) {
		char *argv[] = {
			NULL, WORD("verify"), WORD("-CAfile"), cas.path,
			WORD("-TSA-CAfile"), cas.path, WORD("-in"), file.path,
			ignore_cdp ? WORD("-ignore-cdp") : NULL, NULL,
		};

		ok = run_it(v, argv, &file, &cas, &r, e);
	}
	if (ok)
		bytes_move(output, &r.output);
	memfile_close(&file);
	memfile_close(&cas);
	process_result_clear(&r);
	return ok;
}

/* ---- reading what it says ---- */

struct said {
	bool		is_there;	/* of this signature at all */
	bool		is_twice;	/* and once more: either may be false */
	bool		mismatch;
	struct view	label;		/* of the line before */
	size_t		current_len;
	unsigned char	current[DIGEST_MAX];
};

static bool
line_begins(struct view line, const char *with)
{
	size_t len = strlen(with);

	return line.len >= len && memcmp(line.data, with, len) == 0;
}

static bool
line_has(struct view line, const char *word)
{
	return line.len != 0 &&
	    memmem(line.data, line.len, word, strlen(word)) != NULL;
}

/* The hex digits after the colon. */
static size_t
read_hex_after_colon(struct view line, unsigned char *out)
{
	const unsigned char *p = memchr(line.data, ':', line.len);
	const unsigned char *end = line.data + line.len;
	size_t n = 0;

	for (p = p != NULL ? p + 1 : end; p < end && *p == ' '; p++)
		;
	while (n < DIGEST_MAX && end - p >= 2 && text_hex_value(p[0]) >= 0 &&
	    text_hex_value(p[1]) >= 0) {
		out[n++] = (unsigned char)(text_hex_value(p[0]) << 4 |
		    text_hex_value(p[1]));
		p += 2;
	}
	return n;
}

/* "Current message digest    : ..." -> "message digest"; else empty. */
static struct view
digest_label(struct view line, const char *first)
{
	const unsigned char *colon = memchr(line.data, ':', line.len);
	size_t skip = strlen(first), end;

	if (!line_begins(line, first) || colon == NULL)
		return view_of(NULL, 0);
	end = (size_t)(colon - line.data);
	while (end > skip && line.data[end - 1] == ' ')
		end--;
	line = view_sub(line, skip, end - skip);
	return line_has(line, "checksum") ? view_of(NULL, 0) : line;
}

static void
read_said(struct view line, struct said *s)
{
	struct view label = digest_label(line, "Current ");
	unsigned char calculated[DIGEST_MAX];
	size_t len;

	if (label.len != 0) {
		s->is_twice |= view_equal(label, s->label);
		s->label = label;
		s->current_len = read_hex_after_colon(line, s->current);
		return;
	}
	label = digest_label(line, "Calculated ");
	if (label.len == 0 || !view_equal(label, s->label))
		return;
	len = read_hex_after_colon(line, calculated);
	s->is_there = true;
	s->mismatch |= line_has(line, "MISMATCH") || len == 0 ||
	    len != s->current_len || memcmp(calculated, s->current, len) != 0;
}

/* What it says of the n-th signature. The output ends with a zero byte. */
static void
read_output(struct view output, size_t n, struct said *s)
{
	size_t index = 0, begun = 0;

	memset(s, 0, sizeof(*s));
	while (output.len > 0) {
		const unsigned char *end = memchr(output.data, '\n',
		    output.len);
		size_t len = end != NULL ? (size_t)(end - output.data) :
		    output.len;
		struct view line = view_of(output.data, len);

		if (line_begins(line, "Signature Index:")) {
			index = (size_t)strtoul((const char *)line.data +
			    strlen("Signature Index:"), NULL, 10);
			s->is_twice |= index == n && begun++ != 0;
		} else if (index == n)
			read_said(line, s);
		output = view_sub(output, len + 1, output.len - len - 1);
	}
}

static bool
no_answer(struct view output, struct err *e)
{
	struct bytes said = BYTES_INIT;

	osslsigncode_said(output, &said);
	err_set(e, ERR_UNSUPPORTED, "osslsigncode does not say whether the "
	    "digest is the file's (%.*s)", (int)said.len,
	    said.len != 0 ? (const char *)said.data : "");
	bytes_clear(&said);
	return false;
}

static bool
read_answers(struct verified *f, struct view output, struct err *e)
{
	const bool is_cut = output.len > PROCESS_OUTPUT_MAX;

	for (size_t i = 0; i < f->count; i++) {
		struct judged *j = &f->items[i];
		struct said s;

		read_output(output, i, &s);
		/* One that says another digest than we read: not this one. */
		if (s.mismatch || !view_equal(view_of(s.current,
		    s.current_len), j->sig->digest))
			j->digest_is_wrong = true;
		if (s.is_twice || is_cut)
			return err_set(e, ERR_UNSUPPORTED, is_cut ?
			    "osslsigncode's output is too long" :
			    "osslsigncode's output is ambiguous: text in a "
			    "signature looks like its verdict");
		if (!s.is_there)
			return no_answer(output, e);
	}
	return true;
}

static bool
ask_about_all(struct verify *v, struct verified *f, struct err *e)
{
	struct bytes output = BYTES_INIT;
	bool ok = ask_verify(v, f, &output, e);

	bytes_add_u8(&output, 0);	/* ends strtoul() */
	ok = ok && bytes_ok(&output, e) &&
	    read_answers(f, view_bytes(&output), e);
	bytes_clear(&output);
	return ok;
}

/* Of a program only. *all_wrong: nothing is left to ask. */
static bool
compare_program(struct verified *f, bool *all_wrong, struct err *e)
{
	unsigned char own[DIGEST_MAX];

	*all_wrong = true;
	for (size_t i = 0; i < f->count; i++) {
		struct judged *j = &f->items[i];
		struct view digest = j->sig->digest;
		const char *name = signed_digest_name(j->sig->digest_oid);

		j->digest_is_wrong = name == NULL || digest.len == 0 ||
		    digest.len > sizeof(own);
		if (!j->digest_is_wrong) {
			if (!pe_digest(view_bytes(&f->file), name, own,
			    digest.len, e))
				return false;
			j->digest_is_wrong = !view_equal(digest,
			    view_of(own, digest.len));
		}
		*all_wrong &= j->digest_is_wrong;
	}
	return true;
}

bool
verify_ask_digests(struct verify *v, struct verified *f, struct err *e)
{
	bool all_wrong = false;

	if (pe_is(view_bytes(&f->file))) {
		if (!compare_program(f, &all_wrong, e))
			return false;
		if (v->own_digests)
			return true;
	}
	return all_wrong || ask_about_all(v, f, e);
}

/* ---- getting the signature out of a file ---- */

static enum limit
container_size(struct view start)
{
	(void)start;
	return LIMIT_CONTAINER;
}

/* It writes nothing, or an empty file, when there is no signature. */
static bool
take_result(const struct verify *v, const char *path, struct view output,
    struct bytes *pkcs7, bool *is_known, struct err *e)
{
	*is_known = !line_has(output, "nsupported input file type") &&
	    !line_has(output, "nrecognized file type");
	if (access(path, F_OK) != 0)
		return true;
	return readfile(path, container_size, &v->o->limits, pkcs7, e);
}

static bool
extract_to(struct verify *v, const struct bytes *file, char *path,
    struct bytes *pkcs7, bool *is_known, struct err *e)
{
	struct process_result r = PROCESS_RESULT_INIT;
	struct memfile in = MEMFILE_INIT;
	char *argv[] = {
		NULL, WORD("extract-signature"), WORD("-in"), in.path,
		WORD("-out"), path, NULL,
	};
	bool ok;

	ok = memfile_make(&in, "signed", view_bytes(file), MEMFILE_PUBLIC,
	    e) && run_it(v, argv, &in, NULL, &r, e) &&
	    take_result(v, path, view_bytes(&r.output), pkcs7, is_known, e);
	unlink(path);
	memfile_close(&in);
	process_result_clear(&r);
	return ok;
}

bool
verify_ask_signature(struct verify *v, const struct bytes *file,
    struct bytes *pkcs7, bool *is_known, struct err *e)
{
	const char *tmp = getenv("TMPDIR");
	char *folder = NULL, *path = NULL;
	bool ok = false;

	/* osslsigncode insists on a file that is not there yet. */
	if (asprintf(&folder, "%s/spckit-verify-XXXXXX", tmp != NULL &&
	    *tmp == '/' ? tmp : "/tmp") == -1) {
		folder = NULL;
		return err_memory(e);
	}
	if (!find_program(v, e))
		goto out;
	if (mkdtemp(folder) == NULL) {
		err_errno(e, errno, "%s: cannot create the directory", folder);
		goto out;
	}
	if (asprintf(&path, "%s/signature", folder) == -1) {
		path = NULL;
		err_memory(e);
	} else
		ok = extract_to(v, file, path, pkcs7, is_known, e);
	rmdir(folder);
 out:
	free(path);
	free(folder);
	return ok;
}
