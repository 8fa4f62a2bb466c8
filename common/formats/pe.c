#include "formats/pe.h"

#include "base/der.h"
#include "formats/spc.h"

/* Microsoft PE/COFF specification, "MS-DOS Stub", "COFF File Header",
 * "Optional Header" and "The Attribute Certificate Table". */
enum {
	DOS_HEADER_LEN	= 64,
	DOS_PE_OFFSET	= 0x3c,
	COFF_LEN	= 24,		/* with the signature before it */
	COFF_OPT_LEN	= 20,		/* SizeOfOptionalHeader */
	MAGIC_PE32	= 0x10b,
	MAGIC_PE32_PLUS	= 0x20b,
	DIRS_PE32	= 96,		/* data directories in the optional */
	DIRS_PE32_PLUS	= 112,		/*	header; their count is the */
	DIR_LEN		= 8,		/*	4 bytes before them */
	DIR_SECURITY	= 4,
	WIN_CERT_LEN	= 8,		/* length, revision, type */
	WIN_CERT_PKCS7	= 2,
};

static bool
find_optional_header(struct view in, struct view *opt, struct err *e)
{
	size_t pe, len;

	if (in.len < DOS_HEADER_LEN || in.data[0] != 'M' || in.data[1] != 'Z')
		return err_set(e, ERR_INPUT, "%zu bytes and no whole DOS "
		    "header of a PE file", in.len);
	pe = view_le32(in, DOS_PE_OFFSET);
	if (pe > in.len || in.len - pe < COFF_LEN || !view_equal(
	    view_sub(in, pe, 4), view_of("PE\0\0", 4)))
		return err_set(e, ERR_INPUT, "no PE header at offset %zu, "
		    "where the DOS header says it is", pe);
	len = view_le16(in, pe + COFF_OPT_LEN);
	if (len > in.len - pe - COFF_LEN)
		return err_set(e, ERR_INPUT, "optional header of %zu bytes at "
		    "offset %zu reaches past the end of the file", len,
		    pe + COFF_LEN);
	*opt = view_sub(in, pe + COFF_LEN, len);
	return true;
}

/* The attribute certificate table; an empty view when the file has none. */
static bool
find_table(struct view in, struct view *table, struct err *e)
{
	size_t dirs, entry, offset, size;
	struct view opt = VIEW_INIT;
	unsigned magic;

	*table = view_of(NULL, 0);
	if (!find_optional_header(in, &opt, e))
		return false;
	magic = opt.len >= 2 ? view_le16(opt, 0) : 0;
	if (magic != MAGIC_PE32 && magic != MAGIC_PE32_PLUS)
		return err_set(e, ERR_INPUT, "optional header of kind 0x%x, "
		    "expected PE32 (0x10b) or PE32+ (0x20b)", magic);
	dirs = magic == MAGIC_PE32 ? DIRS_PE32 : DIRS_PE32_PLUS;
	entry = dirs + DIR_SECURITY * DIR_LEN;
	if (opt.len < entry + DIR_LEN ||
	    view_le32(opt, dirs - 4) <= DIR_SECURITY)
		return true;
	/* The one directory whose address is an offset in the file. */
	offset = view_le32(opt, entry);
	size = view_le32(opt, entry + 4);
	if (offset == 0 || size == 0)
		return true;
	if (offset > in.len || size > in.len - offset)
		return err_set(e, ERR_INPUT, "signature table of %zu bytes at "
		    "offset %zu but the file has %zu", size, offset, in.len);
	*table = view_sub(in, offset, size);
	return true;
}

static bool
is_zero(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.data[i] != 0)
			return false;
	return true;
}

/* The data of one entry: a PKCS#7, padded to a multiple of eight. Some vendors
 * hide other data in the padding; Windows lets them, and so do we. */
static bool
read_signature(struct view data, const struct limits *limits,
    struct contents *c, struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct view der;
	bool ok = false;
	size_t used;

	bytes_init(&mem, data.len);
	if (!ber_definite(data, (unsigned)limit_of(limits, LIMIT_DEPTH), &mem,
	    &der, &used, e)) {
		err_in(e, "no whole PKCS#7");
		goto out;
	}
	if (!spc_read(der, limits, c, e))
		goto out;
	ok = is_zero(view_sub(data, used, data.len - used)) ||
	    contents_warn(c, e, "%zu bytes that are not signed are behind the "
	    "signature", data.len - used);
 out:
	bytes_clear(&mem);
	return ok;
}

/* One WIN_CERTIFICATE, at the start of the table that is left. */
static bool
read_entry(struct view left, const struct limits *limits, size_t *length,
    struct contents *c, struct err *e)
{
	struct view data;
	unsigned type;

	if (left.len < WIN_CERT_LEN)
		return err_set(e, ERR_INPUT, "only %zu bytes of it are there",
		    left.len);
	*length = view_le32(left, 0);
	if (*length < WIN_CERT_LEN || *length > left.len)
		return err_set(e, ERR_INPUT, "its length is %zu, expected %d "
		    "to %zu", *length, WIN_CERT_LEN, left.len);
	type = view_le16(left, 6);
	data = view_sub(left, WIN_CERT_LEN, *length - WIN_CERT_LEN);
	if (type == WIN_CERT_PKCS7)
		return read_signature(data, limits, c, e);
	c->others++;
	return contents_warn(c, e, "a signature of type %u, which is no "
	    "PKCS#7, was skipped", type);
}

bool
pe_read(struct view in, const struct limits *limits, struct contents *c,
    struct err *e)
{
	size_t length = 0, n = 0;
	struct view left;

	if (!find_table(in, &left, e))
		return false;
	while (!is_zero(left)) {
		n++;
		if (!limit_check(limits, LIMIT_BAGS, n, "signatures", e))
			return false;
		if (!read_entry(left, limits, &length, c, e))
			return err_in(e, "signature %zu at offset %zu", n,
			    (size_t)(left.data - in.data));
		length = (length + 7) & ~(size_t)7;
		if (length > left.len)
			length = left.len;
		left = view_sub(left, length, left.len - length);
	}
	return true;
}
