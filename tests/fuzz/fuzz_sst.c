/*
 * fuzz_sst.c - serialized stores and elements; a store that was read holds the
 * same certificates after being written and read again
 */

#include "fuzz.h"

#include "cert/contents.h"
#include "cert/certprop.h"
#include "formats/certs/sst.h"

static void
walk_properties(const struct contents *c)
{
	for (size_t i = 0; i < c->certs.count; i++) {
		struct view rest = view_bytes(&c->certs.items[i]->properties);
		struct view value;
		uint32_t id;

		while (certprop_next(&rest, &id, &value))
			;
	}
}

static void
roundtrip(const struct contents *c, const struct limits *limits)
{
	struct contents again = CONTENTS_INIT;
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;

	HOLDS(sst_write(&c->certs, &out, &e));
	HOLDS(sst_read(view_bytes(&out), limits, &again, &e));
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
	struct view in = view_of(data, size);
	struct err e = ERR_INIT;
	struct limits limits;
	bool ok;

	fuzz_limits(&limits);
	ok = sst_read(in, &limits, &c, &e);
	HOLDS_VERDICT(ok, e);
	walk_properties(&c);
	if (ok)
		roundtrip(&c, &limits);
	contents_clear(&c);
	err_clear(&e);

	ok = sst_read_element(in, &limits, &c, &e);
	HOLDS_VERDICT(ok, e);
	walk_properties(&c);
	contents_clear(&c);
	return 0;
}
