#include "keptlists.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "asn1/der.h"
#include "base/array.h"
#include "base/text.h"
#include "cert/certscan.h"
#include "chain/ocsp.h"
#include "io/dir.h"
#include "store/revcache.h"

enum { DAY = 86400 };

/* ---- until when ---- */

static bool
take_time(struct der *d, int64_t *t)
{
	unsigned tag = der_peek(d);
	struct tlv v;

	return (tag == DER_UTC_TIME || tag == DER_GENERALIZED_TIME) &&
	    der_next(d, &v) && certscan_time(tag, v.body, t);
}

/* CertificateList (RFC 5280, 5.1), up to its second time. */
bool
keptlists_list_until(struct view der, int64_t *t)
{
	struct der d = der_open(der), list, tbs;
	struct tlv v;
	bool versioned;

	if (!der_enter(&d, DER_SEQUENCE, &list) ||
	    !der_enter(&list, DER_SEQUENCE, &tbs))
		return false;
	versioned = der_take(&tbs, DER_INTEGER, &v);
	(void)versioned;
	return der_take(&tbs, DER_SEQUENCE, &v) &&
	    der_take(&tbs, DER_SEQUENCE, &v) && take_time(&tbs, t) &&
	    take_time(&tbs, t);
}

/* ---- the sweep ---- */

struct kept {
	char	 name[NAME_MAX + 1];
	int64_t	 until;
	size_t	 size;
};

struct sweep {
	int		 dir;
	struct kept	*files;
	size_t		 count;
};

static bool
ends_in(const char *name, const char *suffix)
{
	size_t n = strlen(name), m = strlen(suffix);

	return n > m && strcmp(name + n - m, suffix) == 0;
}

/* A list without nextUpdate is kept for a day. */
static int64_t
kept_until(int dir, const char *name, size_t *size)
{
	struct bytes der = BYTES_INIT;
	struct err ignored = ERR_INIT;
	int64_t until = INT64_MIN;
	struct stat st;
	bool found;

	if (dir_read(dir, name, REVCACHE_FILE, &der, &found, &st, &ignored) &&
	    found && !(ends_in(name, ".crl") ?
	    keptlists_list_until(view_bytes(&der), &until) :
	    ocsp_until(view_bytes(&der), &until)))
		until = st.st_mtime + DAY;
	*size = der.len;
	bytes_clear(&der);
	return until;
}

static bool
look_at_kept(const char *name, unsigned char type, void *arg, struct err *e)
{
	struct sweep *s = arg;
	struct kept *k;

	(void)type;
	/* Ours only. */
	if (!ends_in(name, ".crl") && !ends_in(name, ".ocsp"))
		return true;
	if (!array_room(&s->files, s->count, sizeof(*s->files), e))
		return false;
	k = &s->files[s->count++];
	strncpy(k->name, name, NAME_MAX);
	k->name[NAME_MAX] = '\0';
	k->until = kept_until(s->dir, name, &k->size);
	return true;
}

static int
later_first(const void *a, const void *b)
{
	const struct kept *x = a, *y = b;

	return (x->until < y->until) - (x->until > y->until);
}

bool
keptlists_sweep(const struct location *l, int64_t now, struct err *e)
{
	struct sweep s = { .dir = -1 };
	size_t all = 0;
	bool ok;

	if (!location_open_folder(l, LOCATION_REVOCATION, false, &s.dir, e))
		return false;
	if (s.dir == -1)
		return true;
	ok = dir_walk(s.dir, look_at_kept, &s, e);
	if (ok && s.count != 0)
		qsort(s.files, s.count, sizeof(*s.files), later_first);
	/* One that cannot be removed does no harm. */
	for (size_t i = 0; ok && i < s.count; i++) {
		all += s.files[i].size;
		if (i >= REVCACHE_FILES || all > REVCACHE_ALL ||
		    s.files[i].until < now)
			unlinkat(s.dir, s.files[i].name, 0);
	}
	free(s.files);
	close(s.dir);
	return ok || err_in(e, "%s/" LOCATION_REVOCATION, l->path);
}
