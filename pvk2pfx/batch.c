#include "batch.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/passin.h"
#include "base/readfile.h"
#include "formats/load.h"

enum {
	ROUND = 64,		/* most lines, and temporary files, at a time */
	ROUND_MS = 250,		/* a round is to take about that */
	PROGRESS_MS = 1000,
	JOBS_MAX = 64,
};

enum column { COL_PVK, COL_PI, COL_SPC, COL_PFX, COL_PO, COLUMNS };

struct row {
	unsigned long	 line;
	const char	*column[COLUMNS];	/* NULL: not given */
	struct conversion conversion;
	struct failure	 failure;
	bool		 ok;
};

struct round {
	const struct convert_options *options;
	struct row	 rows[ROUND];
	size_t		 count;
	atomic_size_t	 next;		/* row to be taken by a thread */
};

/* What is left of the text, cut up as it goes. */
struct lines {
	char		*at;		/* NULL: at the end */
	unsigned long	 number;
};

struct progress {
	bool		 wanted;
	bool		 shown;
	long long	 started;
};

static long long
now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- the file ---- */

static bool
split_columns(char *line, struct row *row)
{
	size_t n = 0;
	char *next;

	memset(row->column, 0, sizeof(row->column));
	for (; line != NULL; line = next, n++) {
		next = strchr(line, '\t');
		if (next != NULL)
			*next++ = '\0';
		if (n >= COLUMNS) {
			if (*line != '\0')
				return err_set(&row->failure.err, ERR_USAGE,
				    "more than %d columns", COLUMNS);
		} else if (*line != '\0' && strcmp(line, "-") != 0) {
			row->column[n] = line;
		}
	}
	return true;
}

/* The next line with something in it; false at the end. */
static bool
next_line(struct lines *l, char **line)
{
	size_t len;

	while (l->at != NULL) {
		*line = l->at;
		l->at = strchr(l->at, '\n');
		if (l->at != NULL)
			*l->at++ = '\0';
		l->number++;
		len = strlen(*line);
		if (len != 0 && (*line)[len - 1] == '\r')
			(*line)[--len] = '\0';
		if (len != 0 && **line != '#')
			return true;
	}
	return false;
}

static bool
check_columns(struct row *row)
{
	static const struct { enum column column; const char *name; }
	    needed[] = {
		{ COL_PVK, "private key" }, { COL_SPC, "certificates" },
		{ COL_PFX, "PFX" },
	};
	struct err *e = &row->failure.err;

	for (size_t i = 0; i < COUNT_OF(needed); i++)
		if (row->column[needed[i].column] == NULL)
			return err_set(e, ERR_USAGE, "column %d (%s) is empty; "
			    "expected pvk, pi-from, spc, pfx, po-from "
			    "separated by tabs", needed[i].column + 1,
			    needed[i].name);
	return true;
}

/* Sources are read here, in the order of the lines, so that lines may take
 * their passwords from one descriptor one after the other. */
static bool
source(const char *from, enum passin_how how, const char *option,
    struct secret *out, struct err *e)
{
	if (from == NULL)
		return true;
	if (strcmp(from, "prompt") == 0)
		return err_set(e, ERR_USAGE, "prompt: nobody is asked in a "
		    "batch");
	return passin_source(from, "", how, option, out, e);
}

static void
begin_row(struct row *row, char *line, unsigned long number,
    const struct convert_options *options)
{
	const struct failure none = FAILURE_INIT;
	struct conversion *c = &row->conversion;

	row->line = number;
	row->failure = none;
	conversion_init(c, options);
	row->ok = split_columns(line, row) && check_columns(row) &&
	    source(row->column[COL_PI], PASSIN_ONCE, "pi-from", &c->pi,
	    &row->failure.err) &&
	    source(row->column[COL_PO], PASSIN_CONFIRM, "po-from", &c->po,
	    &row->failure.err);
	c->pvk = row->column[COL_PVK];
	c->spc = row->column[COL_SPC];
	c->pfx = row->column[COL_PFX];
}

/* ---- a round ---- */

static void
convert_row(struct row *row)
{
	if (row->ok)
		row->ok = convert_read(&row->conversion, &row->failure) &&
		    convert_write(&row->conversion, &row->failure);
}

static void *
work(void *arg)
{
	struct round *round = arg;

	for (;;) {
		size_t i = atomic_fetch_add(&round->next, 1);

		if (i >= round->count)
			return NULL;
		convert_row(&round->rows[i]);
	}
}

/* As many threads as can be had; this one works too. */
static void
convert_round(struct round *round, unsigned jobs)
{
	pthread_t threads[JOBS_MAX];
	unsigned n = 0;

	atomic_store(&round->next, 0);
	while (n + 1 < jobs && n + 1 < round->count &&
	    pthread_create(&threads[n], NULL, work, round) == 0)
		n++;
	work(round);
	while (n != 0)
		pthread_join(threads[--n], NULL);
}

static void
commit_round(struct round *round, struct atomicfile_item *items)
{
	struct row *of[ROUND];
	size_t n = 0;

	for (size_t i = 0; i < round->count; i++) {
		struct row *row = &round->rows[i];

		if (!row->ok)
			continue;
		items[n].file = &row->conversion.file;
		items[n].replace = row->conversion.replace;
		of[n++] = row;
	}
	if (n == 0)
		return;
	atomicfile_commit_group(items, n);
	for (size_t i = 0; i < n; i++) {
		if (items[i].ok)
			continue;
		of[i]->ok = false;
		of[i]->failure.part = PART_PFX;
		of[i]->failure.file = of[i]->conversion.pfx;
		of[i]->failure.err = items[i].err;
	}
}

static void
progress_hide(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

static void
progress_show(struct progress *p, const struct batch_counts *counts)
{
	if (!p->wanted || now_ms() - p->started < PROGRESS_MS)
		return;
	fprintf(stderr, "%lu done, %lu failed", counts->done, counts->failed);
	p->shown = true;
}

static bool
report_round(struct round *round, const struct report *r,
    struct batch_counts *counts, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; i < round->count; i++) {
		struct row *row = &round->rows[i];
		struct report one = *r;

		one.row = row->line;
		if (row->ok) {
			counts->done++;
			ok = ok && report_success(&one, &row->conversion, e);
		} else {
			counts->failed++;
			report_failure(&one, &row->failure);
		}
		conversion_clear(&row->conversion);
	}
	return ok;
}

/* ---- all of them ---- */

/* Few lines at a time where each takes long (key derivations), many where the
 * one sync for all of them is what counts. */
static size_t
next_size(size_t size, unsigned jobs, long long took)
{
	if (took > ROUND_MS && size / 2 >= jobs)
		return size / 2;
	if (took < ROUND_MS / 2 && size * 2 <= ROUND)
		return size * 2;
	return size;
}

static bool
run(struct lines *lines, unsigned jobs, struct round *round,
    struct atomicfile_item *items, const struct report *r,
    struct batch_counts *counts, struct err *e)
{
	struct progress p = { isatty(STDERR_FILENO), false, now_ms() };
	size_t size = jobs;
	bool ok = true;
	long long begun;
	char *line;

	while (ok) {
		begun = now_ms();
		round->count = 0;
		while (round->count < size && next_line(lines, &line))
			begin_row(&round->rows[round->count++], line,
			    lines->number, round->options);
		if (round->count == 0)
			break;
		convert_round(round, jobs);
		commit_round(round, items);
		progress_hide(&p);
		ok = report_round(round, r, counts, e);
		progress_show(&p, counts);
		size = next_size(size, jobs, now_ms() - begun);
	}
	progress_hide(&p);
	return ok;
}

static bool
check_text(const struct bytes *text, const char *operand, struct err *e)
{
	if (memchr(text->data, 0, text->len) == NULL)
		return true;
	return err_set(e, ERR_FORMAT, "%s: holds NUL characters, expected "
	    "lines of UTF-8 text", readfile_name(operand));
}

bool
batch(const char *operand, unsigned jobs,
    const struct convert_options *options, const struct report *r,
    struct batch_counts *counts, struct failure *f)
{
	struct bytes text = BYTES_INIT;
	struct round *round = NULL;
	struct atomicfile_item *items = NULL;
	struct lines lines = { NULL, 0 };
	bool ok = false;

	f->part = PART_COMMAND;
	f->file = operand;
	if (!readfile(operand, load_cap_any, options->limits, &text, &f->err))
		goto out;
	text.max = 0;
	bytes_add_u8(&text, 0);
	round = calloc(1, sizeof(*round));
	items = calloc(ROUND, sizeof(*items));
	if (text.failed || round == NULL || items == NULL) {
		err_memory(&f->err);
		goto out;
	}
	text.len--;
	if (!check_text(&text, operand, &f->err))
		goto out;
	lines.at = (char *)text.data;
	if (text.len >= 3 && memcmp(text.data, "\xef\xbb\xbf", 3) == 0)
		lines.at += 3;
	round->options = options;
	ok = run(&lines, jobs, round, items, r, counts, &f->err);
 out:
	free(items);
	free(round);
	bytes_clear(&text);
	return ok;
}
