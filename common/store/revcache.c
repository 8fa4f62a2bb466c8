#include "store/revcache.h"

#include <sys/stat.h>

#include <stdio.h>
#include <unistd.h>

#include "base/sha.h"
#include "base/text.h"
#include "io/dir.h"

bool
revcache_open(struct revcache *r, const struct location *l, struct err *e)
{
	r->location = l;
	return location_open_folder(l, LOCATION_REVOCATION, false, &r->dir, e);
}

void
revcache_close(struct revcache *r)
{
	if (r->dir != -1)
		close(r->dir);
	r->dir = -1;
}

/* ---- names ---- */

static void
name_kept(struct view v, const char *suffix, char name[REVCACHE_NAME])
{
	char hex[2 * SHA256_LEN + 1];
	unsigned char sha256[SHA256_LEN];

	sha256_of(v, sha256);
	text_hex(view_of(sha256, sizeof(sha256)), hex, sizeof(hex));
	snprintf(name, REVCACHE_NAME, "%s%s", hex, suffix);
}

void
revcache_crl_name(struct view url, char name[REVCACHE_NAME])
{
	name_kept(url, ".crl", name);
}

bool
revcache_ocsp_name(struct view certid, struct view url,
    char name[REVCACHE_NAME], struct err *e)
{
	struct bytes both = BYTES_INIT;
	bool ok;

	bytes_add_view(&both, certid);
	bytes_add_view(&both, url);
	ok = bytes_ok(&both, e);
	if (ok)
		name_kept(view_bytes(&both), ".ocsp", name);
	bytes_clear(&both);
	return ok;
}

/* ---- what is kept ---- */

static bool
read_kept(const struct revcache *r, const char *name, struct bytes *der,
    struct err *e)
{
	struct stat st;
	bool found;

	return r->dir == -1 ||
	    (dir_read(r->dir, name, REVCACHE_FILE, der, &found, &st, e) &&
	    (!found || location_check_access(r->location, &st, e))) ||
	    err_in(e, "%s/" LOCATION_REVOCATION "/%s", r->location->path,
	    name);
}

bool
revcache_crl(const struct revcache *r, struct view url, struct bytes *der,
    struct err *e)
{
	char name[REVCACHE_NAME];

	revcache_crl_name(url, name);
	return read_kept(r, name, der, e);
}

bool
revcache_ocsp(const struct revcache *r, struct view certid, struct view url,
    struct bytes *der, struct err *e)
{
	char name[REVCACHE_NAME];

	return revcache_ocsp_name(certid, url, name, e) &&
	    read_kept(r, name, der, e);
}
