#include "body.h"

#include <string.h>

#include "cert/contents.h"
#include "formats/load.h"
#include "unzip.h"

struct reading {
	const struct limits	*limits;
	struct contents		 found;
	size_t			 files;
	size_t			 passed_over;
	char			 name[64];	/* of one that was */
};

static bool
load_certs(struct view v, const struct limits *limits, struct contents *c,
    struct err *e)
{
	const struct load_options o = {
		.kinds = LOAD_KIND(KIND_CERT) | LOAD_KIND(KIND_PKCS7),
		.expected = "a certificate",
		.limits = limits,
	};

	return load(v, &o, c, NULL, e);
}

/* ---- a zip ---- */

static bool
visit(const char *name, struct view content, void *arg, struct err *e)
{
	struct contents one = CONTENTS_INIT;
	struct reading *r = arg;
	struct err why = ERR_INIT;
	bool ok = true;

	r->files++;
	if (load_certs(content, r->limits, &one, &why)) {
		ok = contents_merge(&r->found, &one, e);
	} else if (why.code == ERR_MEMORY) {
		ok = err_memory(e);
	} else {
		r->passed_over++;
		strncpy(r->name, name, sizeof(r->name) - 1);
	}
	contents_clear(&one);
	return ok;
}

static bool
read_zip(struct view body, struct reading *r, struct err *e)
{
	if (!unzip(body, (size_t)limit_of(r->limits, LIMIT_DOWNLOAD), visit, r,
	    e))
		return false;
	if (r->found.certs.count != 0)
		return true;
	if (r->files == 0)
		return err_set(e, ERR_FORMAT, "a zip without files, expected "
		    "one with a certificate");
	return err_set(e, ERR_FORMAT, "a zip with %zu file%s and no "
	    "certificate (the last one is \"%s\")", r->files,
	    r->files == 1 ? "" : "s", r->name);
}

/* ---- anything else ---- */

static bool
is_html(struct view v)
{
	size_t i = 0;

	if (v.len >= 3 && memcmp(v.data, "\xef\xbb\xbf", 3) == 0)
		i = 3;
	while (i < v.len && memchr(" \t\r\n", v.data[i], 4) != NULL)
		i++;
	return i < v.len && v.data[i] == '<';
}

static bool
read_plain(struct view body, struct reading *r, struct err *e)
{
	if (body.len == 0)
		return err_set(e, ERR_FORMAT, "nothing came, expected a "
		    "certificate");
	if (is_html(body))
		return err_set(e, ERR_FORMAT, "an HTML page came instead of a "
		    "certificate (an error page, or one that asks for a login)");
	if (!load_certs(body, r->limits, &r->found, e))
		return false;
	return r->found.certs.count != 0 || err_set(e, ERR_FORMAT, "no "
	    "certificate in it");
}

static bool
move_certs(struct certlist *to, struct certlist *from, struct err *e)
{
	while (from->count != 0)
		if (!certlist_add_new(to, certlist_take(from, 0), e))
			return false;
	return true;
}

bool
body_read(struct view body, const struct limits *limits,
    struct certlist *out, struct err *e)
{
	const struct contents none = CONTENTS_INIT;
	struct reading r = { .limits = limits, .found = none };
	bool ok;

	ok = unzip_is_zip(body) ? read_zip(body, &r, e) :
	    read_plain(body, &r, e);
	ok = ok && move_certs(out, &r.found.certs, e);
	contents_clear(&r.found);
	return ok;
}
