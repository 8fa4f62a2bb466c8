/*
 * testcab.h - cabinets made up byte by byte, for tests: files that are stored,
 * not compressed, in one folder of one block ([MS-CAB])
 */

#pragma once

#include <string.h>

#include "base/bytes.h"

struct testcab {
	struct bytes	entries;	/* CFFILE */
	struct bytes	data;
	struct bytes	whole;
	unsigned	count;
	unsigned	flags;		/* of the header */
};
#define TESTCAB_INIT { BYTES_INIT, BYTES_INIT, BYTES_INIT, 0, 0 }

enum { TESTCAB_HEADER = 36, TESTCAB_FOLDER = 8 };

/* `claimed` is the length that the cabinet says it has. */
static inline void
testcab_add_as(struct testcab *c, const char *name, struct view content,
    size_t claimed)
{
	bytes_add_le32(&c->entries, (uint32_t)claimed);
	bytes_add_le32(&c->entries, (uint32_t)c->data.len);
	bytes_add_le16(&c->entries, 0);			/* folder */
	bytes_add_le16(&c->entries, 0x5821);		/* 2024-01-01 */
	bytes_add_le16(&c->entries, 0);
	bytes_add_le16(&c->entries, 0x20);
	bytes_add(&c->entries, name, strlen(name) + 1);
	bytes_add_view(&c->data, content);
	c->count++;
}

static inline void
testcab_add(struct testcab *c, const char *name, struct view content)
{
	testcab_add_as(c, name, content, content.len);
}

static inline struct view
testcab_end(struct testcab *c)
{
	size_t data = TESTCAB_HEADER + TESTCAB_FOLDER + c->entries.len;
	struct bytes *b = &c->whole;

	bytes_add_str(b, "MSCF");
	bytes_add_le32(b, 0);
	bytes_add_le32(b, (uint32_t)(data + 8 + c->data.len));
	bytes_add_le32(b, 0);
	bytes_add_le32(b, TESTCAB_HEADER + TESTCAB_FOLDER);
	bytes_add_le32(b, 0);
	bytes_add_le16(b, 0x0103);
	bytes_add_le16(b, 1);				/* folders */
	bytes_add_le16(b, (uint16_t)c->count);
	bytes_add_le16(b, (uint16_t)c->flags);
	bytes_add_le16(b, 1);
	bytes_add_le16(b, 0);
	if (c->flags != 0)
		bytes_add(b, "a\0b", 4);	/* the cabinet before, its disk */
	bytes_add_le32(b, (uint32_t)(data + (c->flags != 0 ? 4 : 0)));
	bytes_add_le16(b, 1);				/* blocks */
	bytes_add_le16(b, 0);				/* stored */
	bytes_add_view(b, view_bytes(&c->entries));
	bytes_add_le32(b, 0);				/* no checksum */
	bytes_add_le16(b, (uint16_t)c->data.len);
	bytes_add_le16(b, (uint16_t)c->data.len);
	bytes_add_view(b, view_bytes(&c->data));
	return view_bytes(b);
}

static inline void
testcab_clear(struct testcab *c)
{
	bytes_clear(&c->entries);
	bytes_clear(&c->data);
	bytes_clear(&c->whole);
}
