/*
 * cab.h - signed cabinets
 *
 * [MS-CAB]: a header, folders, files, and the folders' blocks of data. A
 * signature needs a reserve of 20 bytes or more in the header, which names its
 * place, and lies behind the cabinet (Microsoft Cabinet SDK; jsign and
 * osslsigncode agree on it):
 *
 *	 0	u2, u2		lengths of two structures: 0 and 16
 *	 4	u4		where the signature begins: at the cabinet's end
 *	 8	u4		its length, with padding
 *	12	u8		0
 *
 * The digest leaves out the header's checksum and the reserve, but not its first
 * structure, of which nothing but a length of 0 is accepted here; of a cabinet
 * without a reserve, which a catalogue lists, nothing stands for it. It includes
 * the number in a set, which must be 0: sets are refused. Sizes of reserves are
 * not in it, so all parts must follow each other without a gap, as every writer
 * of cabinets puts them: no other sizes fit.
 *
 * Input:  untrusted; every length is checked.
 * Errors: ERR_INPUT, ERR_UNSUPPORTED (one of a set).
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "base/limits.h"

struct cab {
	struct view	in;
	struct view	signature;	/* with its padding; empty: none */
	size_t		folders;	/* offsets: CFFOLDERs, and */
	size_t		end;		/*	the end of the cabinet */
	size_t		folder_reserve;
	size_t		data_reserve;
};

bool	cab_is(struct view in);
bool	cab_open(struct cab *c, struct view in, struct err *e) MUST_CHECK;
bool	cab_digest(const struct cab *c, const char *digest, unsigned char *out,
	    size_t outlen, struct err *e) MUST_CHECK;
/* Is there room for a signature and no other reserve, or none at all? That is what
 * osslsigncode writes. */
bool	cab_is_signable(const struct cab *c);
/* The files' entries and data, which signing leaves as they are. */
struct view	cab_files(const struct cab *c);
/* Is all of it in the digest, or the signature? */
bool	cab_account(const struct cab *c, const struct limits *limits,
	    struct err *e) MUST_CHECK;
