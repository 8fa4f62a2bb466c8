#include "batch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/progress.h"
#include "cli/workers.h"
#include "formats/load.h"
#include "io/tsv.h"
#include "notes.h"

enum column { COL_FILE, COL_P, COL_STORE, COL_MODIFIERS, COLUMNS };

struct row {
	unsigned long	 line;
	const char	*column[COLUMNS];	/* NULL: not given */
	struct import	 import;
	struct err	 err;
	bool		 ok;
};

struct round {
	const struct import_options *options;
	struct row	 rows[WORKERS_ROUND_MAX];
	size_t		 count;
};

/* ---- a row ---- */

static bool
check_columns(const struct row *row, struct err *e)
{
	return row->column[COL_FILE] != NULL || err_set(e, ERR_USAGE, "column "
	    "1 (file) is empty; expected file, p-from, store, modifiers "
	    "separated by tabs");
}

static bool
take_modifiers(struct row *row, struct err *e)
{
	const char *text = row->column[COL_MODIFIERS];

	return text == NULL || modifiers_parse(text, &row->import.modifiers, e);
}

static void
begin_row(struct row *row, char *line, unsigned long number,
    const struct import_options *options)
{
	const struct err none = ERR_INIT;
	struct import *i = &row->import;

	row->line = number;
	row->err = none;
	import_init(i, VERB_IMPORT_PFX, options);
	row->ok = rows_split(line, row->column, COLUMNS, &row->err) &&
	    check_columns(row, &row->err) && take_modifiers(row, &row->err) &&
	    rows_password(row->column[COL_P], PASSIN_ONCE, "p-from",
	    &i->password, &row->err);
	i->file = row->column[COL_FILE];
	i->store = row->column[COL_STORE];
}

/* ---- a round ---- */

/* Blanks where tabs belong make one file name of the line. */
static bool
has_blanks_for_tabs(const struct row *row)
{
	for (int i = COL_FILE + 1; i < COLUMNS; i++)
		if (row->column[i] != NULL)
			return false;
	return strchr(row->column[COL_FILE], ' ') != NULL;
}

static void
read_row(void *arg, size_t i)
{
	struct row *row = &((struct round *)arg)->rows[i];

	if (!row->ok)
		return;
	row->ok = import_read(&row->import, &row->err);
	if (!row->ok && row->err.code == ERR_NOT_FOUND &&
	    has_blanks_for_tabs(row))
		err_add(&row->err, " (columns are separated by tabs, and the "
		    "line has none)");
}

static void
apply_row(struct row *row, const struct location *l, struct change *c)
{
	size_t mark = change_mark(c);

	if (!row->ok)
		return;
	row->ok = import_apply(&row->import, l, c, &row->err);
	if (row->ok)
		return;
	import_undo(&row->import);
	change_back_to(c, mark);
}

static void
write_alone(struct row *row, struct location *l)
{
	struct change *c;

	if (!row->ok)
		return;
	c = change_begin(l, &row->err);
	row->ok = c != NULL && import_apply(&row->import, l, c, &row->err) &&
	    change_commit(c, &row->err);
	if (!row->ok)
		import_undo(&row->import);
	change_abort(c);
}

static bool
write_round(struct round *round, struct location *l, struct err *e)
{
	struct change *c = change_begin(l, e);
	struct err why = ERR_INIT;
	bool together;

	if (c == NULL)
		return false;
	for (size_t i = 0; i < round->count; i++)
		apply_row(&round->rows[i], l, c);
	together = change_commit(c, &why);
	change_abort(c);
	for (size_t i = 0; !together && i < round->count; i++)
		write_alone(&round->rows[i], l);
	return true;
}

/* These are done; what could not be said about one changes nothing. */
static void
note_round(struct round *round, const struct location *l)
{
	struct err ignored = ERR_INIT;
	struct issuers known;
	bool ok = true;

	issuers_init(&known, l);
	for (size_t i = 0; ok && i < round->count; i++)
		if (round->rows[i].ok)
			ok = notes_make(&round->rows[i].import, l, &known,
			    &ignored);
	issuers_clear(&known);
}

static bool
finish_round(struct round *round, struct err *e)
{
	struct location l = LOCATION_INIT;
	size_t good = 0;
	bool ok = true;

	for (size_t i = 0; i < round->count; i++)
		good += round->rows[i].ok;
	if (good != 0)
		ok = location_open(&l, round->options->place, LOCATION_WRITE,
		    e) && write_round(round, &l, e);
	if (ok && good != 0)
		note_round(round, &l);
	location_close(&l);
	return ok;
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
			ok = ok && report_success(&one, &row->import, e);
		} else {
			counts->failed++;
			report_failure(&one, row->column[COL_FILE],
			    &row->err);
		}
	}
	return ok;
}

static void
clear_round(struct round *round)
{
	for (size_t i = 0; i < round->count; i++)
		import_clear(&round->rows[i].import);
	round->count = 0;
}

/* ---- all of them ---- */

static bool
run(struct rows *rows, unsigned jobs, struct round *round,
    const struct report *r, struct batch_counts *counts, struct err *e)
{
	struct progress p;
	size_t size = jobs;
	bool ok = true;
	long long begun;
	char *line;

	progress_begin(&p, stderr);
	while (ok) {
		begun = workers_clock();
		while (round->count < size && rows_next(rows, &line))
			begin_row(&round->rows[round->count++], line,
			    rows->number, round->options);
		if (round->count == 0)
			break;
		workers_run(round->count, jobs, read_row, round);
		ok = finish_round(round, e);
		progress_hide(&p);
		ok = ok && report_round(round, r, counts, e);
		progress_show(&p, "%lu done, %lu failed", counts->done,
		    counts->failed);
		clear_round(round);
		size = workers_next_round(size, jobs, workers_clock() - begun);
	}
	progress_hide(&p);
	return ok;
}

bool
batch(const char *operand, unsigned jobs,
    const struct import_options *options, const struct report *r,
    struct batch_counts *counts, struct err *e)
{
	struct round *round = NULL;
	struct rows rows;
	bool ok = false;

	if (!rows_open(&rows, operand, load_cap_any, options->limits, e))
		return false;
	round = calloc(1, sizeof(*round));
	if (round == NULL) {
		err_memory(e);
		goto out;
	}
	round->options = options;
	ok = run(&rows, jobs, round, r, counts, e);
	clear_round(round);
 out:
	free(round);
	rows_clear(&rows);
	return ok;
}
