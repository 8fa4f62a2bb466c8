#include "cli/batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/main.h"
#include "cli/progress.h"
#include "cli/workers.h"
#include "io/tsv.h"

struct round {
	const struct batch	*batch;
	unsigned char		*rows;
	size_t			 count;
	unsigned long		 done;
	unsigned long		 unchanged;	/* of these */
	unsigned long		 failed;
};

static struct batch_row *
row_at(const struct round *r, size_t i)
{
	return (struct batch_row *)(void *)(r->rows + i * r->batch->row_size);
}

static void
begin_round(struct round *r, struct tsv *lines, size_t size)
{
	const struct batch *b = r->batch;
	char *line;

	r->count = 0;
	memset(r->rows, 0, WORKERS_ROUND_MAX * b->row_size);
	while (r->count < size && tsv_next(lines, &line)) {
		struct batch_row *row = row_at(r, r->count++);

		row->line = lines->number;
		b->begin(b->arg, row, line);
	}
}

static void
work_on_row(void *arg, size_t i)
{
	const struct round *r = arg;
	struct batch_row *row = row_at(r, i);

	if (row->ok)
		r->batch->work(r->batch->arg, row);
}

static bool
finish_round(const struct round *r, struct err *e)
{
	struct batch_row *good[WORKERS_ROUND_MAX];
	size_t n = 0;

	for (size_t i = 0; i < r->count; i++)
		if (row_at(r, i)->ok)
			good[n++] = row_at(r, i);
	return n == 0 || r->batch->finish(r->batch->arg, good, n, e);
}

static bool
report_round(struct round *r, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; i < r->count; i++) {
		const struct batch_row *row = row_at(r, i);

		r->done += row->ok;
		r->unchanged += row->ok && row->unchanged;
		r->failed += !row->ok;
		if (ok || !row->ok)
			ok = r->batch->report(r->batch->arg, row, e) && ok;
	}
	return ok;
}

static bool
run_round(struct round *r, struct progress *p, struct err *e)
{
	bool ok;

	workers_run(r->count, r->batch->jobs, work_on_row, r);
	ok = finish_round(r, e);
	progress_hide(p);
	ok = ok && report_round(r, e);
	progress_show(p, "%lu done, %lu failed", r->done, r->failed);
	for (size_t i = 0; i < r->count; i++)
		r->batch->clear(row_at(r, i));
	return ok;
}

static bool
run_rounds(struct round *r, struct tsv *lines, struct err *e)
{
	size_t size = r->batch->jobs;
	struct progress p;
	bool ok = true;

	progress_begin(&p, stderr);
	while (ok) {
		long long begun = workers_clock();

		begin_round(r, lines, size);
		if (r->count == 0)
			break;
		ok = run_round(r, &p, e);
		size = workers_next_round(size, r->batch->jobs,
		    workers_clock() - begun);
	}
	progress_hide(&p);
	return ok;
}

/* After what the lines printed. */
static void
tell_count(const struct round *r)
{
	const unsigned long all = r->done + r->failed;
	char text[160];
	int n;

	n = snprintf(text, sizeof(text), "%lu line%s: %lu done", all,
	    all == 1 ? "" : "s", r->done - r->unchanged);
	if (n > 0 && r->unchanged != 0)
		n += snprintf(text + n, sizeof(text) - (size_t)n,
		    ", %lu unchanged", r->unchanged);
	if (n > 0 && r->failed != 0)
		snprintf(text + n, sizeof(text) - (size_t)n, ", %lu failed",
		    r->failed);
	fflush(stdout);
	report_note("%s", text);
}

int
batch_run(const struct batch *b, struct err *e)
{
	struct round r = { .batch = b };
	struct tsv lines;
	bool ok;

	if (!tsv_open(&lines, b->list, b->cap, b->limits, e))
		return EXIT_FAILED;
	r.rows = calloc(WORKERS_ROUND_MAX, b->row_size);
	ok = r.rows != NULL ? run_rounds(&r, &lines, e) : err_memory(e);
	free(r.rows);
	tsv_clear(&lines);
	if (ok || r.done != 0)
		tell_count(&r);
	if (!ok)
		return r.done != 0 ? EXIT_PART : EXIT_FAILED;
	return r.failed == 0 ? EXIT_DONE : EXIT_PART;
}

bool
batch_check_jobs(const struct opt_uint *jobs, const char *list, struct err *e)
{
	if (!jobs->given)
		return true;
	if (list == NULL)
		return err_set(e, ERR_USAGE, "-jobs requires -batch");
	return (jobs->value >= 1 && jobs->value <= WORKERS_JOBS_MAX) ||
	    err_set(e, ERR_USAGE, "-jobs %llu: expected 1 to %d", jobs->value,
	    WORKERS_JOBS_MAX);
}

unsigned
batch_jobs(const struct opt_uint *jobs)
{
	return jobs->given ? (unsigned)jobs->value : 1;
}
