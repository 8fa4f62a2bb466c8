#include "formats/signed/pe.h"

#include <string.h>

#include "asn1/der.h"
#include "formats/certs/spc.h"
#include "formats/signed/imprint.h"
#include "formats/signed/leftover.h"

/* Microsoft PE/COFF specification, "MS-DOS Stub", "COFF File Header",
 * "Optional Header" and "The Attribute Certificate Table". */
enum {
	DOS_HEADER_LEN	= 64,
	DOS_PE_OFFSET	= 0x3c,
	COFF_LEN	= 24,		/* with the signature before it */
	COFF_SECTIONS	= 6,		/* NumberOfSections */
	COFF_OPT_LEN	= 20,		/* SizeOfOptionalHeader */
	MAGIC_PE32	= 0x10b,
	MAGIC_PE32_PLUS	= 0x20b,
	DIRS_PE32	= 96,		/* data directories in the optional */
	DIRS_PE32_PLUS	= 112,		/*	header; their count is the */
	CHECKSUM	= 64,		/* in the optional header */
	DIR_LEN		= 8,		/*	4 bytes before them */
	DIR_SECURITY	= 4,
	WIN_CERT_LEN	= 8,		/* length, revision, type */
	WIN_CERT_PKCS7	= 2,
	WIN_CERT_REVISION = 0x200,
	SECTION_LEN	= 40,
	SECTION_SIZE	= 16,		/* SizeOfRawData */
	SECTION_OFFSET	= 20,		/* PointerToRawData */
};

static bool
find_optional_header(struct view in, struct view *opt, struct err *e)
{
	size_t pe, len;

	if (in.len < DOS_HEADER_LEN || in.data[0] != 'M' || in.data[1] != 'Z')
		return err_set(e, ERR_INPUT, "%zu bytes without a whole "
		    "DOS header of a PE file", in.len);
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

/* Where in the file are the parts that no digest covers? */
struct places {
	size_t		checksum;
	size_t		entry;		/* security directory; 0: none */
	struct view	table;		/* the signatures; empty: none */
};

/* The attribute certificate table; an empty view when the file has none. */
static bool
find_table(struct view in, struct places *p, struct err *e)
{
	size_t dirs, entry, offset, size;
	struct view opt = VIEW_INIT;
	unsigned magic;

	memset(p, 0, sizeof(*p));
	if (!find_optional_header(in, &opt, e))
		return false;
	magic = opt.len >= 2 ? view_le16(opt, 0) : 0;
	if (magic != MAGIC_PE32 && magic != MAGIC_PE32_PLUS)
		return err_set(e, ERR_INPUT, "optional header of kind 0x%x, "
		    "expected PE32 (0x10b) or PE32+ (0x20b)", magic);
	p->checksum = (size_t)(opt.data - in.data) + CHECKSUM;
	dirs = magic == MAGIC_PE32 ? DIRS_PE32 : DIRS_PE32_PLUS;
	entry = dirs + DIR_SECURITY * DIR_LEN;
	if (opt.len < entry + DIR_LEN ||
	    view_le32(opt, dirs - 4) <= DIR_SECURITY)
		return true;
	p->entry = (size_t)(opt.data - in.data) + entry;
	/* The one directory whose address is an offset in the file. */
	offset = view_le32(opt, entry);
	size = view_le32(opt, entry + 4);
	if (offset == 0 || size == 0)
		return true;
	if (offset > in.len || size > in.len - offset)
		return err_set(e, ERR_INPUT, "signature table of %zu bytes at "
		    "offset %zu but the file has %zu bytes", size, offset, in.len);
	p->table = view_sub(in, offset, size);
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
		err_in(e, "truncated or malformed PKCS#7");
		goto out;
	}
	if (!spc_read(der, limits, c, e))
		goto out;
	ok = leftover_is_zero(view_sub(data, used, data.len - used)) ||
	    contents_warn(c, e, "%zu bytes that are not signed follow the "
	    "signature", data.len - used);
 out:
	bytes_clear(&mem);
	return ok;
}

/* One WIN_CERTIFICATE, taken off the start of the table that is left. */
struct entry {
	unsigned	revision;
	unsigned	type;
	struct view	data;
	struct view	padding;	/* to a multiple of eight */
};

static bool
take_entry(struct view *left, struct entry *x, struct err *e)
{
	size_t length;

	if (left->len < WIN_CERT_LEN)
		return err_set(e, ERR_INPUT, "only %zu bytes of it are there",
		    left->len);
	length = view_le32(*left, 0);
	if (length < WIN_CERT_LEN || length > left->len)
		return err_set(e, ERR_INPUT, "its length is %zu, expected %d "
		    "to %zu", length, WIN_CERT_LEN, left->len);
	x->revision = view_le16(*left, 4);
	x->type = view_le16(*left, 6);
	x->data = view_sub(*left, WIN_CERT_LEN, length - WIN_CERT_LEN);
	*left = view_sub(*left, length, left->len - length);
	length = -length & 7;
	if (length > left->len)
		length = left->len;
	x->padding = view_sub(*left, 0, length);
	*left = view_sub(*left, length, left->len - length);
	return true;
}

/* Called for each entry until it sets *stop. */
typedef bool	visit_entry(const struct entry *x, void *arg, bool *stop,
		    struct err *e);

static bool
walk_table(struct view in, const struct limits *limits, visit_entry *visit,
    void *arg, struct err *e)
{
	struct places p;
	struct view left;
	struct entry x = { 0 };
	bool stop = false;

	if (!find_table(in, &p, e))
		return false;
	left = p.table;
	for (size_t n = 1; !stop && !leftover_is_zero(left); n++) {
		size_t at = (size_t)(left.data - in.data);

		if (!limit_check(limits, LIMIT_BAGS, n, "signatures", e))
			return false;
		if (!take_entry(&left, &x, e) || !visit(&x, arg, &stop, e))
			return err_in(e, "signature %zu at offset %zu", n, at);
	}
	return true;
}

struct reading {
	const struct limits	*limits;
	struct contents		*c;
};

static bool
read_certificate_entry(const struct entry *x, void *arg, bool *stop, struct err *e)
{
	struct reading *r = arg;

	(void)stop;
	if (x->type == WIN_CERT_PKCS7)
		return read_signature(x->data, r->limits, r->c, e);
	r->c->others++;
	return contents_warn(r->c, e, "a signature of type %u, which is not "
	    "PKCS#7, was skipped", x->type);
}

bool
pe_read(struct view in, const struct limits *limits, struct contents *c,
    struct err *e)
{
	struct reading r = { limits, c };

	return walk_table(in, limits, read_certificate_entry, &r, e);
}

/* ---- the signatures ---- */

struct finding {
	size_t		 n;
	struct view	*pkcs7;
};

static bool
find_entry(const struct entry *x, void *arg, bool *stop, struct err *e)
{
	struct finding *f = arg;

	(void)e;
	if (x->type != WIN_CERT_PKCS7 || f->n-- != 0)
		return true;
	*f->pkcs7 = x->data;
	*stop = true;
	return true;
}

bool
pe_is(struct view in)
{
	return in.len >= 2 && in.data[0] == 'M' && in.data[1] == 'Z';
}

bool
pe_signature(struct view in, const struct limits *limits, size_t n,
    struct view *pkcs7, struct err *e)
{
	struct finding f = { n, pkcs7 };

	*pkcs7 = view_of(NULL, 0);
	return walk_table(in, limits, find_entry, &f, e);
}

/* ---- the digest ---- */

static size_t
headers_end(const struct places *p)
{
	return p->entry != 0 ? p->entry + DIR_LEN : p->checksum + 4;
}

/* Do the headers end where the signatures begin, or before? */
static bool
find_parts(struct view in, struct places *p, struct err *e)
{
	if (!find_table(in, p, e))
		return false;
	if (headers_end(p) <= in.len && (p->table.len == 0 ||
	    headers_end(p) <= (size_t)(p->table.data - in.data)))
		return true;
	return err_set(e, ERR_INPUT, "the signature table lies inside the "
	    "headers");
}

static void
add_parts(struct imprint *i, struct view in, const struct places *p)
{
	static const unsigned char zeros[7];
	size_t at = p->checksum + 4, end = in.len, behind;

	if (p->table.len != 0)
		end = (size_t)(p->table.data - in.data);
	behind = end + p->table.len;
	imprint_add(i, view_sub(in, 0, p->checksum));
	if (p->entry != 0) {
		imprint_add(i, view_sub(in, at, p->entry - at));
		at = p->entry + DIR_LEN;
	}
	imprint_add(i, view_sub(in, at, end - at));
	imprint_add(i, view_sub(in, behind, in.len - behind));
	imprint_add(i, view_of(zeros, -(in.len - p->table.len) & 7));
}

bool
pe_digest(struct view in, const char *digest, unsigned char *out,
    size_t outlen, struct err *e)
{
	struct imprint i;
	struct places p;

	if (!find_parts(in, &p, e) || !imprint_begin(&i, digest, outlen, e))
		return false;
	add_parts(&i, in, &p);
	return imprint_end(&i, out, e);
}

/* ---- is every byte accounted for? ---- */

static bool
check_entry(const struct entry *x, void *arg, bool *stop, struct err *e)
{
	(void)stop;
	if (x->revision != WIN_CERT_REVISION)
		return err_set(e, ERR_INPUT, "revision 0x%x, expected 0x200",
		    x->revision);
	if (x->type != WIN_CERT_PKCS7)
		return err_set(e, ERR_INPUT, "type %u, expected 2 (PKCS#7)",
		    x->type);
	return leftover_check_pkcs7(x->data, arg, e) &&
	    (leftover_is_zero(x->padding) || err_set(e, ERR_INPUT,
	    "the padding after it is not zero"));
}

/* What the loader would map must not be what the digest leaves out. */
static bool
check_sections(struct view in, size_t table, struct err *e)
{
	size_t pe = view_le32(in, DOS_PE_OFFSET);
	size_t at = pe + COFF_LEN + view_le16(in, pe + COFF_OPT_LEN);
	unsigned count = view_le16(in, pe + COFF_SECTIONS);

	for (unsigned i = 0; i < count; i++, at += SECTION_LEN) {
		struct view section = view_sub(in, at, SECTION_LEN);
		uint64_t size = view_le32(section, SECTION_SIZE);

		if (at > table || SECTION_LEN > table - at)
			return err_set(e, ERR_INPUT, "header of section %u "
			    "reaches into the signature table", i + 1);
		if (size != 0 && size + view_le32(section, SECTION_OFFSET) >
		    table)
			return err_set(e, ERR_INPUT, "section %u reaches into "
			    "the signature table", i + 1);
	}
	return true;
}

static bool
check_end(struct view in, const struct places *p, struct err *e)
{
	size_t start = (size_t)(p->table.data - in.data);
	size_t behind = in.len - start - p->table.len;

	return behind == 0 || err_set(e, ERR_INPUT, "%zu bytes follow the "
	    "signature table, which must be at the end of the file", behind);
}

bool
pe_check_table(struct view in, struct err *e)
{
	struct places p;

	if (!find_parts(in, &p, e))
		return false;
	return p.table.len == 0 || (check_sections(in,
	    (size_t)(p.table.data - in.data), e) && check_end(in, &p, e));
}

bool
pe_account(struct view in, const struct limits *limits, struct err *e)
{
	struct places p;
	size_t start;

	if (!find_parts(in, &p, e))
		return false;
	if (p.table.len == 0)
		return true;
	start = (size_t)(p.table.data - in.data);
	if (!check_end(in, &p, e))
		return false;
	/* Zeros fill the digest up to a multiple of eight: they must be there,
	 * or as many could be added. */
	if (start % 8 != 0)
		return err_set(e, ERR_INPUT, "signature table at offset %zu, "
		    "which is not a multiple of 8", start);
	return check_sections(in, start, e) && walk_table(in, limits,
	    check_entry, (void *)(uintptr_t)limits, e) &&
	    leftover_check_zip(in, start, e);
}
