/*
 * cfb.h - compound files ([MS-CFB]), which MSI packages are
 *
 * A file system in a file: sectors of 512 or 4096 bytes; the FAT, in which each
 * sector names the next one of its chain; a directory, whose entries are streams
 * and storages; and the mini stream, which holds the small streams in sectors of
 * 64 bytes with a FAT of their own.
 *
 * cfb_open() reads all of it and accepts a file only if
 *
 *   - it consists of whole sectors, and the FAT describes each of them;
 *   - each sector is of one chain, the FAT, or free, and the last one is not
 *     free: nothing can be appended;
 *   - each chain is as long as what it holds, without a circle;
 *   - each entry of the directory is in its tree once, or unused.
 *
 * Free sectors, the rest of a stream's last sector and unused entries may hold
 * anything: Windows leaves old data there. Half of the packages made by its
 * installer library do.
 *
 * Input:     untrusted; see above.
 * Ownership: cfb_clear() frees; views are into `in`, which must stay.
 * Limits:    as many sectors as the file has, CFB_ENTRIES_MAX entries, storages
 *            CFB_DEPTH_MAX deep.
 * Errors:    ERR_INPUT, ERR_LIMIT, ERR_MEMORY.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"

enum { CFB_ENTRIES_MAX = 1 << 20, CFB_DEPTH_MAX = 32 };

enum cfb_type { CFB_UNUSED = 0, CFB_STORAGE = 1, CFB_STREAM = 2, CFB_ROOT = 5 };

struct cfb_entry {
	struct view	raw;		/* 128 bytes */
	struct view	name;		/* UTF-16LE, without its zero */
	struct view	clsid;		/* 16 bytes */
	struct view	state;		/* 4 */
	struct view	times;		/* 16: created, modified */
	enum cfb_type	type;
	uint32_t	start;
	uint32_t	size;
	uint32_t	parent;
	unsigned	depth;
	bool		in_tree;
	size_t		first;		/* of its children, in `order` */
	size_t		children;
};

struct cfb {
	struct view	 in;
	size_t		 sector;	/* bytes */
	size_t		 sectors;	/* how many */
	uint32_t	*fat;		/* one for each */
	unsigned char	*owner;		/* of each; 0: none */
	size_t		 minis;		/* the same of the mini stream */
	uint32_t	*minifat;
	unsigned char	*mini_owner;
	uint32_t	*mini_at;	/* the mini stream's sectors */
	struct cfb_entry *entries;
	size_t		 count;
	struct cfb_entry **order;	/* children, storage after storage, */
	size_t		 ordered;	/*	by the bytes of their names */
};

bool	cfb_is(struct view in);
/* cfb_clear() also after a failure. */
bool	cfb_open(struct cfb *c, struct view in, struct err *e) MUST_CHECK;
void	cfb_clear(struct cfb *c);
/* The entry 0. */
const struct cfb_entry	*cfb_root(const struct cfb *c);
/* The n-th child of a storage, by the bytes of its name. */
const struct cfb_entry	*cfb_child(const struct cfb *c,
			    const struct cfb_entry *storage, size_t n);
/* Called for each piece of a stream, in order. */
typedef void	cfb_piece(struct view piece, void *arg);
void	cfb_pieces(const struct cfb *c, const struct cfb_entry *stream,
	    cfb_piece *piece, void *arg);
/* Called for each sector of the FAT and of the list of those: what is in them
 * leaves no choice. */
void	cfb_tables(const struct cfb *c, cfb_piece *piece, void *arg);
