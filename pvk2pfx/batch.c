#include "batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/progress.h"
#include "cli/workers.h"
#include "formats/load.h"
#include "io/tsv.h"

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
	struct row	 rows[WORKERS_ROUND_MAX];
	size_t		 count;
};

/* ---- a row ---- */

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

static void
begin_row(struct row *row, char *line, unsigned long number,
    const struct convert_options *options)
{
	const struct failure none = FAILURE_INIT;
	struct conversion *c = &row->conversion;

	row->line = number;
	row->failure = none;
	conversion_init(c, options);
	row->ok = rows_split(line, row->column, COLUMNS, &row->failure.err) &&
	    check_columns(row) &&
	    rows_password(row->column[COL_PI], PASSIN_ONCE, "pi-from", &c->pi,
	    &row->failure.err) &&
	    rows_password(row->column[COL_PO], PASSIN_CONFIRM, "po-from",
	    &c->po, &row->failure.err);
	c->pvk = row->column[COL_PVK];
	c->spc = row->column[COL_SPC];
	c->pfx = row->column[COL_PFX];
}

/* ---- a round ---- */

static void
convert_row(void *arg, size_t i)
{
	struct round *round = arg;
	struct row *row = &round->rows[i];

	if (row->ok)
		row->ok = convert_read(&row->conversion, &row->failure) &&
		    convert_write(&row->conversion, &row->failure);
}

static void
commit_round(struct round *round, struct atomicfile_item *items)
{
	struct row *of[WORKERS_ROUND_MAX];
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

static bool
run(struct rows *rows, unsigned jobs, struct round *round,
    struct atomicfile_item *items, const struct report *r,
    struct batch_counts *counts, struct err *e)
{
	struct progress p;
	size_t size = jobs;
	bool ok = true;
	long long begun;
	char *line;

	progress_begin(&p, stderr);
	while (ok) {
		begun = workers_clock();
		round->count = 0;
		while (round->count < size && rows_next(rows, &line))
			begin_row(&round->rows[round->count++], line,
			    rows->number, round->options);
		if (round->count == 0)
			break;
		workers_run(round->count, jobs, convert_row, round);
		commit_round(round, items);
		progress_hide(&p);
		ok = report_round(round, r, counts, e);
		progress_show(&p, "%lu done, %lu failed", counts->done,
		    counts->failed);
		size = workers_next_round(size, jobs, workers_clock() - begun);
	}
	progress_hide(&p);
	return ok;
}

bool
batch(const char *operand, unsigned jobs,
    const struct convert_options *options, const struct report *r,
    struct batch_counts *counts, struct failure *f)
{
	struct atomicfile_item *items = NULL;
	struct round *round = NULL;
	struct rows rows;
	bool ok = false;

	f->part = PART_COMMAND;
	f->file = operand;
	if (!rows_open(&rows, operand, load_cap_any, options->limits, &f->err))
		return false;
	round = calloc(1, sizeof(*round));
	items = calloc(WORKERS_ROUND_MAX, sizeof(*items));
	if (round == NULL || items == NULL) {
		err_memory(&f->err);
		goto out;
	}
	round->options = options;
	ok = run(&rows, jobs, round, items, r, counts, &f->err);
 out:
	free(items);
	free(round);
	rows_clear(&rows);
	return ok;
}
