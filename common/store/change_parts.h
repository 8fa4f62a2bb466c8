/*
 * change_parts.h - what the files of a change share
 *
 * Private to store/change*.c. A change is a list of items, each a file written
 * under a temporary name:
 *
 *   change.c         begin, keys, the end
 *   change_cert.c    certificates: what is there, what is new about it
 *   change_items.c   the list, and writing an item
 *   change_commit.c  into place, in order, or back
 *   change_file.c    other files of the location
 *   change_remove.c  removal, and the sweep
 *
 * Ownership:  all of it belongs to the struct change; change_abort() frees.
 */

#pragma once

#include "base/bytes.h"
#include "io/atomicfile.h"
#include "store/change.h"
#include "store/store.h"

enum { NONE = 0 };	/* places are counted from 1 */

/* In the order of the commit. */
enum kind { KIND_VAULT, KIND_KEY, KIND_CERT, KIND_FILE, KIND_COUNT };

struct item {
	enum kind	  kind;
	size_t		  folder;	/* of a certificate */
	unsigned char	  id[SHA256_LEN];
	struct atomicfile file;
	bool		  replace;	/* there is one on the disk */
	bool		  superseded;	/* by a later item of the same name */
	size_t		  supersedes;	/* place of the earlier one, or NONE */
};

struct folder {
	char	*store;
	int	 fd;
	bool	 made;
};

struct change {
	struct location	*l;
	int		 temp;		/* -1: not needed yet */
	int		 keys;
	int		 files;		/* folder of KIND_FILE */
	struct secret	 vault;
	struct folder	*folders;
	size_t		 folder_count;
	struct item	*items;
	size_t		 count;
	size_t		 cap;
	uint32_t	*index;		/* name -> place of its latest item */
	size_t		 index_size;
	bool		 many;		/* not kept open; one sync for all */
};

/* The latest item of that name, or NULL. Valid until the next one is added. */
struct item	*change_find_item(const struct change *c, enum kind kind,
		    size_t folder, const unsigned char id[SHA256_LEN]);
/* Write `content` and make it part of the change. `dir` is where it goes to;
 * `base` and `name` are its path below the location. */
bool		 change_add_item(struct change *c, struct item *it, int dir,
		    const char *base, const char *name, struct view content,
		    struct err *e) MUST_CHECK;
/* Rebuild the index after items have gone. */
void		 change_fill_index(struct change *c);

/* The name of an entry's file: as we write it or, where that is what is there,
 * as another program may have. */
void		 change_entry_name(int dir, const unsigned char sha1[SHA1_LEN],
		    char file[STORE_FILE_LEN + 1]);

/* Remove what killed processes have left. *temp is the folder that it was in,
 * -1 when there is none. */
bool		 change_sweep(const struct location *l, int *temp,
		    struct err *e) MUST_CHECK;
