/*
 * fuzz_download.c - what a server sent: zips, and the answers at a
 * certificate's link to its issuer
 *
 * The first byte chooses: 1 asks what a chain asks of an answer, whether one of
 * its certificates issued another one.
 */

#include "fuzz.h"

#include "chain/issued.h"
#include "storectl/crosscert/download.h"

static void
ask(const struct certlist *l)
{
	struct err e = ERR_INIT;
	bool yes;

	for (size_t i = 0; i < l->count && i < 4; i++)
		for (size_t k = 0; k < l->count && k < 4; k++)
			HOLDS(issued_by(l->items[i], l->items[k], &yes, &e));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct certlist got = CERTLIST_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	bool ok;

	if (size == 0)
		return 0;
	fuzz_limits(&limits);
	limits.value[LIMIT_DOWNLOAD] = 1 << 18;
	ok = download_read(view_of(data + 1, size - 1), &limits, &got, &e);
	HOLDS_VERDICT(ok, e);
	HOLDS(ok == (got.count != 0));
	if (ok && *data == 1)
		ask(&got);
	certlist_clear(&got);
	return 0;
}
