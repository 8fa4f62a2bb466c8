#include "folder.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/array.h"
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

	if (f->path != NULL)
		f->folder = strdup(f->path);
	else if (home == NULL || *home == '\0')
		return err_set(e, ERR_USAGE, "-out FOLDER is missing, and HOME "
		    "is not set");
	else if (asprintf(&f->folder, "%s/" X509STORES, home) < 0)
		f->folder = NULL;
	return f->folder != NULL || err_memory(e);
}

/* FOLDER/store/THUMBPRINT.pfx, the store in lower case; NULL: out of memory. */
static char *
file_name(const struct export_folder *f, const char *store,
    const struct cert *c)
{
	struct bytes path = BYTES_INIT;
	char *name = NULL;

	bytes_addf(&path, "%s/", f->folder);
	for (; *store != '\0'; store++)
		bytes_add_u8(&path, (unsigned char)(*store >= 'A' &&
		    *store <= 'Z' ? *store - 'A' + 'a' : *store));
	bytes_add_str(&path, "/");
	for (size_t i = 0; i < SHA1_LEN; i++)
		bytes_addf(&path, "%02X", c->sha1[i]);
	bytes_add(&path, ".pfx", sizeof(".pfx"));
	if (!path.failed)
		name = strdup((const char *)path.data);
	bytes_clear(&path);
	return name;
}

/* Those that are missing. */
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
			ok = err_errno(e, errno, "%s: cannot create the directory",
			    copy);
		if (slash == NULL)
			break;
		*slash = '/';
		p = slash;
	}
	free(copy);
	return ok;
}

struct entry {
	const struct identity	*id;	/* or */
	const struct cert	*cert;	/* without its key */
	char			*path;
};

struct layout {
	struct entry	*items;
	size_t		 count;
	struct certlist	 cas;		/* of the chains, each once */
};
#define LAYOUT_INIT { NULL, 0, CERTLIST_INIT }

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
layout_add(struct layout *layout, struct export_folder *f, const char *store,
    const struct identity *id, const struct cert *c, struct err *e)
{
	struct stat st;
	char *path;

	path = file_name(f, store, c);
	if (path == NULL)
		return err_memory(e);
	/* The name identifies it: without a key there is nothing new. */
	if (id == NULL && !f->replace && lstat(path, &st) == 0 &&
	    S_ISREG(st.st_mode)) {
		free(path);
		return true;
	}
	if (!array_room(&layout->items, layout->count, sizeof(*layout->items),
	    e)) {
		free(path);
		return false;
	}
	layout->items[layout->count++] = (struct entry){ id, c, path };
	return true;
}

static bool
take_cas(struct layout *layout, struct bundle *p, struct err *e)
{
	bundle_drop_roots(p);
	while (bundle_chain(p)->count != 0)
		if (!certlist_add_new(&layout->cas, certlist_take(
		    bundle_chain(p), 0), e))
			return false;
	bundle_drop_chain(p);
	return true;
}

static bool
make_layout(struct layout *layout, struct export_folder *f, struct bundles *l,
    struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct bundle *p = &l->items[i];

		if (!take_cas(layout, p, e) || !layout_add(layout, f, f->store,
		    p->id, bundle_cert(p), e))
			return false;
	}
	for (size_t i = 0; i < layout->cas.count; i++)
		if (!layout_add(layout, f, "ca", NULL, layout->cas.items[i], e))
			return false;
	return true;
}

/* Folders first: a name in one that is missing cannot be checked. */
static bool
prepare_folders(const struct layout *layout, const struct export_folder *f,
    struct err *e)
{
	for (size_t i = 0; i < layout->count; i++) {
		char *path = layout->items[i].path;
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
layout_clear(struct layout *layout)
{
	for (size_t i = 0; i < layout->count; i++)
		free(layout->items[i].path);
	free(layout->items);
	certlist_clear(&layout->cas);
}

bool
export_folder_write(struct export_folder *f, struct bundles *l,
    const struct export_options *o, struct err *e)
{
	struct layout layout = LAYOUT_INIT;
	bool ok = false;

	if (!choose_folder(f, e) || !make_layout(&layout, f, l, e) ||
	    !prepare_folders(&layout, f, e))
		goto out;
	f->written = calloc(layout.count + 1, sizeof(*f->written));
	if (f->written == NULL) {
		err_memory(e);
		goto out;
	}
	for (size_t i = 0; i < layout.count; i++)
		if (!write_entry(f, &layout.items[i], o, e))
			goto out;
	ok = true;
 out:
	layout_clear(&layout);
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
