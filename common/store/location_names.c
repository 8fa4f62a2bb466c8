#include "store/location.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/array.h"
#include "base/text.h"
#include "io/dir.h"

enum { STORES_MAX = 4096 };

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

const char *
location_known_store(size_t i)
{
	return i < COUNT_OF(known_stores) ? known_stores[i].name : NULL;
}

bool
location_valid_name(const char *name)
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

bool
location_open_any_case(int dir, const char *name, int *fd, struct err *e)
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

static bool
walk_stores(const struct location *l, int *dir, dir_each *each, void *arg,
    struct err *e)
{
	bool ok = location_open_any_case(l->fd, LOCATION_CERTS, dir, e) &&
	    (*dir == -1 || dir_walk(*dir, each, arg, e));

	if (*dir != -1)
		close(*dir);
	return ok || err_in(e, "%s/" LOCATION_CERTS, l->path);
}

bool
location_store_name(const struct location *l, const char *name,
    char **canonical, struct err *e)
{
	const struct known *k = find_known(name);
	struct search s = { name, NULL };
	int fd = -1;

	*canonical = NULL;
	if (!location_valid_name(name))
		return err_set(e, ERR_USAGE, "\"%s\" is not a valid name "
		    "for a store", name);
	if (k == NULL && l->fd != -1 &&
	    !walk_stores(l, &fd, try_name, &s, e)) {
		free(s.found);
		return false;
	}
	if (s.found == NULL)
		s.found = strdup(k != NULL ? k->name : name);
	*canonical = s.found;
	return *canonical != NULL || err_memory(e);
}

struct names {
	char	**list;
	size_t	  count;
	int	  dir;
};

static bool
collect_store(const char *name, unsigned char type, void *arg, struct err *e)
{
	const struct known *k = find_known(name);
	struct names *n = arg;
	char *copy;
	int fd = -1;

	if (!location_valid_name(name) ||
	    (type != DT_DIR && type != DT_UNKNOWN))
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
	if (!array_room(&n->list, n->count, sizeof(copy), e))
		return false;
	copy = strdup(k != NULL ? k->name : name);
	if (copy == NULL)
		return err_memory(e);
	n->list[n->count++] = copy;
	return true;
}

static int
compare_store_names(const void *a, const void *b)
{
	const char *x = *(char *const *)a, *y = *(char *const *)b;
	int r = strcasecmp(x, y);

	return r != 0 ? r : strcmp(x, y);
}

static void
sort_names(struct names *n)
{
	size_t kept = 0;

	qsort(n->list, n->count, sizeof(*n->list), compare_store_names);
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

	*names = NULL;
	*count = 0;
	if (l->fd == -1)
		return true;
	if (!walk_stores(l, &n.dir, collect_store, &n, e)) {
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
