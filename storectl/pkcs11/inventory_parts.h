/*
 * inventory_parts.h - what the files of inventories share
 *
 * Private to inventory*.c:
 *
 *   inventory.c        entries, their handles, the keys that were opened
 *   inventory_read.c   a location -> entries, in their order
 *   inventory_stamp.c  has something changed since?
 */

#pragma once

#include <sys/types.h>

#include <time.h>

#include "inventory.h"
#include "store/location.h"

enum { STAMPS_MAX = 2 * (SHELVES + 1) };

struct stamp {
	char		*path;
	bool		 there;
	bool		 unsure;	/* changed just before it was read */
	ino_t		 inode;
	struct timespec	 changed;
};

struct inventory {
	enum place	 place;
	struct entry	**entries;
	struct entry	**by_id;	/* the same, ascending */
	size_t		 count;
	bool		 has_protected;
	struct stamp	 stamps[STAMPS_MAX];
	size_t		 stamp_count;
};

/* Take note of a folder, before it is read. Ownership of `path` moves. */
bool	inventory_stamp(struct inventory *i, char *path, struct err *e)
	    MUST_CHECK;
void	inventory_drop_stamps(struct inventory *i);
/* All entries are there: give them their ids and what is kept of `old`. */
bool	inventory_settle(struct inventory *i, struct inventory *old,
	    struct err *e) MUST_CHECK;
