#include "uncab.h"

#include <stdlib.h>
#include <string.h>

#include <mspack.h>

enum { CHUNK = 64 * 1024 };	/* more than it writes at once */

/* libmspack names its files; there are two, and both are here. */
#define IN_NAME		"in"
#define OUT_NAME	"out"

/* What its calls are given: the first member is what it knows. */
struct memory {
	struct mspack_system	 system;
	struct view		 in;
	struct bytes		 out;
};

struct memory_file {
	struct mspack_file	 file;
	struct memory		*m;
	bool			 writing;
	size_t			 at;
};

/* ---- libmspack's files ---- */

static struct memory_file *
memory_of(struct mspack_file *file)
{
	return (struct memory_file *)(void *)file;
}

static struct mspack_file *
memory_open(struct mspack_system *system, const char *name, int mode)
{
	struct memory_file *f = calloc(1, sizeof(*f));

	(void)name;
	if (f == NULL)
		return NULL;
	f->m = (struct memory *)(void *)system;
	f->writing = mode != MSPACK_SYS_OPEN_READ;
	return &f->file;
}

static void
memory_close(struct mspack_file *file)
{
	free(file);
}

static int
memory_read(struct mspack_file *file, void *buffer, int bytes)
{
	struct memory_file *f = memory_of(file);
	size_t left = f->m->in.len - f->at;
	size_t n = bytes > 0 ? (size_t)bytes : 0;

	if (f->writing || bytes < 0)
		return -1;
	if (n > left)
		n = left;
	if (n != 0)
		memcpy(buffer, f->m->in.data + f->at, n);
	f->at += n;
	return (int)n;
}

static int
memory_write(struct mspack_file *file, void *buffer, int bytes)
{
	struct memory_file *f = memory_of(file);

	if (!f->writing || bytes < 0)
		return -1;
	bytes_add(&f->m->out, buffer, (size_t)bytes);
	return f->m->out.failed ? -1 : bytes;
}

static int
memory_seek(struct mspack_file *file, off_t offset, int mode)
{
	struct memory_file *f = memory_of(file);
	off_t from = mode == MSPACK_SYS_SEEK_START ? 0 :
	    mode == MSPACK_SYS_SEEK_CUR ? (off_t)f->at :
	    (off_t)f->m->in.len;

	if (f->writing || offset > (off_t)f->m->in.len - from ||
	    offset < -from)
		return -1;
	f->at = (size_t)(from + offset);
	return 0;
}

static off_t
memory_tell(struct mspack_file *file)
{
	return (off_t)memory_of(file)->at;
}

/* What it would say in words it also returns as a number. */
static void
memory_message(struct mspack_file *f, const char *format, ...)
{
	(void)f, (void)format;
}

static void *
memory_alloc(struct mspack_system *system, size_t bytes)
{
	(void)system;
	return malloc(bytes);
}

static void
memory_copy(void *from, void *to, size_t bytes)
{
	memmove(to, from, bytes);
}

static const struct mspack_system memory_system = {
	.open = memory_open, .close = memory_close, .read = memory_read,
	.write = memory_write, .seek = memory_seek, .tell = memory_tell,
	.message = memory_message, .alloc = memory_alloc, .free = free,
	.copy = memory_copy,
};

/* ---- the cabinet ---- */

static bool
refuse_cab(const struct memory *m, int why, size_t max, struct err *e)
{
	if (why == MSPACK_ERR_NOMEMORY ||
	    (m->out.failed && m->out.len + CHUNK <= max))
		return err_memory(e);
	if (m->out.failed)
		return err_set(e, ERR_LIMIT, "the cabinet unpacks to more "
		    "than %zu bytes (-limit download=N raises that)", max);
	return err_set(e, ERR_INPUT, "the cabinet is truncated or damaged "
	    "(libmspack's error %d)", why);
}

/* In how many files, and are they all here? */
static bool
check_cabinet(const struct mscabd_cabinet *cab, struct err *e)
{
	size_t n = 0;

	if ((cab->flags & (MSCAB_HDR_PREVCAB | MSCAB_HDR_NEXTCAB)) != 0)
		return err_set(e, ERR_UNSUPPORTED, "a cabinet that is one of "
		    "a set");
	for (const struct mscabd_file *f = cab->files; f != NULL; f = f->next)
		if (++n > UNCAB_ENTRIES)
			return err_set(e, ERR_LIMIT, "the cabinet has more "
			    "than the limit of %d entries", UNCAB_ENTRIES);
	return true;
}

static bool
visit_entries(struct memory *m, struct mscab_decompressor *d,
    struct mscabd_cabinet *cab, size_t max, uncab_visit *visit, void *arg,
    struct err *e)
{
	if (!check_cabinet(cab, e))
		return false;
	for (struct mscabd_file *f = cab->files; f != NULL; f = f->next) {
		size_t before = m->out.len;
		int why = d->extract(d, f, OUT_NAME);

		if (why == MSPACK_ERR_OK && m->out.len - before != f->length)
			why = MSPACK_ERR_DATAFORMAT;
		if (why != MSPACK_ERR_OK)
			return refuse_cab(m, why, max, e);
		if (!visit(f->filename, view_sub(view_bytes(&m->out), before,
		    f->length), arg, e))
			return false;
	}
	return true;
}

bool
uncab_is_cab(struct view file)
{
	return file.len >= 4 && memcmp(file.data, "MSCF", 4) == 0;
}

bool
uncab(struct view file, size_t max_bytes, uncab_visit *visit, void *arg,
    struct err *e)
{
	struct memory m = { memory_system, file, BYTES_INIT };
	struct mscab_decompressor *d;
	struct mscabd_cabinet *cab;
	bool ok;

	bytes_init(&m.out, max_bytes != 0 ? max_bytes : 1);
	d = mspack_create_cab_decompressor(&m.system);
	if (d == NULL)
		return err_memory(e);
	cab = (*d->open)(d, IN_NAME);
	ok = cab != NULL ? visit_entries(&m, d, cab, max_bytes, visit, arg,
	    e) : refuse_cab(&m, d->last_error(d), max_bytes, e);
	if (cab != NULL)
		d->close(d, cab);
	mspack_destroy_cab_decompressor(d);
	bytes_clear(&m.out);
	return ok;
}
