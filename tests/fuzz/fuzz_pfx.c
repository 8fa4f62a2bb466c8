/*
 * fuzz_pfx.c - PFX files; in this build the verdict of the MAC does not count,
 * so that what comes after it is reached
 */

#include "fuzz.h"

#include "cert/contents.h"
#include "formats/pfx/pfx.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct contents c = CONTENTS_INIT;
	struct view in = view_of(data, size);
	struct passforms forms = PASSFORMS_INIT, keys = PASSFORMS_INIT;
	const struct pfx_passwords passwords = { &forms, &keys, false };
	struct secret password = SECRET_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	bool ok;

	fuzz_limits(&limits);
	ok = pfx_read(in, &passwords, &limits, &c, &e);
	HOLDS_VERDICT(ok, e);
	contents_clear(&c);
	err_clear(&e);

	HOLDS(secret_set(&password, view_str(FUZZ_PASSWORD), &e) &&
	    passforms_make(&forms, &password, NULL, &e));
	ok = pfx_read(in, &passwords, &limits, &c, &e);
	HOLDS_VERDICT(ok, e);
	HOLDS(c.certs.count <= limit_of(&limits, LIMIT_BAGS));
	HOLDS(c.keys.count <= limit_of(&limits, LIMIT_BAGS));
	contents_clear(&c);
	passforms_clear(&forms);
	secret_clear(&password);
	return 0;
}
