#include "query/load_crls.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "formats/certs/armor.h"
#include "formats/certs/plaintext.h"
#include "io/dir.h"
#include "io/readfile.h"
#include "query/engines.h"

static enum limit
size_of_list(struct view start)
{
	(void)start;
	return LIMIT_CONTAINER;
}

static bool
add_blocks(struct view text, const struct limits *limits, const char *file,
    struct crls *l, struct err *e)
{
	struct armor a = ARMOR_INIT;
	bool ok = armor_open(text, limits, &a, e);

	for (size_t i = 0; ok && i < a.count; i++)
		ok = crls_add(l, view_bytes(&a.blocks[i].der), file, e);
	armor_clear(&a);
	return ok;
}

/* `named` stays in *l: NULL for a file that may be of no use. */
static bool
load_list_file(const char *path, const char *named, const struct limits *limits,
    struct crls *l, struct err *e)
{
	struct bytes file = BYTES_INIT;
	bool ok;

	if (!readfile(path, size_of_list, limits, &file, e))
		return false;
	ok = plaintext_is(view_bytes(&file)) ?
	    add_blocks(view_bytes(&file), limits, named, l, e) :
	    crls_add(l, view_bytes(&file), named, e);
	if (!ok && (e->code == ERR_FORMAT || e->code == ERR_INPUT))
		err_set(e, ERR_FORMAT, "not a revocation list");
	bytes_clear(&file);
	return ok || err_in(e, "%s", readfile_name(path));
}

struct folder {
	const char		*path;
	const struct limits	*limits;
	struct crls		*l;
};

static bool
load_entry(const char *name, unsigned char type, void *arg, struct err *e)
{
	struct folder *f = arg;
	struct err why = ERR_INIT;
	char *path;
	bool ok;

	if (type == DT_DIR || *name == '.')
		return true;
	if (asprintf(&path, "%s/%s", f->path, name) == -1)
		return err_memory(e);
	ok = load_list_file(path, NULL, f->limits, f->l, &why);
	free(path);
	if (ok || why.code == ERR_FORMAT)
		return true;
	*e = why;
	return false;
}

bool
load_crls(const char *operand, const struct limits *limits, struct crls *l,
    struct err *e)
{
	struct folder f = { operand, limits, l };
	int fd = dir_open_path(operand, O_RDONLY | O_DIRECTORY);
	bool ok;

	if (!engines_start(e)) {
		if (fd != -1)
			close(fd);
		return false;
	}
	if (fd == -1)
		return load_list_file(operand, operand, limits, l, e);
	ok = dir_walk(fd, load_entry, &f, e);
	close(fd);
	return ok;
}
