/*
 * fuzz_pvk.c - PVK files, with and without the password; a key that was read
 * is the same after being written and read again
 */

#include "fuzz.h"

#include "formats/key/pvk.h"

static void
roundtrip(const struct key *k, const struct limits *limits)
{
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *again;

	/* What does not fit the format's fixed widths cannot be written. */
	if (pvk_write(k, k->spec, PVK_PLAIN, NULL, &out, &e)) {
		again = pvk_read(view_bytes(&out), NULL, limits, &e);
		HOLDS(again != NULL);
		HOLDS(view_equal(view_bytes(&again->spki),
		    view_bytes(&k->spki)));
		HOLDS(again->spec == k->spec);
		key_free(again);
	}
	bytes_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size);
	struct secret password = SECRET_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	struct key *k;

	fuzz_limits(&limits);
	k = pvk_read(in, NULL, &limits, &e);
	HOLDS_VERDICT(k != NULL, e);
	if (k == NULL && e.code == ERR_PASSWORD_NEEDED) {
		HOLDS(pvk_is(in));
		err_clear(&e);
		HOLDS(secret_set(&password, view_str(FUZZ_PASSWORD), &e));
		k = pvk_read(in, &password, &limits, &e);
		HOLDS_VERDICT(k != NULL, e);
	}
	if (k != NULL) {
		HOLDS(pvk_is(in));
		roundtrip(k, &limits);
	}
	key_free(k);
	secret_clear(&password);
	return 0;
}
