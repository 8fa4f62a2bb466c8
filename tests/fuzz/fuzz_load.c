/*
 * fuzz_load.c - bytes of any kind: armour, sniffing, and the reader chosen
 *
 * A binary file that was loaded had been sniffed as the kind it was read as.
 */

#include "fuzz.h"

#include "cert/contents.h"
#include "formats/certs/armor.h"
#include "formats/certs/plaintext.h"
#include "formats/load.h"
#include "formats/sniff.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct contents c = CONTENTS_INIT;
	struct view in = view_of(data, size);
	struct secret password = SECRET_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	struct load_options o = {
		.kinds = LOAD_ANY,
		.expected = "anything",
		.password = &password,
		.limits = &limits,
	};
	enum kind kind = KIND_UNKNOWN;
	bool ok;

	fuzz_limits(&limits);
	HOLDS(secret_set(&password, view_str(FUZZ_PASSWORD), &e));
	(void)load_cap_any(view_sub(in, 0, size < 64 ? size : 64));
	(void)load_cap_key(view_sub(in, 0, size < 64 ? size : 64));
	ok = load(in, &o, &c, &kind, &e);
	HOLDS_VERDICT(ok, e);
	if (ok) {
		HOLDS((kind_row(kind)->class & LOAD_ANY) != 0);
		HOLDS(plaintext_is(in) || sniff(in) == kind);
	}
	contents_clear(&c);
	secret_clear(&password);
	return 0;
}
