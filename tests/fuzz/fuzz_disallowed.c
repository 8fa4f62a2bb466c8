/*
 * fuzz_disallowed.c - the file of disallowed hashes: what is read is written,
 * and read again it is the same
 */

#include "fuzz.h"

#include "chain/disallowed.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct disallowed d = DISALLOWED_INIT, again = DISALLOWED_INIT;
	struct bytes text = BYTES_INIT, twice = BYTES_INIT;
	struct err e = ERR_INIT;
	bool ok = disallowed_read(&d, view_of(data, size), &e);

	HOLDS_VERDICT(ok, e);
	if (ok) {
		disallowed_write(&d, &text);
		HOLDS(disallowed_read(&again, view_bytes(&text), &e));
		HOLDS(again.count == d.count && again.kinds == d.kinds);
		disallowed_write(&again, &twice);
		HOLDS(view_equal(view_bytes(&text), view_bytes(&twice)));
	}
	bytes_clear(&text);
	bytes_clear(&twice);
	disallowed_clear(&d);
	disallowed_clear(&again);
	return 0;
}
