#include "formats/key/msblob.h"

#include <inttypes.h>
#include <string.h>

#include "asn1/der.h"
#include "base/secret.h"
#include "formats/key/dsakey.h"
#include "formats/key/pkcs8.h"
#include "formats/key/rsakey.h"

/* BLOBHEADER, then RSAPUBKEY (12 bytes) or DSSPUBKEY (8 bytes). */
enum {
	HEADER_LEN	= 8,
	RSAPUBKEY_LEN	= 12,
	DSSPUBKEY_LEN	= 8,

	PRIVATEKEYBLOB	= 0x07,
	BLOB_VERSION	= 0x02,

	MAGIC_RSA1	= 0x31415352,	/* "RSA1" */
	MAGIC_RSA2	= 0x32415352,
	MAGIC_DSS1	= 0x31535344,
	MAGIC_DSS2	= 0x32535344,

	ALG_RSA_SIGN	= 0x2400,	/* CALG_RSA_SIGN, AT_SIGNATURE */
	ALG_RSA_KEYX	= 0xa400,	/* CALG_RSA_KEYX, AT_KEYEXCHANGE */
	ALG_DSS_SIGN	= 0x2200,

	DSS_Q_LEN	= 20,
	DSS_SEED_LEN	= 24,		/* counter and 20 bytes of seed */
};

/* The kinds of blob that are not ours, by their first byte. */
static const char *const blob_kinds[] = {
	[0x01] = "a SIMPLEBLOB: an encrypted session key",
	[0x06] = "a PUBLICKEYBLOB: it holds the public half alone",
	[0x08] = "a PLAINTEXTKEYBLOB: a symmetric key",
	[0x09] = "an OPAQUEKEYBLOB: only the CSP that wrote it can read it",
	[0x0a] = "a PUBLICKEYBLOBEX: it holds the public half alone",
	[0x0b] = "a SYMMETRICWRAPKEYBLOB: a symmetric key",
};

static bool
is_private_alg(uint32_t alg)
{
	return alg == ALG_RSA_SIGN || alg == ALG_RSA_KEYX ||
	    alg == ALG_DSS_SIGN;
}

bool
msblob_is(struct view in)
{
	return in.len >= HEADER_LEN && in.data[0] == PRIVATEKEYBLOB &&
	    in.data[1] == BLOB_VERSION && in.data[2] == 0 && in.data[3] == 0 &&
	    is_private_alg(view_le32(in, 4));
}

/* ---- reading ---- */

/* The numbers of a blob, turned from little to big endian in memory that is
 * wiped. */
struct reader {
	struct view	in;
	size_t		pos;
	struct secret	turned;
	size_t		used;
};

static bool
reader_open(struct reader *r, struct view in, size_t pos, struct err *e)
{
	memset(r, 0, sizeof(*r));
	r->in = in;
	r->pos = pos;
	return secret_alloc(&r->turned, in.len, e);
}

/* The next number of `width` bytes, without leading zeros. The sum of all
 * widths was compared with the length of the blob before. */
static struct view
take_turned(struct reader *r, size_t width)
{
	unsigned char *to = r->turned.data + r->used;
	const unsigned char *from = r->in.data + r->pos;
	struct view v = view_of(to, width);

	for (size_t i = 0; i < width; i++)
		to[i] = from[width - 1 - i];
	r->pos += width;
	r->used += width;
	while (v.len > 0 && v.data[0] == 0)
		v = view_sub(v, 1, v.len - 1);
	return v;
}

bool
msblob_check_header(struct view in, struct err *e)
{
	unsigned type;

	if (in.len < HEADER_LEN + DSSPUBKEY_LEN)
		return err_set(e, ERR_INPUT, "key blob of %zu bytes is too "
		    "short", in.len);
	type = in.data[0];
	if (type < COUNT_OF(blob_kinds) && blob_kinds[type] != NULL)
		return err_set(e, ERR_INPUT, "%s, expected a PRIVATEKEYBLOB",
		    blob_kinds[type]);
	if (type != PRIVATEKEYBLOB)
		return err_set(e, ERR_INPUT, "key blob of type 0x%02x, "
		    "expected 0x07 (PRIVATEKEYBLOB)", type);
	if (in.data[1] != BLOB_VERSION)
		return err_set(e, ERR_VERSION, "key blob of version %u, "
		    "expected 2", (unsigned)in.data[1]);
	if (in.data[2] != 0 || in.data[3] != 0)
		return err_set(e, ERR_INPUT, "reserved bytes of the key blob "
		    "(offset 2) are not zero");
	if (!is_private_alg(view_le32(in, 4)))
		return err_set(e, ERR_INPUT, "key blob of algorithm "
		    "0x%08" PRIx32 ", expected 0x2400 or 0xa400 (RSA) or "
		    "0x2200 (DSA)", view_le32(in, 4));
	return true;
}

bool
msblob_is_magic(struct view magic)
{
	return magic.len >= 4 && (view_le32(magic, 0) == MAGIC_RSA2 ||
	    view_le32(magic, 0) == MAGIC_DSS2);
}

static bool
check_length(struct view in, size_t expected, uint32_t bits, const char *what,
    struct err *e)
{
	if (in.len == expected)
		return true;
	return err_set(e, ERR_INPUT, "key blob of %zu bytes, but %s of %"
	    PRIu32 " bits has %zu", in.len, what, bits, expected);
}

/* A number that needs another count of bytes than its blob's bit length says
 * would be read differently by every reader. */
static bool
check_width(struct view number, size_t width, const char *what, struct err *e)
{
	if (number.len == width)
		return true;
	return err_set(e, ERR_INPUT, "%s of the key blob has %zu bytes where "
	    "the bit length says %zu", what, number.len, width);
}

static struct key *
read_rsa_blob(struct view in, const struct limits *limits, struct err *e)
{
	uint32_t bits = view_le32(in, HEADER_LEN + 4);
	size_t width = ((size_t)bits + 7) / 8, half = ((size_t)bits + 15) / 16;
	size_t pos = HEADER_LEN + RSAPUBKEY_LEN;
	unsigned char exponent[4];
	struct rsa_numbers n;
	struct reader r;
	struct key *k = NULL;

	if (!check_length(in, pos + 2 * width + 5 * half, bits, "an RSA key",
	    e))
		return NULL;
	if (!reader_open(&r, in, pos, e))
		return NULL;
	for (size_t i = 0; i < sizeof(exponent); i++)
		exponent[i] = in.data[pos - 1 - i];
	n.e = view_of(exponent, sizeof(exponent));
	while (n.e.len > 0 && n.e.data[0] == 0)
		n.e = view_sub(n.e, 1, n.e.len - 1);
	n.n = take_turned(&r, width);
	n.p = take_turned(&r, half);
	n.q = take_turned(&r, half);
	n.dp = take_turned(&r, half);
	n.dq = take_turned(&r, half);
	n.qinv = take_turned(&r, half);
	n.d = take_turned(&r, width);
	if (check_width(n.n, width, "modulus", e))
		k = rsakey_make(&n, limits, e);
	secret_clear(&r.turned);
	return k;
}

static struct key *
read_dsa_blob(struct view in, struct err *e)
{
	uint32_t bits = view_le32(in, HEADER_LEN + 4);
	size_t width = ((size_t)bits + 7) / 8;
	size_t pos = HEADER_LEN + DSSPUBKEY_LEN;
	struct dsa_numbers n;
	struct reader r;
	struct key *k = NULL;

	if (!check_length(in, pos + 2 * width + 2 * DSS_Q_LEN + DSS_SEED_LEN,
	    bits, "a DSA key", e))
		return NULL;
	if (!reader_open(&r, in, pos, e))
		return NULL;
	n.p = take_turned(&r, width);
	n.q = take_turned(&r, DSS_Q_LEN);
	n.g = take_turned(&r, width);
	n.x = take_turned(&r, DSS_Q_LEN);
	n.y = view_of(NULL, 0);
	if (check_width(n.p, width, "prime p", e))
		k = dsakey_make(&n, e);
	secret_clear(&r.turned);
	return k;
}

struct key *
msblob_read(struct view in, const struct limits *limits, struct err *e)
{
	uint32_t alg, magic;
	struct key *k;

	if (!msblob_check_header(in, e))
		return NULL;
	alg = view_le32(in, 4);
	magic = view_le32(in, HEADER_LEN);
	if (magic == MAGIC_RSA1 || magic == MAGIC_DSS1) {
		err_set(e, ERR_INPUT, "key blob says PRIVATEKEYBLOB but holds "
		    "a public key (%.4s)", (const char *)in.data + HEADER_LEN);
		return NULL;
	}
	if (!msblob_is_magic(view_sub(in, HEADER_LEN, 4))) {
		err_set(e, ERR_INPUT, "key blob has neither RSA2 nor DSS2 at "
		    "offset %d", HEADER_LEN);
		return NULL;
	}
	if ((magic == MAGIC_DSS2) != (alg == ALG_DSS_SIGN)) {
		err_set(e, ERR_INPUT, "key blob of algorithm 0x%04" PRIx32
		    " holds %.4s", alg, (const char *)in.data + HEADER_LEN);
		return NULL;
	}
	k = magic == MAGIC_RSA2 ? read_rsa_blob(in, limits, e) :
	    read_dsa_blob(in, e);
	if (k != NULL)
		k->spec = alg == ALG_RSA_KEYX ? AT_KEYEXCHANGE : AT_SIGNATURE;
	return k;
}

/* ---- writing ---- */

static void
put_blob_header(struct bytes *out, uint32_t alg, uint32_t magic, unsigned bits)
{
	bytes_add_u8(out, PRIVATEKEYBLOB);
	bytes_add_u8(out, BLOB_VERSION);
	bytes_add_le16(out, 0);
	bytes_add_le32(out, alg);
	bytes_add_le32(out, magic);
	bytes_add_le32(out, bits);
}

/* Little-endian, zeros after. Only called with numbers that fit. */
static void
put_turned(struct bytes *out, struct view v, size_t width)
{
	for (size_t i = v.len; i-- > 0;)
		bytes_add_u8(out, v.data[i]);
	for (size_t i = v.len; i < width; i++)
		bytes_add_u8(out, 0);
}

static bool
fits(struct view v, size_t width, const char *what, struct err *e)
{
	if (v.len <= width)
		return true;
	return err_set(e, ERR_UNSUPPORTED, "%s of %zu bytes does not fit into "
	    "the %zu bytes that a key blob has for it", what, v.len, width);
}

static bool
rsa_fits(const struct rsa_numbers *n, size_t half, struct err *e)
{
	return fits(n->e, 4, "public exponent e", e) &&
	    fits(n->p, half, "prime p", e) &&
	    fits(n->q, half, "prime q", e) &&
	    fits(n->dp, half, "CRT exponent dp", e) &&
	    fits(n->dq, half, "CRT exponent dq", e) &&
	    fits(n->qinv, half, "CRT coefficient qinv", e);
}

/* RSAPrivateKey inside a key's own PKCS#8. */
static bool
open_rsa_key(const struct key *k, struct rsa_numbers *n, struct err *e)
{
	struct view params, private_key;

	return pkcs8_parts(k, &params, &private_key, e) &&
	    rsakey_numbers(private_key, n, e);
}

static bool
write_rsa(const struct key *k, enum key_spec spec, struct bytes *out,
    struct err *e)
{
	size_t width = ((size_t)k->bits + 7) / 8;
	size_t half = ((size_t)k->bits + 15) / 16;
	struct rsa_numbers n;

	if (!open_rsa_key(k, &n, e) || !rsa_fits(&n, half, e))
		return false;
	put_blob_header(out, spec == AT_SIGNATURE ? ALG_RSA_SIGN : ALG_RSA_KEYX,
	    MAGIC_RSA2, k->bits);
	put_turned(out, n.e, 4);
	put_turned(out, n.n, width);
	put_turned(out, n.p, half);
	put_turned(out, n.q, half);
	put_turned(out, n.dp, half);
	put_turned(out, n.dq, half);
	put_turned(out, n.qinv, half);
	put_turned(out, n.d, width);
	return bytes_ok(out, e);
}

static bool
write_dsa(const struct key *k, struct bytes *out, struct err *e)
{
	size_t width = ((size_t)k->bits + 7) / 8;
	struct bytes y = BYTES_INIT;
	struct dsa_numbers n;
	bool ok = false;

	if (!dsakey_numbers(k, &n, &y, e))
		goto out;
	/* FIPS 186-2 sizes are all that version 2 of the blob can hold. */
	if (!fits(n.q, DSS_Q_LEN, "DSA prime q", e))
		goto out;
	put_blob_header(out, ALG_DSS_SIGN, MAGIC_DSS2, k->bits);
	put_turned(out, n.p, width);
	put_turned(out, n.q, DSS_Q_LEN);
	put_turned(out, n.g, width);
	put_turned(out, n.x, DSS_Q_LEN);
	/* DSSSEED: a counter of -1 says that the seed is not known. */
	for (size_t i = 0; i < DSS_SEED_LEN; i++)
		bytes_add_u8(out, 0xff);
	ok = bytes_ok(out, e);
 out:
	bytes_clear(&y);
	return ok;
}

bool
msblob_write(const struct key *k, enum key_spec spec, struct bytes *out,
    struct err *e)
{
	switch (k->algorithm) {
	case KEY_RSA:
		return write_rsa(k, spec, out, e);
	case KEY_DSA:
		return write_dsa(k, out, e);
	case KEY_EC:
	case KEY_OTHER:
	case KEY_UNKNOWN:
		break;
	}
	return err_set(e, ERR_UNSUPPORTED, "a key blob holds RSA and DSA keys, "
	    "not %s", k->algorithm_name);
}
