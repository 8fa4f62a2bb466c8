#include "store/change_parts.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>

#include "base/sha.h"

static bool
open_files(struct change *c, const char *folder, struct err *e)
{
	if (folder == NULL || c->files != -1)
		return true;
	return location_open_folder(c->l, folder, true, &c->files, e);
}

static bool
file_exists(int dir, const char *name, bool *exists, struct err *e)
{
	struct stat st;

	*exists = fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) == 0;
	if (!*exists && errno != ENOENT)
		return err_errno(e, errno, "%s: cannot stat", name);
	return true;
}

bool
change_add_file(struct change *c, const char *folder, const char *name,
    struct view content, struct err *e)
{
	struct item it = { .kind = KIND_FILE };
	char base[NAME_MAX];
	int dir;

	if (!open_files(c, folder, e))
		return false;
	dir = folder != NULL ? c->files : c->l->fd;
	snprintf(base, sizeof(base), "%s%s", folder != NULL ? folder : "",
	    folder != NULL ? "/" : "");
	sha256_of(view_str(name), it.id);
	return file_exists(dir, name, &it.replace, e) &&
	    change_add_item(c, &it, dir, base, name, content, e);
}
