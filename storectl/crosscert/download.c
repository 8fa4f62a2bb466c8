#include "download.h"

#include <string.h>

#include "cert/contents.h"
#include "formats/load.h"
#include "httpget.h"
#include "io/readfile.h"
#include "query/engines.h"
#include "unzip.h"

static bool
move_certs(struct certlist *to, struct certlist *from, struct err *e)
{
	while (from->count != 0)
		if (!certlist_add_new(to, certlist_take(from, 0), e))
			return false;
	return true;
}

static bool
load_certs(struct view v, const struct limits *limits, struct certlist *out,
    struct err *e)
{
	const struct load_options o = {
		.kinds = LOAD_PEM_CERTS,
		.expected = "a certificate",
		.limits = limits,
	};
	struct contents c = CONTENTS_INIT;
	bool ok = load(v, &o, &c, NULL, e) && move_certs(out, &c.certs, e);

	contents_clear(&c);
	return ok;
}

struct zip_reading {
	const struct limits	*limits;
	struct certlist		*found;
	size_t			 files;
	char			 other[64];	/* the last without one */
};

static bool
read_zipped(const char *name, struct view content, void *arg, struct err *e)
{
	struct zip_reading *r = arg;
	struct err why = ERR_INIT;

	r->files++;
	if (load_certs(content, r->limits, r->found, &why))
		return true;
	strncpy(r->other, name, sizeof(r->other) - 1);
	return why.code != ERR_MEMORY || err_memory(e);
}

static bool
read_zip(struct view body, const struct limits *limits, struct certlist *found,
    struct err *e)
{
	struct zip_reading r = { .limits = limits, .found = found };

	if (!unzip(body, (size_t)limit_of(limits, LIMIT_DOWNLOAD), read_zipped,
	    &r, e))
		return false;
	if (found->count != 0)
		return true;
	if (r.files == 0)
		return err_set(e, ERR_FORMAT, "the zip is empty, expected one "
		    "with a certificate");
	return err_set(e, ERR_FORMAT, "no certificate among the %zu file%s in "
	    "the zip (the last is \"%s\")", r.files,
	    r.files == 1 ? "" : "s", r.other);
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
read_plain(struct view body, const struct limits *limits,
    struct certlist *found, struct err *e)
{
	if (body.len == 0)
		return err_set(e, ERR_FORMAT, "empty, expected a certificate");
	if (is_html(body))
		return err_set(e, ERR_FORMAT, "an HTML page instead of a "
		    "certificate (an error page, or a login)");
	return load_certs(body, limits, found, e) && (found->count != 0 ||
	    err_set(e, ERR_FORMAT, "no certificate found"));
}

bool
download_read(struct view body, const struct limits *limits,
    struct certlist *out, struct err *e)
{
	struct certlist found = CERTLIST_INIT;
	bool ok = unzip_is_zip(body) ? read_zip(body, limits, &found, e) :
	    read_plain(body, limits, &found, e);

	ok = ok && move_certs(out, &found, e);
	certlist_clear(&found);
	return ok;
}

bool
download_file(const char *operand, const struct cmdline *o,
    struct certlist *out, struct err *e)
{
	const struct limits *limits = &o->limits;
	struct bytes file = BYTES_INIT;
	bool ok = engines_start(e) &&
	    readfile(operand, load_cap_any, limits, &file, e) &&
	    (download_read(view_bytes(&file), limits, out, e) ||
	    err_in(e, "%s", readfile_name(operand)));

	bytes_clear(&file);
	return ok;
}

bool
download(const char *url, const struct cmdline *o, struct certlist *out,
    struct err *e)
{
	struct bytes body = BYTES_INIT;
	/* Before libcurl, which would start libcrypto with the system's
	 * configuration. */
	bool ok = engines_start(e) && httpget(url, o, &body, e) &&
	    (download_read(view_bytes(&body), &o->limits, out, e) ||
	    err_in(e, "%s", url));

	bytes_clear(&body);
	return ok;
}
