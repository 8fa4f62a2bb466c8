/*
 * fuzz_pe.c - signed PE files
 */

#include "fuzz.h"

#include "cert/contents.h"
#include "formats/signed/pe.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	bool ok;

	fuzz_limits(&limits);
	ok = pe_read(view_of(data, size), &limits, &c, &e);
	HOLDS_VERDICT(ok, e);
	contents_clear(&c);
	return 0;
}
