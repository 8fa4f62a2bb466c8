#include "check.h"

#include <string.h>

#include "storectl/verify/verify.h"

static bool
is_signed_whole(const struct verified *f)
{
	for (size_t i = 0; i < f->count; i++) {
		const struct judged *j = &f->items[i];

		if (j->digest_is_wrong || j->sig->verdict != SIGNED_GOOD)
			return false;
	}
	return f->count != 0;
}

bool
sign_check(const char *path, const struct limits *limits, int *caught,
    struct err *e)
{
	struct verify_options o;
	struct verified f;
	struct verify v;
	bool ok;

	memset(&o, 0, sizeof(o));
	memset(&v, 0, sizeof(v));
	o.limits = *limits;
	v.o = &o;
	v.own_digests = true;
	ok = verify_collect(&v, path, &f, e) && (is_signed_whole(&f) ||
	    err_set(e, ERR_IO, "osslsigncode's output is incomplete; check "
	    "for a full disk"));
	*caught = v.caught;
	verify_collect_clear(&f);
	osslsigncode_clear(&v.program);
	return ok;
}
