/*
 * fuzz_cat.c - catalogues' lists: every member that is read is found by its
 * digest, and everything is inside the list
 */

#include "fuzz.h"

#include "formats/signed/cat.h"

static bool
is_inside(struct view part, struct view whole)
{
	return part.len == 0 || (part.data >= whole.data &&
	    part.data + part.len <= whole.data + whole.len);
}

static void
walk(const struct cat *c, struct view whole)
{
	struct der rest = der_open(c->members);
	struct cat_member m, again;
	struct err e = ERR_INIT;
	bool ok, end, found;
	size_t n = 0;

	while ((ok = cat_next(&rest, &n, &m, &end, &e)) && !end) {
		HOLDS(is_inside(m.identifier, whole));
		HOLDS(is_inside(m.digest, whole));
		if (n > 16 || m.digest.len == 0)
			continue;
		HOLDS(cat_find(c, m.digest, &found, &again, &e) && found);
		HOLDS(view_equal(again.digest, m.digest) ||
		    again.digest_oid.len == 0);
	}
	HOLDS_VERDICT(ok, e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);
	struct err e = ERR_INIT;
	struct cat c;
	bool ok;

	ok = cat_open(&c, in, &e);
	HOLDS_VERDICT(ok, e);
	if (ok)
		walk(&c, in);
	return 0;
}
