/*
 * testkeys.h - the fixtures of tests/fixtures/keys, for the unit tests of
 * everything that reads or writes a private key
 */

#ifndef SPCKIT_TESTS_TESTKEYS_H
#define SPCKIT_TESTS_TESTKEYS_H

#include <stdio.h>

#include "base/limits.h"
#include "cert/key.h"
#include "unit.h"

/* A whole fixture; the caller clears it. */
static inline struct bytes
fixture(const char *name)
{
	const char *root = getenv("FIXTURES");
	struct bytes b = BYTES_INIT;
	unsigned char buf[4096];
	char path[512];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/keys/%s",
	    root != NULL ? root : "tests/fixtures", name);
	f = fopen(path, "rb");
	ck_assert_msg(f != NULL, "%s is not there", path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		bytes_add(&b, buf, n);
	fclose(f);
	ck_assert(!b.failed && b.len != 0);
	return b;
}

/* The defaults, for one call. */
static inline const struct limits *
defaults(void)
{
	static struct limits l;

	limits_default(&l);
	return &l;
}

static inline bool
has_spki(const struct key *k, const char *name)
{
	struct bytes spki = fixture(name);
	bool same = view_equal(view_bytes(&k->spki), view_bytes(&spki));

	bytes_clear(&spki);
	return same;
}

static inline bool
holds(const struct secret *s, const char *name)
{
	struct bytes b = fixture(name);
	bool same = view_equal(secret_view(s), view_bytes(&b));

	bytes_clear(&b);
	return same;
}

static inline bool
is_fixture(const struct bytes *b, const char *name)
{
	struct bytes other = fixture(name);
	bool same = view_equal(view_bytes(b), view_bytes(&other));

	bytes_clear(&other);
	return same;
}

static inline void
put_le32(struct bytes *b, size_t off, uint32_t v)
{
	for (size_t i = 0; i < 4; i++)
		b->data[off + i] = (unsigned char)(v >> (8 * i));
}

#endif
