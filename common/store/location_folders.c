#include "store/location.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "io/dir.h"

#define TEMP_NAME	".tmp"
#define ENTRIES_NAME	"Certificates"

static bool
step_into(const struct location *l, int dir, const char *name, bool make,
    int *fd, struct err *e)
{
	bool made;

	if (!location_open_any_case(dir, name, fd, e))
		return false;
	if (*fd == -1 && make)
		return dir_make(dir, name, location_folder_mode(l),
		    DIR_NO_GROUP, &made, fd, e);
	if (*fd == -1 || location_check_fd(l, *fd, e))
		return true;
	close(*fd);
	*fd = -1;
	return err_in(e, "%s", name);
}

bool
location_open_store(const struct location *l, const char *store, bool make,
    int *fd, struct err *e)
{
	const char *const names[] = { LOCATION_CERTS, store, ENTRIES_NAME };
	int dir = l->fd, next = -1;
	bool ok = true;

	*fd = -1;
	if (!location_valid_name(store))
		return err_set(e, ERR_USAGE, "\"%s\" is not a valid name "
		    "for a store", store);
	for (size_t i = 0; ok && dir != -1 && i < COUNT_OF(names); i++) {
		next = -1;
		ok = step_into(l, dir, names[i], make, &next, e);
		if (dir != l->fd)
			close(dir);
		dir = next;
	}
	if (!ok)
		return err_in(e, "%s/" LOCATION_CERTS "/%s", l->path, store);
	*fd = dir;
	return true;
}

static bool
open_below(const struct location *l, const char *name, mode_t mode, gid_t group,
    bool make, int *fd, struct err *e)
{
	bool ok, made;

	*fd = -1;
	if (l->fd == -1)
		return true;
	ok = make ? dir_make(l->fd, name, mode, group, &made, fd, e) :
	    dir_open(l->fd, name, fd, e);
	return ok || err_in(e, "%s/%s", l->path, name);
}

bool
location_open_keys(const struct location *l, bool make, int *fd,
    struct err *e)
{
	mode_t mode = l->key_group != DIR_NO_GROUP ? 02750 : 0700;
	struct location checked = *l;

	if (!open_below(l, LOCATION_KEYS, mode, l->key_group, make, fd, e))
		return false;
	/* All who can reach it. */
	checked.out_of_reach = false;
	if (*fd == -1 || location_check_fd(&checked, *fd, e))
		return true;
	close(*fd);
	*fd = -1;
	return err_in(e, "%s/" LOCATION_KEYS, l->path);
}

bool
location_open_folder(const struct location *l, const char *name, bool make,
    int *fd, struct err *e)
{
	if (!open_below(l, name, location_folder_mode(l), DIR_NO_GROUP, make,
	    fd, e))
		return false;
	if (*fd == -1 || location_check_fd(l, *fd, e))
		return true;
	close(*fd);
	*fd = -1;
	return err_in(e, "%s/%s", l->path, name);
}

bool
location_read_file(const struct location *l, const char *name,
    struct bytes *out, struct err *e)
{
	struct stat st;
	bool found;

	return l->fd == -1 ||
	    (dir_read(l->fd, name, BYTES_DEFAULT_MAX, out, &found, &st, e) &&
	    (!found || location_check_access(l, &st, e))) ||
	    err_in(e, "%s/%s", l->path, name);
}

bool
location_open_temp(const struct location *l, bool make, int *fd,
    struct err *e)
{
	if (!open_below(l, TEMP_NAME, 0700, DIR_NO_GROUP, make, fd, e))
		return false;
	/* What is renamed into a store could be exchanged there. */
	if (*fd == -1 || location_check_fd(l, *fd, e))
		return true;
	close(*fd);
	*fd = -1;
	return err_in(e, "%s/" TEMP_NAME, l->path);
}

void
location_drop_temp(const struct location *l)
{
	unlinkat(l->fd, TEMP_NAME, AT_REMOVEDIR);
}

void
location_drop_store(const struct location *l, const char *store)
{
	struct err ignored = ERR_INIT;
	int certs, fd;

	if (!dir_open(l->fd, LOCATION_CERTS, &certs, &ignored) || certs == -1)
		return;
	if (dir_open(certs, store, &fd, &ignored) && fd != -1) {
		unlinkat(fd, ENTRIES_NAME, AT_REMOVEDIR);
		close(fd);
		unlinkat(certs, store, AT_REMOVEDIR);
	}
	close(certs);
}
