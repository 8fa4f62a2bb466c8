#include "batch.h"

#include <string.h>

#include "cli/batch.h"
#include "formats/load.h"
#include "io/tsv.h"
#include "notes.h"

enum column { COL_FILE, COL_P, COL_STORE, COL_MODIFIERS, COLUMNS };

struct file_row {
	struct batch_row row;
	const char	*column[COLUMNS];	/* NULL: not given */
	struct import	 import;
	struct err	 err;
};

struct files {
	const struct import_options *options;
	const struct report *report;
};

/* ---- a row ---- */

static bool
take_columns(struct file_row *r, char *line, struct err *e)
{
	const char **column = r->column;

	if (!tsv_split(line, column, COLUMNS, e))
		return false;
	if (column[COL_FILE] == NULL)
		return err_set(e, ERR_USAGE, "column 1 (file) is empty; "
		    "expected file, p-from, store, modifiers separated by "
		    "tabs");
	return (column[COL_MODIFIERS] == NULL || modifiers_parse(
	    column[COL_MODIFIERS], &r->import.modifiers, e)) &&
	    tsv_password(column[COL_P], PASSIN_ONCE, "p-from",
	    &r->import.password, e);
}

static void
begin_file(void *arg, struct batch_row *row, char *line)
{
	const struct files *f = arg;
	struct file_row *r = (struct file_row *)row;

	import_init(&r->import, VERB_IMPORT_PFX, f->options);
	row->ok = take_columns(r, line, &r->err);
	r->import.file = r->column[COL_FILE];
	r->import.store = r->column[COL_STORE];
}

/* Spaces where tabs belong make one file name of the line. */
static bool
has_spaces_for_tabs(const struct file_row *r)
{
	for (int i = COL_FILE + 1; i < COLUMNS; i++)
		if (r->column[i] != NULL)
			return false;
	return strchr(r->column[COL_FILE], ' ') != NULL;
}

static void
read_file(void *arg, struct batch_row *row)
{
	struct file_row *r = (struct file_row *)row;

	(void)arg;
	row->ok = import_read(&r->import, &r->err);
	if (!row->ok && r->err.code == ERR_NOT_FOUND && has_spaces_for_tabs(r))
		err_add(&r->err, " (columns are separated by tabs, and the "
		    "line has none)");
}

static bool
report_file(void *arg, const struct batch_row *row, struct err *e)
{
	const struct file_row *r = (const struct file_row *)row;
	struct report one = *((const struct files *)arg)->report;

	one.row = row->line;
	if (row->ok)
		return import_report(&one, &r->import, e);
	import_report_failed(&one, r->column[COL_FILE], &r->err);
	return true;
}

static void
clear_file(struct batch_row *row)
{
	import_clear(&((struct file_row *)row)->import);
}

/* ---- a round ---- */

static void
write_with_others(struct file_row *r, const struct location *l,
    struct change *c)
{
	size_t mark = change_mark(c);

	r->row.ok = import_apply(&r->import, l, c, &r->err);
	if (r->row.ok)
		return;
	import_undo(&r->import);
	change_back_to(c, mark);
}

static void
write_alone(struct file_row *r, struct location *l)
{
	struct change *c = change_begin(l, &r->err);

	r->row.ok = c != NULL && import_apply(&r->import, l, c, &r->err) &&
	    change_commit(c, &r->err);
	if (!r->row.ok)
		import_undo(&r->import);
	change_abort(c);
}

static bool
write_round(struct batch_row *const *rows, size_t count, struct location *l,
    struct err *e)
{
	struct change *c = change_begin(l, e);
	struct err why = ERR_INIT;
	bool together;

	if (c == NULL)
		return false;
	for (size_t i = 0; i < count; i++)
		write_with_others((struct file_row *)rows[i], l, c);
	together = change_commit(c, &why);
	change_abort(c);
	for (size_t i = 0; !together && i < count; i++)
		if (rows[i]->ok)
			write_alone((struct file_row *)rows[i], l);
	return true;
}

/* These are done; what could not be said about one changes nothing. */
static void
note_round(struct batch_row *const *rows, size_t count,
    const struct location *l)
{
	struct err ignored = ERR_INIT;
	struct notes notes;
	bool ok = true;

	notes_init(&notes, l);
	for (size_t i = 0; ok && i < count; i++)
		if (rows[i]->ok)
			ok = notes_make(&((struct file_row *)rows[i])->import,
			    &notes, &ignored);
	notes_clear(&notes);
}

static bool
finish_files(void *arg, struct batch_row *const *rows, size_t count,
    struct err *e)
{
	const struct files *f = arg;
	struct location l = LOCATION_INIT;
	bool ok;

	ok = location_open(&l, f->options->place, LOCATION_WRITE, e) &&
	    write_round(rows, count, &l, e);
	for (size_t i = 0; ok && i < count; i++)
		rows[i]->unchanged = rows[i]->ok && !plan_changed(
		    &((const struct file_row *)rows[i])->import.plan);
	if (ok)
		note_round(rows, count, &l);
	location_close(&l);
	return ok;
}

int
import_batch(const char *list, unsigned jobs,
    const struct import_options *options, const struct report *r,
    struct err *e)
{
	struct files f = { options, r };
	const struct batch b = {
		.list = list,
		.jobs = jobs,
		.cap = load_cap_any,
		.limits = options->limits,
		.row_size = sizeof(struct file_row),
		.arg = &f,
		.begin = begin_file,
		.work = read_file,
		.finish = finish_files,
		.report = report_file,
		.clear = clear_file,
	};

	return batch_run(&b, e);
}
