#include "store/location.h"

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "io/dir.h"

#define MACHINE_PATH	"/var/lib/spckit"
#define GROUP_NAME	"spckit"

enum { ACCOUNT_MAX = 16384 };	/* what getpwuid_r and getgrnam_r need */

const char *
location_name(enum place place)
{
	return place == PLACE_USER ? "user" : "machine";
}

/* ---- where it is ---- */

static const char *
variable(const char *name)
{
	const char *value = secure_getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

static bool
join(const char *dir, const char *below, char **path, struct err *e)
{
	if (asprintf(path, "%s%s", dir, below) != -1)
		return true;
	*path = NULL;
	return err_memory(e);
}

static bool
home_path(char **path, struct err *e)
{
	const char *home = variable("HOME");
	struct passwd pw, *found = NULL;
	char *buf;
	bool ok;

	if (home != NULL)
		return join(home, "/.local/share/spckit", path, e);
	buf = malloc(ACCOUNT_MAX);
	if (buf == NULL)
		return err_memory(e);
	if (getpwuid_r(geteuid(), &pw, buf, ACCOUNT_MAX, &found) != 0 ||
	    found == NULL)
		ok = err_set(e, ERR_NOT_FOUND, "no home directory: HOME is not "
		    "set and user %u has no account (set SPCKIT_HOME to "
		    "where the store is)", (unsigned)geteuid());
	else
		ok = join(pw.pw_dir, "/.local/share/spckit", path, e);
	free(buf);
	return ok;
}

static bool
find_path(enum place place, char **path, struct err *e)
{
	const char *dir;

	if (place == PLACE_MACHINE) {
		dir = variable("SPCKIT_MACHINE_HOME");
		return join(dir != NULL ? dir : MACHINE_PATH, "", path, e);
	}
	if ((dir = variable("SPCKIT_HOME")) != NULL)
		return join(dir, "", path, e);
	/* A relative one is to be ignored (XDG Base Directory). */
	if ((dir = variable("XDG_DATA_HOME")) != NULL && *dir == '/')
		return join(dir, "/spckit", path, e);
	return home_path(path, e);
}

/* ---- access ---- */

mode_t
location_folder_mode(const struct location *l)
{
	return l->place == PLACE_USER ? 0700 : 0755;
}

mode_t
location_cert_mode(const struct location *l)
{
	return l->place == PLACE_USER ? 0600 : 0644;
}

gid_t
location_key_group(const struct location *l)
{
	struct group gr, *found = NULL;
	gid_t gid = DIR_NO_GROUP;
	char *buf;

	if (l->place == PLACE_USER || l->key_group != DIR_NO_GROUP)
		return l->key_group;
	buf = malloc(ACCOUNT_MAX);
	if (buf != NULL && getgrnam_r(GROUP_NAME, &gr, buf, ACCOUNT_MAX,
	    &found) == 0 && found != NULL)
		gid = gr.gr_gid;
	free(buf);
	return gid;
}

/* group_member(3) is the GNU C library's alone. */
static bool
is_member(gid_t gid)
{
	const int n = getgroups(0, NULL);
	gid_t *list;
	bool found = getegid() == gid;

	if (found || n <= 0)
		return found;
	list = calloc((size_t)n, sizeof(*list));
	if (list == NULL)
		return false;
	for (int i = getgroups(n, list); i-- > 0 && !found; )
		found = list[i] == gid;
	free(list);
	return found;
}

/* Only root, or a member, can give files to the group. */
static void
look_up_group(struct location *l)
{
	gid_t gid = location_key_group(l);

	if (gid != DIR_NO_GROUP && (geteuid() == 0 || is_member(gid)))
		l->key_group = gid;
}

static bool
check_top(struct location *l, int fd, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat");
	if (l->place == PLACE_USER && st.st_uid != geteuid())
		return err_set(e, ERR_ACCESS, "belongs to user %u, not to you "
		    "(user %u): set SPCKIT_HOME or HOME to a folder of your "
		    "own", (unsigned)st.st_uid, (unsigned)geteuid());
	if (!location_check_access(l, &st, e))
		return false;
	l->out_of_reach = (st.st_mode & (S_IXGRP | S_IXOTH)) == 0 &&
	    st.st_uid == geteuid();
	return true;
}

/* ---- the folder itself ---- */

/* One folder of the path. */
static bool
make_path_step(const char *path, mode_t mode, unsigned *made, struct err *e)
{
	int r;

	do
		r = mkdir(path, 0700);
	while (r == -1 && errno == EINTR);
	if (r == -1 && errno == EEXIST)
		return true;
	if (r == -1)
		return err_errno(e, errno, "cannot create the directory");
	++*made;
	if (chmod(path, mode) == -1)
		return err_errno(e, errno, "cannot set the mode");
	return true;
}

static bool
make_path(const char *path, mode_t mode, unsigned *made, struct err *e)
{
	char *copy = strdup(path), *p;
	bool ok = true;

	*made = 0;
	if (copy == NULL)
		return err_memory(e);
	for (p = copy + 1; ok && *copy != '\0' && *p != '\0'; p++) {
		if (*p != '/' || p[-1] == '/')
			continue;
		*p = '\0';
		ok = make_path_step(copy, mode, made, e);
		*p = '/';
	}
	if (ok)
		ok = make_path_step(copy, mode, made, e);
	free(copy);
	return ok;
}

/* The new folders are on the disk when the ones above them are. */
static void
sync_above(int fd, unsigned levels)
{
	struct err ignored = ERR_INIT;
	int above;

	fd = dup(fd);
	while (fd != -1 && levels-- > 0) {
		above = dir_openat(fd, "..", O_RDONLY | O_DIRECTORY, 0);
		close(fd);
		fd = above;
		/* Best effort: one may not be readable. */
		if (fd != -1 && !dir_sync(fd, &ignored))
			err_clear(&ignored);
	}
	if (fd != -1)
		close(fd);
}

static bool
open_top(struct location *l, enum location_use use, struct err *e)
{
	unsigned made = 0;

	l->fd = dir_open_path(l->path, O_RDONLY | O_DIRECTORY);
	if (l->fd == -1 && errno == ENOENT) {
		if (use == LOCATION_READ)
			return true;
		if (!make_path(l->path, location_folder_mode(l), &made, e))
			return false;
		l->fd = dir_open_path(l->path, O_RDONLY | O_DIRECTORY);
	}
	if (l->fd == -1 && errno == ENOTDIR)
		return err_set(e, ERR_ACCESS, "not a directory");
	if (l->fd == -1)
		return err_errno(e, errno, "cannot open the store");
	sync_above(l->fd, made);
	return check_top(l, l->fd, e);
}

/* Without a home there is nothing to read. */
static bool
be_empty(struct location *l, struct err *e)
{
	l->path = strdup("(no home directory)");
	if (l->path == NULL)
		return err_memory(e);
	err_clear(e);
	return true;
}

bool
location_open(struct location *l, enum place place, enum location_use use,
    struct err *e)
{
	const struct location empty = LOCATION_INIT;
	bool ok = false;

	*l = empty;
	l->place = place;
	l->use = use;
	if (!find_path(place, &l->path, e))
		return use == LOCATION_READ && e->code == ERR_NOT_FOUND &&
		    be_empty(l, e);
	if (place == PLACE_MACHINE && use == LOCATION_WRITE)
		look_up_group(l);
	if (!open_top(l, use, e))
		goto out;
	if (l->fd != -1 && !(use == LOCATION_WRITE ?
	    location_lock_for_writing(l, e) : location_lock_for_reading(l, e)))
		goto out;
	ok = true;
 out:
	if (!ok) {
		err_in(e, "%s", l->path);
		if (place == PLACE_MACHINE && e->code == ERR_ACCESS &&
		    geteuid() != 0)
			err_add(e, " (the machine's store belongs to root; "
			    "-user selects your own)");
		if (place == PLACE_USER && e->code == ERR_ACCESS &&
		    l->fd == -1)
			err_add(e, " (set SPCKIT_HOME or HOME to a folder of "
			    "your own)");
		location_close(l);
	}
	return ok;
}

void
location_unlock(struct location *l)
{
	if (l->lock != -1)
		close(l->lock);
	l->lock = -1;
}

void
location_close(struct location *l)
{
	const struct location empty = LOCATION_INIT;

	location_unlock(l);
	if (l->fd != -1)
		close(l->fd);
	free(l->path);
	*l = empty;
}
