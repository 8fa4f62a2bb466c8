#include "rootsource.h"

#include <sys/stat.h>

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "download.h"
#include "formats/load.h"
#include "formats/sniff.h"
#include "httpget.h"
#include "io/readfile.h"
#include "query/engines.h"
#include "uncab.h"

#define MICROSOFT_URL	"http://ctldl.windowsupdate.com/msdownload/update/v3/" \
			"static/trustedr/en"

static const struct {
	const char	*stl;
	const char	*cab;
} names[] = {
	[ROOTLIST_ROOTS] = { "authroot.stl", "authrootstl.cab" },
	[ROOTLIST_DISALLOWED] = { "disallowedcert.stl",
	    "disallowedcertstl.cab" },
};

const char *
rootsource_stl(enum rootlist_kind kind)
{
	return names[kind].stl;
}

const char *
rootsource_cab(enum rootlist_kind kind)
{
	return names[kind].cab;
}

/* ---- the list ---- */

static bool
take_stl(const char *name, struct view content, void *arg, struct err *e)
{
	struct rootsource *s = arg;

	if (s->list.len != 0 || !text_same(name, names[s->kind].stl))
		return true;
	return bytes_set(&s->list, content, e);
}

static bool
take_list_file(struct rootsource *s, const char *from, struct view file,
    struct err *e)
{
	s->from = from;
	if (!uncab_is_cab(file))
		return bytes_set(&s->list, file, e);
	if (!bytes_set(&s->cabinet, file, e) || !uncab(file,
	    (size_t)limit_of(&s->o->limits, LIMIT_CONTAINER), take_stl, s, e))
		return false;
	return s->list.len != 0 || err_set(e, ERR_FORMAT, "the cabinet has no "
	    "%s in it", names[s->kind].stl);
}

static bool
is_list(struct view file)
{
	return uncab_is_cab(file) || sniff(file) == KIND_CAT;
}

static bool
load_certs_in(struct rootsource *s, struct view file, struct err *e)
{
	const struct load_options o = {
		.kinds = LOAD_CERTS,
		.expected = "a list of roots, or certificates",
		.limits = &s->o->limits,
	};
	struct contents c = CONTENTS_INIT;
	bool ok = load(file, &o, &c, NULL, e);

	while (ok && c.certs.count != 0)
		ok = certlist_add_new(&s->certs, certlist_take(&c.certs,
		    c.certs.count - 1), e);
	contents_clear(&c);
	return ok;
}

static bool
read_source_file(struct rootsource *s, const char *name, struct err *e)
{
	struct bytes file = BYTES_INIT;
	bool ok = readfile(name, load_cap_any, &s->o->limits, &file, e);

	if (!ok)
		return false;
	if (!is_list(view_bytes(&file)))
		ok = load_certs_in(s, view_bytes(&file), e);
	else if (s->list.len != 0)
		ok = err_set(e, ERR_USAGE, "a second list, after that of %s",
		    s->from);
	else
		ok = take_list_file(s, name, view_bytes(&file), e);
	bytes_clear(&file);
	return ok || err_in(e, "%s", readfile_name(name));
}

/* ---- folders ---- */

static bool
is_folder(const char *name)
{
	struct stat st;

	return stat(name, &st) == 0 && S_ISDIR(st.st_mode);
}

/* A file of a folder, if it is there. */
static bool
name_in_folder(const char *folder, const char *name, char path[PATH_MAX])
{
	int n = snprintf(path, PATH_MAX, "%s/%s", folder, name);

	return n > 0 && n < PATH_MAX && access(path, F_OK) == 0;
}

/* Windows' certutil writes the list both ways. */
static bool
read_source_folder(struct rootsource *s, const char *folder, struct err *e)
{
	char path[PATH_MAX];

	if (s->list.len == 0 &&
	    (name_in_folder(folder, names[s->kind].cab, path) ||
	    name_in_folder(folder, names[s->kind].stl, path)))
		return read_source_file(s, path, e) && (s->from = folder);
	return true;
}

static bool
find_in_folder(struct rootsource *s, const char *folder, const char *hex,
    struct err *e)
{
	char path[PATH_MAX], name[2 * SHA1_LEN + sizeof(".crt")];

	for (int upper = 0; upper < 2; upper++) {
		snprintf(name, sizeof(name), "%s.crt", hex);
		for (char *p = name; upper && *p != '.'; p++)
			if (*p >= 'a')
				*p = (char)(*p - 'a' + 'A');
		if (name_in_folder(folder, name, path))
			return read_source_file(s, path, e);
	}
	return true;
}

/* ---- all of it ---- */

static bool
make_url(const struct rootsource *s, const char *name, char url[2048],
    struct err *e)
{
	const char *base = s->o->url != NULL ? s->o->url : MICROSOFT_URL;
	size_t len = strlen(base);

	while (len != 0 && base[len - 1] == '/')
		len--;
	if (len > 1900)
		return err_set(e, ERR_USAGE, "-url: too long");
	snprintf(url, 2048, "%.*s/%s", (int)len, base, name);
	return true;
}

static bool
fetch_root_list(struct rootsource *s, struct err *e)
{
	struct bytes file = BYTES_INIT;
	bool ok = make_url(s, names[s->kind].cab, s->url, e) &&
	    httpget(s->url, s->o, &file, e) &&
	    ((is_list(view_bytes(&file)) || err_set(e, ERR_FORMAT,
	    "not a cabinet")) && take_list_file(s, s->url, view_bytes(&file), e));

	bytes_clear(&file);
	return ok || (e->code != ERR_MEMORY && s->from == s->url ?
	    err_in(e, "%s", s->url) : false);
}

bool
rootsource_open(struct rootsource *s, const struct cmdline *o,
    enum rootlist_kind kind, struct err *e)
{
	memset(s, 0, sizeof(*s));
	s->o = o;
	s->kind = kind;
	if (!engines_start(e))
		return false;
	for (size_t i = 0; i < o->in.count; i++)
		if (!(is_folder(o->in.items[i]) ?
		    read_source_folder(s, o->in.items[i], e) :
		    read_source_file(s, o->in.items[i], e)))
			return false;
	return s->list.len != 0 || fetch_root_list(s, e);
}

void
rootsource_close(struct rootsource *s)
{
	bytes_clear(&s->list);
	bytes_clear(&s->cabinet);
	certlist_clear(&s->certs);
}

static bool
take_from(struct certlist *l, size_t from, const unsigned char sha1[SHA1_LEN],
    struct cert **c, struct err *e)
{
	for (size_t i = from; i < l->count && *c == NULL; i++)
		if (memcmp(l->items[i]->sha1, sha1, SHA1_LEN) == 0) {
			*c = cert_dup(l->items[i], e);
			return *c != NULL;
		}
	return true;
}

static bool
fetch_root(struct rootsource *s, const char *hex,
    const unsigned char sha1[SHA1_LEN], struct cert **c, struct err *e)
{
	struct certlist got = CERTLIST_INIT;
	char url[2048], name[2 * SHA1_LEN + sizeof(".crt")];
	bool ok;

	snprintf(name, sizeof(name), "%s.crt", hex);
	ok = make_url(s, name, url, e) && download(url, s->o, &got, e) &&
	    take_from(&got, 0, sha1, c, e);
	if (ok && *c == NULL)
		ok = err_set(e, ERR_UNTRUSTED, "%s: another certificate: its "
		    "SHA-1 is not its name", url);
	certlist_clear(&got);
	return ok;
}

bool
rootsource_find(struct rootsource *s, const unsigned char sha1[SHA1_LEN],
    bool fetch, struct cert **c, struct err *e)
{
	char hex[2 * SHA1_LEN + 1];

	*c = NULL;
	text_hex(view_of(sha1, SHA1_LEN), hex, sizeof(hex));
	if (!take_from(&s->certs, 0, sha1, c, e))
		return false;
	for (size_t i = 0; *c == NULL && i < s->o->in.count; i++) {
		size_t before = s->certs.count;

		if (!is_folder(s->o->in.items[i]))
			continue;
		if (!find_in_folder(s, s->o->in.items[i], hex, e) ||
		    !take_from(&s->certs, before, sha1, c, e))
			return false;
	}
	return *c != NULL || !fetch || fetch_root(s, hex, sha1, c, e);
}
