#include "batch.h"

#include "cli/batch.h"
#include "cli/main.h"
#include "cli/workers.h"
#include "formats/load.h"
#include "io/tsv.h"

enum column { COL_PVK, COL_PI, COL_SPC, COL_PFX, COL_PO, COLUMNS };

struct pair_row {
	struct batch_row row;
	const char	*column[COLUMNS];	/* NULL: not given */
	struct conversion conversion;
	struct failure	 failure;
};

struct pairs {
	const struct convert_options *options;
	const struct report *report;
};

static bool
check_pair_columns(struct pair_row *row)
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
begin_pair(void *arg, struct batch_row *row, char *line)
{
	const struct pairs *p = arg;
	const struct failure none = FAILURE_INIT;
	struct pair_row *r = (struct pair_row *)row;
	struct conversion *c = &r->conversion;
	struct err *e = &r->failure.err;

	r->failure = none;
	conversion_init(c, p->options);
	row->ok = tsv_split(line, r->column, COLUMNS, e) &&
	    check_pair_columns(r) &&
	    tsv_password(r->column[COL_PI], PASSIN_ONCE, "pi-from", &c->pi,
	    e) && tsv_password(r->column[COL_PO], PASSIN_CONFIRM, "po-from",
	    &c->po, e);
	c->pvk = r->column[COL_PVK];
	c->spc = r->column[COL_SPC];
	c->pfx = r->column[COL_PFX];
}

static void
convert_pair(void *arg, struct batch_row *row)
{
	struct pair_row *r = (struct pair_row *)row;

	(void)arg;
	row->ok = convert_read(&r->conversion, &r->failure) &&
	    convert_write(&r->conversion, &r->failure);
}

static bool
commit_pairs(void *arg, struct batch_row *const *rows, size_t count,
    struct err *e)
{
	struct atomicfile_item items[WORKERS_ROUND_MAX];

	(void)arg;
	(void)e;
	for (size_t i = 0; i < count; i++) {
		struct pair_row *r = (struct pair_row *)rows[i];

		items[i].file = &r->conversion.file;
		items[i].replace = r->conversion.replace;
	}
	atomicfile_commit_group(items, count);
	for (size_t i = 0; i < count; i++) {
		struct pair_row *r = (struct pair_row *)rows[i];

		rows[i]->ok = items[i].ok;
		if (items[i].ok)
			continue;
		r->failure.part = PART_PFX;
		r->failure.file = r->conversion.pfx;
		r->failure.err = items[i].err;
	}
	return true;
}

static bool
report_pair(void *arg, const struct batch_row *row, struct err *e)
{
	const struct pair_row *r = (const struct pair_row *)row;
	struct report one = *((const struct pairs *)arg)->report;

	one.row = row->line;
	if (row->ok)
		return convert_report(&one, &r->conversion, e);
	convert_report_failed(&one, &r->failure);
	return true;
}

static void
clear_pair(struct batch_row *row)
{
	conversion_clear(&((struct pair_row *)row)->conversion);
}

int
convert_batch(const char *list, unsigned jobs,
    const struct convert_options *options, const struct report *r,
    struct failure *f)
{
	struct pairs p = { options, r };
	const struct batch b = {
		.list = list,
		.jobs = jobs,
		.cap = load_cap_any,
		.limits = options->limits,
		.row_size = sizeof(struct pair_row),
		.arg = &p,
		.begin = begin_pair,
		.work = convert_pair,
		.finish = commit_pairs,
		.report = report_pair,
		.clear = clear_pair,
	};
	int status = batch_run(&b, &f->err);

	f->part = PART_COMMAND;
	f->file = list;
	return f->err.code != ERR_NONE ? EXIT_FAILED : status;
}
