#include "formats/signed/pe.h"

#include <string.h>

#include <openssl/evp.h>

#include "asn1/der.h"
#include "base/osslctx.h"
#include "formats/certs/spc.h"

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
	CHECKSUM	= 64,		/* in the optional header */
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
		err_in(e, "truncated or malformed PKCS#7");
		goto out;
	}
	if (!spc_read(der, limits, c, e))
		goto out;
	ok = is_zero(view_sub(data, used, data.len - used)) ||
	    contents_warn(c, e, "%zu bytes that are not signed follow the "
	    "signature", data.len - used);
 out:
	bytes_clear(&mem);
	return ok;
}

/* One WIN_CERTIFICATE, taken off the start of the table that is left. */
struct entry {
	unsigned	type;
	struct view	data;
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
	x->type = view_le16(*left, 6);
	x->data = view_sub(*left, WIN_CERT_LEN, length - WIN_CERT_LEN);
	length = (length + 7) & ~(size_t)7;
	if (length > left->len)
		length = left->len;
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
	struct entry x;
	bool stop = false;

	if (!find_table(in, &p, e))
		return false;
	left = p.table;
	for (size_t n = 1; !stop && !is_zero(left); n++) {
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

static bool
hash_parts(EVP_MD_CTX *ctx, EVP_MD *md, struct view in,
    const struct places *p, unsigned char *out)
{
	static const unsigned char zeros[7];
	size_t at = p->checksum + 4, end = in.len, behind;

	if (p->table.len != 0)
		end = (size_t)(p->table.data - in.data);
	behind = end + p->table.len;
	if (EVP_DigestInit_ex(ctx, md, NULL) != 1 ||
	    EVP_DigestUpdate(ctx, in.data, p->checksum) != 1)
		return false;
	if (p->entry != 0) {
		if (EVP_DigestUpdate(ctx, in.data + at, p->entry - at) != 1)
			return false;
		at = p->entry + DIR_LEN;
	}
	return EVP_DigestUpdate(ctx, in.data + at, end - at) == 1 &&
	    EVP_DigestUpdate(ctx, in.data + behind, in.len - behind) == 1 &&
	    EVP_DigestUpdate(ctx, zeros, -(in.len - p->table.len) & 7) == 1 &&
	    EVP_DigestFinal_ex(ctx, out, NULL) == 1;
}

bool
pe_digest(struct view in, const char *digest, unsigned char *out,
    size_t outlen, struct err *e)
{
	EVP_MD *md = osslctx_digest(digest, e);
	struct places p;
	EVP_MD_CTX *ctx;
	size_t headers;
	bool ok;

	if (md == NULL || !find_table(in, &p, e))
		return false;
	headers = (p.entry != 0 ? p.entry + DIR_LEN : p.checksum + 4);
	if (headers > in.len || (p.table.len != 0 &&
	    headers > (size_t)(p.table.data - in.data)))
		return err_set(e, ERR_INPUT, "the signature table lies inside "
		    "the headers");
	if (EVP_MD_get_size(md) != (int)outlen)
		return err_set(e, ERR_CRYPTO, "%s is not of %zu bytes", digest,
		    outlen);
	ctx = EVP_MD_CTX_new();
	ok = ctx != NULL && hash_parts(ctx, md, in, &p, out);
	EVP_MD_CTX_free(ctx);
	return ok || osslctx_err(e, ERR_CRYPTO, digest);
}
