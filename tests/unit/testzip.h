/*
 * testzip.h - zips made up byte by byte, for tests: files that are stored, not
 * compressed, under any name
 */

#ifndef SPCKIT_TESTS_TESTZIP_H
#define SPCKIT_TESTS_TESTZIP_H

#include <string.h>

#include "base/bytes.h"

struct testzip {
	struct bytes	local;
	struct bytes	central;
	unsigned	count;
};
#define TESTZIP_INIT { BYTES_INIT, BYTES_INIT, 0 }

static inline uint32_t
testzip_crc(struct view v)
{
	uint32_t crc = 0xffffffff;

	for (size_t i = 0; i < v.len; i++) {
		crc ^= v.data[i];
		for (int k = 0; k < 8; k++)
			crc = crc >> 1 ^ (0xedb88320 & (0 - (crc & 1)));
	}
	return ~crc;
}

/* What the local and the central header have in common. */
static inline void
testzip_fields(struct bytes *b, const char *name, struct view content)
{
	bytes_add_le16(b, 20);		/* version needed */
	bytes_add_le16(b, 0);		/* flags */
	bytes_add_le16(b, 0);		/* stored */
	bytes_add_le32(b, 0x58210000);	/* 2024-01-01 */
	bytes_add_le32(b, testzip_crc(content));
	bytes_add_le32(b, (uint32_t)content.len);
	bytes_add_le32(b, (uint32_t)content.len);
	bytes_add_le16(b, (uint16_t)strlen(name));
	bytes_add_le16(b, 0);
}

static inline void
testzip_add(struct testzip *z, const char *name, struct view content)
{
	size_t off = z->local.len;

	bytes_add_le32(&z->local, 0x04034b50);
	testzip_fields(&z->local, name, content);
	bytes_add_str(&z->local, name);
	bytes_add_view(&z->local, content);
	bytes_add_le32(&z->central, 0x02014b50);
	bytes_add_le16(&z->central, 20);
	testzip_fields(&z->central, name, content);
	bytes_add_le16(&z->central, 0);	/* comment */
	bytes_add_le16(&z->central, 0);	/* disk */
	bytes_add_le16(&z->central, 0);
	bytes_add_le32(&z->central, 0);
	bytes_add_le32(&z->central, (uint32_t)off);
	bytes_add_str(&z->central, name);
	z->count++;
}

/* The whole zip is in z->local. */
static inline struct view
testzip_end(struct testzip *z)
{
	size_t at = z->local.len;

	bytes_add_view(&z->local, view_bytes(&z->central));
	bytes_add_le32(&z->local, 0x06054b50);
	bytes_add_le32(&z->local, 0);
	bytes_add_le16(&z->local, (uint16_t)z->count);
	bytes_add_le16(&z->local, (uint16_t)z->count);
	bytes_add_le32(&z->local, (uint32_t)z->central.len);
	bytes_add_le32(&z->local, (uint32_t)at);
	bytes_add_le16(&z->local, 0);
	return view_bytes(&z->local);
}

static inline void
testzip_clear(struct testzip *z)
{
	bytes_clear(&z->local);
	bytes_clear(&z->central);
}

#endif
