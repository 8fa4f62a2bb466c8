#include "folder.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "formats/pfx/pfx.h"
#include "io/atomicfile.h"

enum { FOLDER_MODE = 0700, FILE_MODE = 0600 };

#define X509STORES	".dotnet/corefx/cryptography/x509stores"

/* ---- names ---- */

static bool
choose_folder(struct export_folder *f, struct err *e)
{
	const char *home = getenv("HOME");
	int n;

	if (f->path != NULL)
		f->folder = strdup(f->path);
	else if (home == NULL || *home == '\0')
		return err_set(e, ERR_USAGE, "-out FOLDER is missing, and HOME "
		    "does not say where .NET's stores are");
	else {
		n = asprintf(&f->folder, "%s/" X509STORES, home);
		if (n < 0)
			f->folder = NULL;
	}
	return f->folder != NULL || err_memory(e);
}

/* FOLDER/store/THUMBPRINT.pfx; NULL for want of memory. */
static char *
file_name(const struct export_folder *f, const char *store,
    const struct cert *c)
{
	char hex[2 * SHA1_LEN + 1];
	char *path;
	size_t len;

	text_hex(view_of(c->sha1, SHA1_LEN), hex, sizeof(hex));
	for (char *p = hex; *p != '\0'; p++)
		if (*p >= 'a' && *p <= 'f')
			*p = (char)(*p - 'a' + 'A');
	if (asprintf(&path, "%s/%s/%s.pfx", f->folder, store, hex) < 0)
		return NULL;
	len = strlen(f->folder) + 1;
	for (char *p = path + len; *p != '/'; p++)
		if (*p >= 'A' && *p <= 'Z')
			*p = (char)(*p - 'A' + 'a');
	return path;
}

/* What of the path is not there yet. */
static bool
make_folders(const char *path, struct err *e)
{
	char *copy = strdup(path);
	bool ok = copy != NULL || err_memory(e);

	for (char *p = copy; ok && p != NULL && *p != '\0'; ) {
		char *slash = strchr(p + 1, '/');

		if (slash != NULL)
			*slash = '\0';
		if (mkdir(copy, FOLDER_MODE) == -1 && errno != EEXIST)
			ok = err_errno(e, errno, "%s: cannot make the folder",
			    copy);
		if (slash == NULL)
			break;
		*slash = '/';
		p = slash;
	}
	free(copy);
	return ok;
}

/* ---- one file ---- */

struct entry {
	const struct identity	*id;	/* or */
	const struct cert	*cert;	/* without its key */
	char			*path;
};

struct plan {
	struct entry	*items;
	size_t		 count;
	size_t		 cap;
	struct certlist	 cas;		/* of the chains, each once */
};
#define PLAN_INIT { NULL, 0, 0, CERTLIST_INIT }

static bool
make_pfx(const struct entry *x, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	struct cert *one[1] = { (struct cert *)x->cert };
	const struct certlist list = { .items = one, .count = 1 };
	struct secret empty = SECRET_INIT;
	const struct pfx_options options = {
		.profile = o->profile,
		.iterations = o->iterations,
		.friendly_name = o->friendly_name,
		.csp_name = o->csp != NULL || x->id == NULL ? o->csp :
		    x->id->key->csp_name,
	};

	return x->id != NULL ? pfx_write(x->id, &empty, &options, out, e) :
	    pfx_write_certs(&list, &empty, &options, out, e);
}

static bool
write_entry(struct export_folder *f, struct entry *x,
    const struct export_options *o, struct err *e)
{
	struct bytes pfx = BYTES_INIT;
	bool ok;

	ok = make_pfx(x, o, &pfx, e) && atomicfile_put(x->path,
	    view_bytes(&pfx), FILE_MODE, f->replace, e);
	bytes_clear(&pfx);
	if (ok) {
		f->written[f->count++] = x->path;
		x->path = NULL;
	}
	return ok;
}

/* ---- all of them ---- */

static bool
plan_add(struct plan *plan, struct export_folder *f, const char *store,
    const struct identity *id, const struct cert *c, struct err *e)
{
	struct entry *items;
	struct stat st;
	char *path;

	path = file_name(f, store, c);
	if (path == NULL)
		return err_memory(e);
	/* The name is the certificate: without a key there is nothing new. */
	if (id == NULL && !f->replace && lstat(path, &st) == 0 &&
	    S_ISREG(st.st_mode)) {
		free(path);
		return true;
	}
	if (plan->count == plan->cap) {
		plan->cap = plan->cap != 0 ? 2 * plan->cap : 16;
		items = reallocarray(plan->items, plan->cap, sizeof(*items));
		if (items == NULL) {
			free(path);
			return err_memory(e);
		}
		plan->items = items;
	}
	plan->items[plan->count++] = (struct entry){ id, c, path };
	return true;
}

static bool
take_cas(struct plan *plan, struct bundle *p, struct err *e)
{
	bundle_drop_roots(p);
	while (bundle_chain(p)->count != 0)
		if (!certlist_add_new(&plan->cas, certlist_take(
		    bundle_chain(p), 0), e))
			return false;
	bundle_drop_chain(p);
	return true;
}

static bool
make_plan(struct plan *plan, struct export_folder *f, struct bundles *l,
    struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct bundle *p = &l->items[i];

		if (!take_cas(plan, p, e) || !plan_add(plan, f, f->store,
		    p->id, bundle_cert(p), e))
			return false;
	}
	for (size_t i = 0; i < plan->cas.count; i++)
		if (!plan_add(plan, f, "ca", NULL, plan->cas.items[i], e))
			return false;
	return true;
}

/* Folders first: a name in one that is missing cannot be looked at. */
static bool
prepare(const struct plan *plan, const struct export_folder *f,
    struct err *e)
{
	for (size_t i = 0; i < plan->count; i++) {
		char *path = plan->items[i].path;
		char *slash = strrchr(path, '/');
		bool ok;

		*slash = '\0';
		ok = make_folders(path, e);
		*slash = '/';
		if (!ok || !atomicfile_check(path, f->replace, e))
			return false;
	}
	return true;
}

static void
plan_clear(struct plan *plan)
{
	for (size_t i = 0; i < plan->count; i++)
		free(plan->items[i].path);
	free(plan->items);
	certlist_clear(&plan->cas);
}

bool
export_folder_write(struct export_folder *f, struct bundles *l,
    const struct export_options *o, struct err *e)
{
	struct plan plan = PLAN_INIT;
	bool ok = false;

	if (!choose_folder(f, e) || !make_plan(&plan, f, l, e) ||
	    !prepare(&plan, f, e))
		goto out;
	f->written = calloc(plan.count + 1, sizeof(*f->written));
	if (f->written == NULL) {
		err_memory(e);
		goto out;
	}
	for (size_t i = 0; i < plan.count; i++)
		if (!write_entry(f, &plan.items[i], o, e))
			goto out;
	ok = true;
 out:
	plan_clear(&plan);
	return ok;
}

void
export_folder_clear(struct export_folder *f)
{
	for (size_t i = 0; i < f->count; i++)
		free(f->written[i]);
	free(f->written);
	free(f->folder);
	f->written = NULL;
	f->folder = NULL;
	f->count = 0;
}
