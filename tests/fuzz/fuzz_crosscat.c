/*
 * fuzz_crosscat.c - a user's catalogue of cross-certificates; every row that
 * was read is found by its pin and its name
 */

#include "fuzz.h"

#include <string.h>

#include "crosscat/crosscat.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct crosscat c = CROSSCAT_INIT;
	const struct crosscat_row *r;
	struct err e = ERR_INIT;
	bool ok;

	ok = crosscat_read(&c, view_of(data, size), &e);
	HOLDS_VERDICT(ok, e);
	HOLDS(c.count <= CROSSCAT_ROWS);
	for (size_t i = 0; ok && i < c.count; i++) {
		HOLDS(crosscat_by_pin(&c, c.rows[i].pin) == &c.rows[i]);
		HOLDS(c.rows[i].root_count <= CROSSCAT_ROOTS);
		/* A name may be the thumbprint of another row, or blank. */
		err_clear(&e);
		if (crosscat_named(&c, c.rows[i].ca, &r, &e))
			HOLDS(r != NULL);
		else
			HOLDS(r == NULL && e.code != ERR_NONE);
	}
	crosscat_clear(&c);
	return 0;
}
