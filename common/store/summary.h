/*
 * summary.h - what a list shows of every certificate of a store
 *
 * A row for each: its two names as a list prints them, its validity, the name
 * that its private key would have.
 *
 *   summary_add()       a row of one certificate
 *   summary_of_store()  the rows of all of a store, by thumbprint
 *   summary_row()       one of them
 *
 * Opening 100 000 files takes a third of a second. But all of a row comes out
 * of the certificate, and an entry's name is the certificate's hash: a row
 * never changes. So the first list of a large store that has been left alone
 * for a few seconds writes the rows to <location>/.index/<Store>, if it may, and
 * later ones read that one file.
 *
 * It is never wrong, at most of no use. It is believed while the folder of the
 * entries is the one that was read, by device, inode and the time of its last
 * change to the nanosecond, which no program can set; while the file's hash is
 * right; and by the version that wrote it. Anything else is as if there were
 * none: to delete it, to copy a location or to change a folder by hand does
 * no harm. What a failed or killed writer leaves is one temporary file in
 * .tmp, which the next import sweeps. Failing to write it is not an error.
 *
 *   offset  size  of the file; numbers are little-endian
 *        0    32  "spckit index 1" and the version, filled up with zeros
 *       32    32  device, inode, seconds, nanoseconds of the folder
 *       64    16  number of rows, length of the text
 *       80  88*n  rows: thumbprint (20), key's name (32), flags (4), valid from
 *                 and to (8 each), offset and length in the text of the
 *                 subject's and of the issuer's name (4 each)
 *             n   text, UTF-8 without control characters
 *            32   SHA-256 of all before
 *
 * Ownership: a row's views go into the summary.
 * Limits:    a file of 1 GiB, about eight million rows.
 * Errors:    those of store_walk().
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "store/store.h"
#include "store/vault/keyvault.h"

enum { SUMMARY_FILE_MAX = 1 << 30 };

struct summary {
	/* as built: */
	struct bytes	 rows;
	struct bytes	 text;
	struct bytes	 issuer;	/* of the row before, and where its */
	uint32_t	 issuer_off;	/* name is */
	uint32_t	 issuer_len;
	/* as read: */
	struct bytes	 file;
	struct view	 file_rows;
	struct view	 file_text;
	size_t		 count;
};
#define SUMMARY_INIT { BYTES_INIT, BYTES_INIT, BYTES_INIT, 0, 0, BYTES_INIT, \
		       VIEW_INIT, VIEW_INIT, 0 }

struct summary_row {
	unsigned char	 sha1[SHA1_LEN];
	struct view	 subject;
	struct view	 issuer;
	bool		 readable;	/* else only the thumbprint is known */
	bool		 has_validity;
	int64_t		 not_before;
	int64_t		 not_after;
	struct keyname	 key_name;
};

bool	summary_add(struct summary *m, const struct cert *c, struct err *e)
	    MUST_CHECK;
bool	summary_of_store(struct summary *m, struct store *s, struct err *e)
	    MUST_CHECK;
struct summary_row summary_row(const struct summary *m, size_t i);
void	summary_clear(struct summary *m);

/* ---- the file, for summary.c and its tests ---- */

/* Which folder, in which state. */
struct summary_stamp {
	uint64_t	dev;
	uint64_t	inode;
	uint64_t	seconds;
	uint64_t	nanoseconds;
};

/* What was built, as a file. */
bool	summary_format(const struct summary *m, const struct summary_stamp *s,
	    struct bytes *out, struct err *e) MUST_CHECK;
/* Takes the file over. False when it is of no use; it says nothing more. */
bool	summary_parse(struct summary *m, struct bytes *file,
	    const struct summary_stamp *s);
