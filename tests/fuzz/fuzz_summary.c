/*
 * fuzz_summary.c - the index of a store: its counts, rows and text, with the
 * head and the hash that make it worth looking at
 */

#include "fuzz.h"

#include "base/sha.h"
#include "store/summary.h"

static void
inside(struct view v, const struct summary *m)
{
	HOLDS(v.len == 0 || (v.data >= m->file_text.data &&
	    v.data + v.len <= m->file_text.data + m->file_text.len));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct summary_stamp stamp = { 1, 2, 3, 4 };
	struct summary empty = SUMMARY_INIT, m = SUMMARY_INIT;
	unsigned char hash[SHA256_LEN];
	struct bytes file = BYTES_INIT;
	struct err e = ERR_INIT;

	HOLDS(summary_format(&empty, &stamp, &file, &e));
	/* Behind what names version and folder. */
	bytes_truncate(&file, 64);
	bytes_add(&file, data, size);
	sha256_of(view_bytes(&file), hash);
	bytes_add(&file, hash, sizeof(hash));
	HOLDS(bytes_ok(&file, &e));
	if (summary_parse(&m, &file, &stamp))
		for (size_t i = 0; i < m.count; i++) {
			struct summary_row r = summary_row(&m, i);

			inside(r.subject, &m);
			inside(r.issuer, &m);
		}
	summary_clear(&m);
	bytes_clear(&file);
	return 0;
}
