/*
 * fuzz_authenticode.c - signatures, timestamps and signatures in signatures;
 * programs are digested, too
 */

#include "fuzz.h"

#include "base/sha.h"
#include "formats/signed/authenticode.h"
#include "formats/signed/pe.h"

enum { DEEP = 4 };

static void
read_signature(struct view p7, const struct limits *limits, int depth)
{
	struct authenticode a = AUTHENTICODE_INIT;
	struct bytes name = BYTES_INIT, url = BYTES_INIT;
	struct err e = ERR_INIT;
	struct view nested;
	bool ok, is_signed;

	ok = authenticode_read(p7, limits, &a, &is_signed, &e);
	HOLDS_VERDICT(ok, e);
	HOLDS(ok || !is_signed || e.code != ERR_NONE);
	if (ok && is_signed) {
		HOLDS(a.verdict != SIGNED_GOOD || a.cert != NULL);
		HOLDS(a.stamp.kind != STAMP_NONE ||
		    a.stamp.verdict == SIGNED_UNKNOWN);
		authenticode_opus(&a, &name, &url);
		authenticode_has_page_hashes(&a);
		for (size_t i = 0; i < 2 && depth > 0 &&
		    authenticode_nested(&a, i, &nested); i++)
			read_signature(nested, limits, depth - 1);
	}
	bytes_clear(&name);
	bytes_clear(&url);
	authenticode_clear(&a);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view in = view_of(data, size), p7 = in;
	unsigned char digest[SHA1_LEN];
	struct err e = ERR_INIT;
	struct limits limits;
	bool ok;

	fuzz_limits(&limits);
	if (pe_is(in)) {
		ok = pe_digest(in, "SHA1", digest, sizeof(digest), &e);
		HOLDS_VERDICT(ok, e);
		err_clear(&e);
		ok = pe_signature(in, &limits, 0, &p7, &e);
		HOLDS_VERDICT(ok, e);
		if (!ok)
			return 0;
	}
	read_signature(p7, &limits, DEEP);
	return 0;
}
