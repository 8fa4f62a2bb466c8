#include "formats/signed/cab.h"

#include <string.h>

#include "formats/signed/imprint.h"
#include "formats/signed/leftover.h"

/* [MS-CAB] 2.1 CFHEADER, 2.2 CFFOLDER, 2.3 CFFILE, 2.4 CFDATA. */
enum {
	HEADER_LEN	= 36,
	CHECKSUM	= 4,		/* reserved1 */
	SIZE		= 8,		/* cbCabinet */
	FILES_OFFSET	= 16,		/* coffFiles */
	FOLDER_COUNT	= 26,
	FILE_COUNT	= 28,
	FLAGS		= 30,
	SET_NUMBER	= 34,		/* iCabinet */
	RESERVE_SIZES	= 36,		/* header's u2, folder's u1, data's u1 */
	RESERVE		= 40,
	FLAG_PREV	= 1,
	FLAG_NEXT	= 2,
	FLAG_RESERVE	= 4,
	FOLDER_LEN	= 8,
	FOLDER_DATA	= 0,		/* coffCabStart */
	FOLDER_BLOCKS	= 4,		/* cCFData */
	FILE_LEN	= 16,		/* and a name with its zero byte */
	DATA_LEN	= 8,
	DATA_SIZE	= 4,		/* cbData */
};

/* In the reserve. */
enum {
	SIGNATURE_LEN	= 20,
	FIRST_LEN	= 0,
	SECOND_LEN	= 2,
	OFFSET		= 4,
	LENGTH		= 8,
	FILLER		= 12,
	SECOND		= 16,
};

bool
cab_is(struct view in)
{
	return view_equal(view_sub(in, 0, 4), view_str("MSCF"));
}

/* What the reserve says of a signature. */
static bool
find_signature(struct cab *c, struct view reserve, struct err *e)
{
	size_t offset, len;

	if (reserve.len < SIGNATURE_LEN || view_le16(reserve, FIRST_LEN) != 0 ||
	    view_le16(reserve, SECOND_LEN) != SECOND)
		return true;
	offset = view_le32(reserve, OFFSET);
	len = view_le32(reserve, LENGTH);
	if (len == 0)
		return true;
	if (offset > c->in.len || len > c->in.len - offset)
		return err_set(e, ERR_INPUT, "signature of %zu bytes at "
		    "offset %zu, but the file has %zu bytes", len, offset,
		    c->in.len);
	c->signature = view_sub(c->in, offset, len);
	return true;
}

bool
cab_open(struct cab *c, struct view in, struct err *e)
{
	unsigned flags;
	size_t reserve;

	memset(c, 0, sizeof(*c));
	c->in = in;
	if (!cab_is(in) || in.len < HEADER_LEN)
		return err_set(e, ERR_INPUT, "%zu bytes without a whole "
		    "header of a cabinet", in.len);
	c->folders = HEADER_LEN;
	c->end = view_le32(in, SIZE);
	flags = view_le16(in, FLAGS);
	if (c->end > in.len)
		return err_set(e, ERR_INPUT, "cabinet of %zu bytes, but the "
		    "file has %zu", c->end, in.len);
	if ((flags & (FLAG_PREV | FLAG_NEXT)) != 0)
		return err_set(e, ERR_UNSUPPORTED, "one cabinet of a set, "
		    "which are not supported");
	if ((flags & FLAG_RESERVE) == 0)
		return true;
	reserve = view_le16(in, RESERVE_SIZES);
	c->folders = RESERVE + reserve;
	if (c->folders > c->end)
		return err_set(e, ERR_INPUT, "reserve of %zu bytes reaches "
		    "past the end of the cabinet", reserve);
	c->folder_reserve = in.data[RESERVE_SIZES + 2];
	c->data_reserve = in.data[RESERVE_SIZES + 3];
	return find_signature(c, view_sub(in, RESERVE, reserve), e);
}

bool
cab_digest(const struct cab *c, const char *digest, unsigned char *out,
    size_t outlen, struct err *e)
{
	static const unsigned char zeros[2];
	struct imprint i;

	if (!imprint_begin(&i, digest, outlen, e))
		return false;
	imprint_add(&i, view_sub(c->in, 0, CHECKSUM));
	imprint_add(&i, view_sub(c->in, SIZE, HEADER_LEN - SIZE));
	/* The length of the first structure in the reserve. */
	if (c->folders != HEADER_LEN)
		imprint_add(&i, view_of(zeros, sizeof(zeros)));
	imprint_add(&i, view_sub(c->in, c->folders, c->end - c->folders));
	return imprint_end(&i, out, e);
}

bool
cab_is_signable(const struct cab *c)
{
	return c->folders == HEADER_LEN || (c->folders == RESERVE +
	    SIGNATURE_LEN && c->folder_reserve == 0 && c->data_reserve == 0);
}

struct view
cab_files(const struct cab *c)
{
	size_t at = view_le32(c->in, FILES_OFFSET);

	return at < c->end ? view_sub(c->in, at, c->end - at) :
	    view_of(NULL, 0);
}

/* ---- is every byte accounted for? ---- */

/* Returns the end of the files' entries; 0: they do not fit. */
static size_t
skip_files(const struct cab *c, size_t at)
{
	for (unsigned n = view_le16(c->in, FILE_COUNT); n > 0; n--) {
		const unsigned char *zero = NULL;

		if (at < c->end && c->end - at > FILE_LEN)
			zero = memchr(c->in.data + at + FILE_LEN, 0,
			    c->end - at - FILE_LEN);
		if (zero == NULL)
			return 0;
		at = (size_t)(zero - c->in.data) + 1;
	}
	return at;
}

/* The blocks of one folder, from *at. */
static bool
skip_blocks(const struct cab *c, unsigned blocks, size_t *at)
{
	for (; blocks > 0; blocks--) {
		size_t head = DATA_LEN + c->data_reserve, size;

		if (*at > c->end || c->end - *at < head)
			return false;
		size = view_le16(c->in, *at + DATA_SIZE);
		if (size > c->end - *at - head)
			return false;
		*at += head + size;
	}
	return true;
}

static bool
check_tiling(const struct cab *c, struct err *e)
{
	size_t each = FOLDER_LEN + c->folder_reserve, at;
	unsigned folders = view_le16(c->in, FOLDER_COUNT);

	at = c->folders + folders * each;
	if (at != view_le32(c->in, FILES_OFFSET) || at > c->end)
		return err_set(e, ERR_INPUT, "the list of files does not "
		    "follow the list of folders");
	at = skip_files(c, at);
	for (unsigned i = 0; at != 0 && i < folders; i++) {
		struct view f = view_sub(c->in, c->folders + i * each,
		    FOLDER_LEN);

		if (at != view_le32(f, FOLDER_DATA) ||
		    !skip_blocks(c, view_le16(f, FOLDER_BLOCKS), &at))
			return err_set(e, ERR_INPUT, "the data of folder %u "
			    "is not where the one before it ends", i + 1);
	}
	return at == c->end || err_set(e, ERR_INPUT, "the files' entries and "
	    "data do not fill the cabinet");
}

/* What lies in the header, but not in the digest. */
static bool
check_header(const struct cab *c, struct err *e)
{
	struct view reserve = c->folders == HEADER_LEN ? view_of(NULL, 0) :
	    view_sub(c->in, RESERVE, c->folders - RESERVE);

	if (view_le32(c->in, CHECKSUM) != 0)
		return err_set(e, ERR_INPUT, "the reserved field of the "
		    "header is not zero");
	if (view_le16(c->in, SET_NUMBER) != 0)
		return err_set(e, ERR_UNSUPPORTED, "cabinet %u of a set, "
		    "which are not supported",
		    view_le16(c->in, SET_NUMBER) + 1);
	return reserve.len < FILLER || leftover_is_zero(view_sub(reserve,
	    FILLER, reserve.len - FILLER)) || err_set(e, ERR_INPUT, "the header's "
	    "reserve has other data in it");
}

/* What is not in the digest has no place without one. */
static bool
check_without_signature(const struct cab *c, struct err *e)
{
	if (c->end != c->in.len)
		return err_set(e, ERR_INPUT, "%zu bytes follow the cabinet",
		    c->in.len - c->end);
	if (c->folders != HEADER_LEN && !leftover_is_zero(view_sub(c->in,
	    RESERVE, c->folders - RESERVE)))
		return err_set(e, ERR_INPUT, "the header's reserve has data "
		    "in it");
	return check_header(c, e) && check_tiling(c, e);
}

bool
cab_account(const struct cab *c, const struct limits *limits, struct err *e)
{
	size_t start;

	if (c->signature.len == 0)
		return check_without_signature(c, e);
	start = (size_t)(c->signature.data - c->in.data);
	if (start != c->end)
		return err_set(e, ERR_INPUT, "the cabinet ends at offset %zu, "
		    "but its signature begins at %zu", c->end, start);
	if (start + c->signature.len != c->in.len)
		return err_set(e, ERR_INPUT, "%zu bytes follow the signature",
		    c->in.len - start - c->signature.len);
	return check_header(c, e) && check_tiling(c, e) &&
	    leftover_check_pkcs7(c->signature, limits, e) &&
	    leftover_check_zip(c->in, c->end, e);
}
