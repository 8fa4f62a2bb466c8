#include "store/location.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"
#include "store/dir.h"

#define MACHINE_PATH	"/var/lib/spckit"
#define GROUP_NAME	"spckit"
#define LOCK_NAME	".lock"
#define TEMP_NAME	".tmp"
#define ENTRIES_NAME	"Certificates"

enum {
	READER_WAIT_MS	= 2000,
	READER_STEP_MS	= 32,
	STORES_MAX	= 4096,
	ACCOUNT_MAX	= 16384,	/* what getpwuid_r and getgrnam_r need */
};

static const struct known {
	const char	*name;
	const char	*display;	/* as certmgr.msc has it */
} known_stores[] = {
	{ "My",			"Personal" },
	{ "CA",			"Intermediate Certification Authorities" },
	{ "Root",		"Trusted Root Certification Authorities" },
	{ "TrustedPublisher",	"Trusted Publishers" },
	{ "Disallowed",		"Untrusted Certificates" },
	{ "AddressBook",	"Other People" },
	{ "AuthRoot",		"Third-Party Root Certification Authorities" },
	{ "TrustedPeople",	"Trusted People" },
	{ "Trust",		"Enterprise Trust" },
};

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
	size_t len = strlen(dir) + strlen(below) + 1;

	*path = malloc(len);
	if (*path == NULL)
		return err_memory(e);
	memcpy(*path, dir, strlen(dir));
	memcpy(*path + strlen(dir), below, strlen(below) + 1);
	return true;
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
		    "set and user %u has no account (SPCKIT_HOME says where "
		    "the store is)", (unsigned)geteuid());
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

static mode_t
folder_mode(const struct location *l)
{
	return l->place == PLACE_USER ? 0700 : 0755;
}

mode_t
location_cert_mode(const struct location *l)
{
	return l->place == PLACE_USER ? 0600 : 0644;
}

mode_t
location_key_mode(const struct location *l)
{
	return l->key_group == DIR_NO_GROUP ? 0600 : 0640;
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

/* Only root, or a member, can give files to the group. */
static void
look_up_group(struct location *l)
{
	gid_t gid = location_key_group(l);

	if (gid != DIR_NO_GROUP && (geteuid() == 0 || group_member(gid)))
		l->key_group = gid;
}

static bool
check_access(const struct location *l, int fd, struct err *e)
{
	struct stat st;

	if (fstat(fd, &st) == -1)
		return err_errno(e, errno, "cannot stat");
	if (l->place == PLACE_USER && st.st_uid != geteuid())
		return err_set(e, ERR_ACCESS, "belongs to user %u and not to "
		    "you (user %u): set SPCKIT_HOME, or HOME, to a folder of "
		    "your own", (unsigned)st.st_uid, (unsigned)geteuid());
	if ((st.st_mode & S_IWOTH) != 0)
		return err_set(e, ERR_ACCESS, "everybody may write there "
		    "(mode %04o): chmod o-w first",
		    (unsigned)st.st_mode & 07777);
	return true;
}

/* ---- the folder itself ---- */

/* One folder of the path. */
static bool
make_one(const char *path, mode_t mode, unsigned *made, struct err *e)
{
	int r;

	do
		r = mkdir(path, 0700);
	while (r == -1 && errno == EINTR);
	if (r == -1 && errno == EEXIST)
		return true;
	if (r == -1)
		return err_errno(e, errno, "cannot make the folder");
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
		ok = make_one(copy, mode, made, e);
		*p = '/';
	}
	if (ok)
		ok = make_one(copy, mode, made, e);
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
		if (!make_path(l->path, folder_mode(l), &made, e))
			return false;
		l->fd = dir_open_path(l->path, O_RDONLY | O_DIRECTORY);
	}
	if (l->fd == -1 && errno == ENOTDIR)
		return err_set(e, ERR_ACCESS, "is no folder");
	if (l->fd == -1)
		return err_errno(e, errno, "cannot open the store");
	sync_above(l->fd, made);
	return check_access(l, l->fd, e);
}

/* ---- the lock ---- */

static bool
check_lock(int fd, struct stat *st, struct err *e)
{
	if (fstat(fd, st) == -1)
		return err_errno(e, errno, "cannot stat the lock");
	return S_ISREG(st->st_mode) ||
	    err_set(e, ERR_ACCESS, "the lock is no regular file");
}

static bool
lock_for_writing(struct location *l, struct err *e)
{
	struct stat st;
	int r;

	l->lock = dir_openat(l->fd, LOCK_NAME, O_RDWR | O_CREAT, 0600);
	if (l->lock == -1 && errno == ELOOP)
		return err_set(e, ERR_ACCESS, "the lock is a symbolic link");
	if (l->lock == -1)
		return err_errno(e, errno, "cannot open the lock");
	if (!check_lock(l->lock, &st, e))
		return false;
	do
		r = flock(l->lock, LOCK_EX);
	while (r == -1 && errno == EINTR);
	if (r == -1)
		return err_errno(e, errno, "cannot take the lock");
	return st.st_uid != geteuid() ||
	    dir_set_access(l->lock, location_key_mode(l), l->key_group, e);
}

static bool
wait_a_little(unsigned *waited)
{
	unsigned ms = *waited < READER_STEP_MS ? *waited + 1 : READER_STEP_MS;
	struct timespec t = { 0, (long)ms * 1000000 };

	*waited += ms;
	nanosleep(&t, NULL);
	return *waited < READER_WAIT_MS;
}

static bool
lock_for_reading(struct location *l, struct err *e)
{
	unsigned waited = 0;
	struct stat st;
	int r;

	l->lock = dir_openat(l->fd, LOCK_NAME, O_RDONLY, 0);
	if (l->lock == -1 && errno == ELOOP)
		return err_set(e, ERR_ACCESS, "the lock is a symbolic link");
	if (l->lock == -1 && (errno == ENOENT || errno == EACCES ||
	    errno == EPERM))
		return true;
	if (l->lock == -1)
		return err_errno(e, errno, "cannot open the lock");
	if (!check_lock(l->lock, &st, e))
		return false;
	do
		r = flock(l->lock, LOCK_SH | LOCK_NB);
	while (r == -1 && (errno == EINTR || (errno == EWOULDBLOCK &&
	    wait_a_little(&waited))));
	if (r == 0)
		return true;
	close(l->lock);
	l->lock = -1;
	return true;
}

/* ---- open and close ---- */

bool
location_open(struct location *l, enum place place, enum location_use use,
    struct err *e)
{
	const struct location empty = LOCATION_INIT;
	bool ok = false;

	*l = empty;
	l->place = place;
	if (!find_path(place, &l->path, e))
		return false;
	if (place == PLACE_MACHINE && use == LOCATION_WRITE)
		look_up_group(l);
	if (!open_top(l, use, e))
		goto out;
	if (l->fd != -1 && !(use == LOCATION_WRITE ? lock_for_writing(l, e) :
	    lock_for_reading(l, e)))
		goto out;
	ok = true;
 out:
	if (!ok) {
		err_in(e, "%s", l->path);
		if (place == PLACE_MACHINE && e->code == ERR_ACCESS &&
		    geteuid() != 0)
			err_add(e, " (the machine's store is root's; -user "
			    "means your own)");
		location_close(l);
	}
	return ok;
}

void
location_close(struct location *l)
{
	const struct location empty = LOCATION_INIT;

	if (l->lock != -1)
		close(l->lock);
	if (l->fd != -1)
		close(l->fd);
	free(l->path);
	*l = empty;
}

/* ---- names of stores ---- */

static const struct known *
find_known(const char *store)
{
	for (size_t i = 0; i < COUNT_OF(known_stores); i++)
		if (text_same(known_stores[i].name, store))
			return &known_stores[i];
	return NULL;
}

const char *
location_display_name(const char *store)
{
	const struct known *k = find_known(store);

	return k != NULL ? k->display : NULL;
}

static bool
valid_name(const char *name)
{
	size_t len = strlen(name);

	if (len == 0 || len > NAME_MAX || name[0] == '.' ||
	    !text_is_utf8(view_str(name)))
		return false;
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)name[i];

		if (c < ' ' || c == 0x7f || c == '/' || c == '\\')
			return false;
	}
	return true;
}

/* A name of any case in a folder; the exact one wins. */
struct search {
	const char	*wanted;
	char		*found;
};

static bool
try_name(const char *name, unsigned char type, void *arg, struct err *e)
{
	struct search *s = arg;

	if ((type != DT_DIR && type != DT_UNKNOWN) ||
	    !text_same(name, s->wanted) ||
	    (s->found != NULL && strcmp(name, s->wanted) != 0))
		return true;
	free(s->found);
	s->found = strdup(name);
	return s->found != NULL || err_memory(e);
}

static bool
open_any_case(int dir, const char *name, int *fd, struct err *e)
{
	struct search s = { name, NULL };
	bool ok = true;

	if (!dir_open(dir, name, fd, e) || *fd != -1)
		return *fd != -1;
	if (!dir_walk(dir, try_name, &s, e))
		ok = false;
	else if (s.found != NULL)
		ok = dir_open(dir, s.found, fd, e);
	free(s.found);
	return ok;
}

bool
location_store_name(const struct location *l, const char *name,
    char **canonical, struct err *e)
{
	const struct known *k = find_known(name);
	struct search s = { name, NULL };
	bool ok = true;
	int fd = -1;

	*canonical = NULL;
	if (!valid_name(name))
		return err_set(e, ERR_USAGE, "\"%s\" is no name for a store",
		    name);
	if (k == NULL && l->fd != -1) {
		if (!open_any_case(l->fd, LOCATION_CERTS, &fd, e))
			return err_in(e, "%s/" LOCATION_CERTS, l->path);
		ok = fd == -1 || dir_walk(fd, try_name, &s, e) ||
		    err_in(e, "%s/" LOCATION_CERTS, l->path);
		if (fd != -1)
			close(fd);
	}
	if (ok && s.found == NULL)
		s.found = strdup(k != NULL ? k->name : name);
	if (!ok) {
		free(s.found);
		return false;
	}
	*canonical = s.found;
	return *canonical != NULL || err_memory(e);
}

struct names {
	char	**list;
	size_t	  count;
	int	  dir;
};

static bool
add_name(const char *name, unsigned char type, void *arg, struct err *e)
{
	const struct known *k = find_known(name);
	struct names *n = arg;
	char **list, *copy;
	int fd = -1;

	if (!valid_name(name) || (type != DT_DIR && type != DT_UNKNOWN))
		return true;
	/* The file system does not say what it is. */
	if (type == DT_UNKNOWN) {
		fd = dir_openat(n->dir, name, O_RDONLY | O_DIRECTORY, 0);
		if (fd == -1)
			return true;
		close(fd);
	}
	if (n->count == STORES_MAX)
		return err_set(e, ERR_LIMIT, "more than %d stores",
		    STORES_MAX);
	list = reallocarray(n->list, n->count + 1, sizeof(*list));
	if (list == NULL)
		return err_memory(e);
	n->list = list;
	copy = strdup(k != NULL ? k->name : name);
	if (copy == NULL)
		return err_memory(e);
	list[n->count++] = copy;
	return true;
}

static int
compare_names(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int r = strcasecmp(x, y);

	return r != 0 ? r : strcmp(x, y);
}

static void
sort_names(struct names *n)
{
	size_t kept = 0;

	qsort(n->list, n->count, sizeof(*n->list), compare_names);
	for (size_t i = 0; i < n->count; i++) {
		if (kept != 0 && strcmp(n->list[kept - 1], n->list[i]) == 0)
			free(n->list[i]);
		else
			n->list[kept++] = n->list[i];
	}
	n->count = kept;
}

bool
location_list_stores(const struct location *l, char ***names, size_t *count,
    struct err *e)
{
	struct names n = { NULL, 0, -1 };
	bool ok = true;

	*names = NULL;
	*count = 0;
	if (l->fd == -1)
		return true;
	if (!open_any_case(l->fd, LOCATION_CERTS, &n.dir, e) || (n.dir != -1 &&
	    !dir_walk(n.dir, add_name, &n, e)))
		ok = err_in(e, "%s/" LOCATION_CERTS, l->path);
	if (n.dir != -1)
		close(n.dir);
	if (!ok) {
		while (n.count != 0)
			free(n.list[--n.count]);
		free(n.list);
		return false;
	}
	if (n.count != 0)
		sort_names(&n);
	*names = n.list;
	*count = n.count;
	return true;
}

/* ---- folders inside ---- */

static bool
step_into(const struct location *l, int dir, const char *name, bool make,
    int *fd, struct err *e)
{
	bool made;

	if (!open_any_case(dir, name, fd, e))
		return false;
	if (*fd != -1 || !make)
		return true;
	return dir_make(dir, name, folder_mode(l), DIR_NO_GROUP, &made, fd, e);
}

bool
location_open_store(const struct location *l, const char *store, bool make,
    int *fd, struct err *e)
{
	const char *const names[] = { LOCATION_CERTS, store, ENTRIES_NAME };
	int dir = l->fd, next = -1;
	bool ok = true;

	*fd = -1;
	if (!valid_name(store))
		return err_set(e, ERR_USAGE, "\"%s\" is no name for a store",
		    store);
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
	struct stat st;

	if (!open_below(l, LOCATION_KEYS, mode, l->key_group, make, fd, e))
		return false;
	if (*fd == -1)
		return true;
	if (fstat(*fd, &st) == 0 && (st.st_mode & S_IWOTH) == 0)
		return true;
	close(*fd);
	*fd = -1;
	return err_set(e, ERR_ACCESS, "%s/" LOCATION_KEYS ": everybody may "
	    "write there: chmod o-w first", l->path);
}

bool
location_open_temp(const struct location *l, bool make, int *fd,
    struct err *e)
{
	return open_below(l, TEMP_NAME, 0700, DIR_NO_GROUP, make, fd, e);
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
