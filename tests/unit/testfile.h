/*
 * testfile.h - fixtures by their path below tests/fixtures, and what the unit
 * tests of containers share
 */

#ifndef SPCKIT_TESTS_TESTFILE_H
#define SPCKIT_TESTS_TESTFILE_H

#include <stdio.h>

#include "base/limits.h"
#include "cert/contents.h"
#include "unit.h"

/* A whole file; the caller clears it. */
static inline struct bytes
file_of(const char *name)
{
	const char *root = getenv("FIXTURES");
	struct bytes b = BYTES_INIT;
	unsigned char buf[4096];
	char path[512];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s",
	    root != NULL ? root : "tests/fixtures", name);
	f = fopen(path, "rb");
	ck_assert_msg(f != NULL, "%s is not there", path);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		bytes_add(&b, buf, n);
	fclose(f);
	ck_assert(!b.failed && b.len != 0);
	return b;
}

/* A copy of exactly this size, so that a sanitizer sees a byte read behind
 * its end. free() it. */
static inline unsigned char *
exact(struct view v)
{
	unsigned char *p = malloc(v.len != 0 ? v.len : 1);

	ck_assert(p != NULL);
	if (v.len != 0)
		memcpy(p, v.data, v.len);
	return p;
}

/* The default limits, as many bags as told. */
static inline struct limits
limits_of(uint64_t bags)
{
	struct limits l;

	limits_default(&l);
	if (bags != 0)
		l.value[LIMIT_BAGS] = bags;
	return l;
}

static inline bool
warns(const struct contents *c, const char *text)
{
	for (size_t i = 0; i < c->warning_count; i++)
		if (strstr(c->warnings[i], text) != NULL)
			return true;
	return false;
}

/* Certificate i is this file, byte for byte. */
static inline bool
cert_is(const struct contents *c, size_t i, const char *name)
{
	struct bytes b = file_of(name);
	bool same = i < c->certs.count && view_equal(view_bytes(&b),
	    view_bytes(&c->certs.items[i]->der));

	bytes_clear(&b);
	return same;
}

#endif
