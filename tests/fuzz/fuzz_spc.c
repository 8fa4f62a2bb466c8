/*
 * fuzz_spc.c - PKCS#7 containers; certificates that were read are there in the
 * same order after being written and read again
 */

#include "fuzz.h"

#include "cert/contents.h"
#include "formats/certs/spc.h"

static void
roundtrip(const struct contents *c, const struct limits *limits)
{
	struct contents again = CONTENTS_INIT;
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	HOLDS(spc_write(NULL, &c->certs, &out, &e));
	HOLDS(spc_read(view_bytes(&out), limits, &again, &e));
	HOLDS(again.certs.count == c->certs.count);
	for (size_t i = 0; i < c->certs.count; i++)
		HOLDS(cert_same(again.certs.items[i], c->certs.items[i]));
	contents_clear(&again);
	bytes_clear(&out);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	bool ok;

	fuzz_limits(&limits);
	ok = spc_read(view_of(data, size), &limits, &c, &e);
	HOLDS_VERDICT(ok, e);
	if (ok)
		roundtrip(&c, &limits);
	contents_clear(&c);
	return 0;
}
