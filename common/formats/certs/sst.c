#include "formats/certs/sst.h"

#include <inttypes.h>

#include "base/text.h"
#include "cert/certprop.h"

enum {
	STORE_HEADER_LEN	= 8,
	ID_MAX			= 0xffff,
	ID_CERT			= 32,
	ID_CRL			= 33,
	ID_CTL			= 34,
	/* A store may hold a hundred thousand certificates, so the limit of
	 * other files counts in thousands here. It keeps a gigabyte of
	 * two-byte certificates from becoming fifty of memory. */
	BAGS_FACTOR		= 1024,
};

static const unsigned char store_header[STORE_HEADER_LEN] = {
	0, 0, 0, 0, 'C', 'E', 'R', 'T'
};

/* One { id, encoding, length, bytes }. */
struct record {
	uint32_t	id;		/* 0: the trailer of a store */
	struct view	value;
	struct view	whole;
	size_t		offset;		/* in the file */
};

struct reader {
	struct view		 in;
	size_t			 pos;
	const struct limits	*limits;
	struct contents		*c;
	bool			 behind;  /* properties follow their cert */
	bool			 trailer;
	struct bytes		 pending; /* properties without a cert yet */
	struct cert		*cert;	  /* cert without its properties yet */
	size_t			 certs;
	size_t			 unreadable;
	size_t			 crls;
	size_t			 others;
};

bool
sst_is_store(struct view in)
{
	return view_equal(view_sub(in, 0, STORE_HEADER_LEN),
	    view_of(store_header, STORE_HEADER_LEN));
}

bool
sst_is_element(struct view in)
{
	return in.len >= CERTPROP_HEADER_LEN && view_le32(in, 0) != 0 &&
	    view_le32(in, 0) <= ID_MAX && view_le32(in, 4) == CERTPROP_ENCODING;
}

static bool
is_property(uint32_t id)
{
	return id != ID_CERT && id != ID_CRL && id != ID_CTL;
}

static bool
next_record(struct reader *r, struct record *rec, struct err *e)
{
	size_t left = r->in.len - r->pos;
	uint32_t encoding, len;

	if (left < CERTPROP_HEADER_LEN)
		return err_set(e, ERR_INPUT, "the element at offset %zu is "
		    "truncated: %zu bytes of its header of %d", r->pos, left,
		    CERTPROP_HEADER_LEN);
	rec->id = view_le32(r->in, r->pos);
	encoding = view_le32(r->in, r->pos + 4);
	len = view_le32(r->in, r->pos + 8);
	if (rec->id == 0 ? encoding != 0 || len != 0 : encoding != CERTPROP_ENCODING)
		return err_set(e, ERR_INPUT, "the element at offset %zu (id "
		    "%" PRIu32 ") has encoding %" PRIu32 ", expected 1",
		    r->pos, rec->id, encoding);
	if (len > left - CERTPROP_HEADER_LEN)
		return err_set(e, ERR_INPUT, "the element at offset %zu (id "
		    "%" PRIu32 ") of %" PRIu32 " bytes is truncated: only %zu "
		    "remain", r->pos, rec->id, len, left - CERTPROP_HEADER_LEN);
	rec->offset = r->pos;
	rec->value = view_sub(r->in, r->pos + CERTPROP_HEADER_LEN, len);
	rec->whole = view_sub(r->in, r->pos, CERTPROP_HEADER_LEN + len);
	r->pos += rec->whole.len;
	return true;
}

/* ---- reading ---- */

/* A friendly name's value as UTF-8. */
static bool
read_name(struct view value, struct bytes *name, struct err *e)
{
	bytes_init(name, value.len * 2 + 3);
	text_from_utf16(value, TEXT_LE, true, name);
	return bytes_ok(name, e);
}

/* Give the certificate the properties collected for it. */
static bool
attach(struct cert *cert, struct bytes *pending, struct err *e)
{
	struct bytes name = BYTES_INIT;
	struct view value;
	bool ok = true;

	bytes_move(&cert->properties, pending);
	if (certprop_get(cert, CERTPROP_FRIENDLY_NAME, &value))
		ok = read_name(value, &name, e) && (name.len == 0 ||
		    cert_set_friendly_name(cert, view_bytes(&name), e));
	bytes_clear(&name);
	return ok;
}

/* The certificate in hand is complete: into the list with it. */
static bool
finish_cert(struct reader *r, struct err *e)
{
	struct cert *cert = r->cert;

	r->cert = NULL;
	if (cert == NULL)
		return true;
	if (!attach(cert, &r->pending, e)) {
		cert_free(cert);
		return false;
	}
	return certlist_add(&r->c->certs, cert, e);
}

static bool
take_cert(struct reader *r, const struct record *rec, struct err *e)
{
	uint64_t counted = r->certs++ / BAGS_FACTOR + 1;

	if (rec->value.len == 0)
		return err_set(e, ERR_INPUT, "the certificate at offset %zu is "
		    "empty", rec->offset);
	if (!limit_check(r->limits, LIMIT_BAGS, counted,
	    "thousand certificates", e))
		return false;
	r->cert = cert_new_opaque(rec->value, e);
	if (r->cert == NULL)
		return false;
	if (!r->cert->scanned)
		r->unreadable++;
	return r->behind || finish_cert(r, e);
}

static bool
keep_property(struct reader *r, const struct record *rec, struct err *e)
{
	if (r->pending.max == 0)
		bytes_init(&r->pending, r->in.len);
	bytes_add_view(&r->pending, rec->whole);
	return bytes_ok(&r->pending, e);
}

static bool
take_record(struct reader *r, const struct record *rec, struct err *e)
{
	if (is_property(rec->id))
		return keep_property(r, rec, e);
	if (r->behind && !finish_cert(r, e))
		return false;
	if (r->behind)
		bytes_clear(&r->pending);
	if (rec->id == ID_CERT)
		return take_cert(r, rec, e);
	if (rec->id == ID_CRL)
		r->crls++;
	else
		r->others++;
	if (!r->behind)
		bytes_clear(&r->pending);
	return true;
}

static bool
report(struct reader *r, struct err *e)
{
	r->c->crls += r->crls;
	r->c->others += r->others;
	if (r->crls != 0 && !contents_warn(r->c, e, "%zu CRL%s skipped",
	    r->crls, r->crls == 1 ? " was" : "s were"))
		return false;
	if (r->others != 0 && !contents_warn(r->c, e, "%zu trust list%s "
	    "skipped", r->others, r->others == 1 ? " was" : "s were"))
		return false;
	return r->unreadable == 0 || contents_warn(r->c, e, "%zu of %zu "
	    "certificates cannot be read and %s kept as %s", r->unreadable,
	    r->certs, r->unreadable == 1 ? "is" : "are",
	    r->unreadable == 1 ? "it is" : "they are");
}

/* Behind a trailer: zero padding is harmless. */
static bool
check_tail(struct reader *r, struct err *e)
{
	size_t left = r->in.len - r->pos;

	if (left == 0)
		return true;
	for (size_t i = r->pos; i < r->in.len; i++)
		if (r->in.data[i] != 0)
			return err_set(e, ERR_INPUT, "%zu bytes after the end "
			    "of the store at offset %zu", left, r->pos);
	return contents_warn(r->c, e, "%zu zero bytes after the end were "
	    "ignored", left);
}

/*
 * Windows writes the properties before their certificate; some other writers
 * put them after it. The two cannot be told apart in the middle of a store,
 * but at its ends: a store that begins with a certificate and ends with
 * properties has them after. Walks all of the store, so that nothing is kept
 * of one that is cut off.
 */
static bool
look_ahead(struct reader *r, struct err *e)
{
	bool first = false, last = false;
	size_t start = r->pos;
	struct record rec = { 0 };

	while (r->pos < r->in.len) {
		size_t at = r->pos;

		if (!next_record(r, &rec, e))
			return false;
		if (rec.id == 0) {
			r->trailer = true;
			break;
		}
		last = is_property(rec.id);
		first |= at == start && last;
	}
	r->pos = start;
	r->behind = last && !first;
	if (last && first && !r->trailer)
		return err_set(e, ERR_INPUT, "the store is truncated: it ends "
		    "with properties and their certificate is missing");
	return true;
}

static bool
read_records(struct reader *r, struct err *e)
{
	struct record rec = { 0 };

	while (r->pos < r->in.len) {
		if (!next_record(r, &rec, e))
			return false;
		if (rec.id == 0)
			break;
		if (!take_record(r, &rec, e))
			return false;
	}
	if (!finish_cert(r, e) || !report(r, e))
		return false;
	if (r->pending.len != 0 && !contents_warn(r->c, e, "properties at the "
	    "end belong to no certificate and were skipped"))
		return false;
	if (!r->trailer)
		return contents_warn(r->c, e, "the store has no end mark (12 "
		    "zero bytes)");
	return check_tail(r, e);
}

static void
reader_clear(struct reader *r)
{
	cert_free(r->cert);
	r->cert = NULL;
	bytes_clear(&r->pending);
}

bool
sst_read(struct view in, const struct limits *limits, struct contents *c,
    struct err *e)
{
	struct reader r = { .in = in, .limits = limits, .c = c };
	bool ok;

	if (!sst_is_store(in))
		return err_set(e, ERR_FORMAT, "not a serialized store: missing "
		    "00 00 00 00 CERT at its start");
	r.pos = STORE_HEADER_LEN;
	ok = look_ahead(&r, e) && read_records(&r, e);
	reader_clear(&r);
	return ok;
}

/* All that a single element has, before or after, belongs to its one
 * certificate, so that comes last. */
static bool
read_element(struct reader *r, struct err *e)
{
	struct record rec, main = { 0, VIEW_INIT, VIEW_INIT, 0 };
	size_t n = 0;

	while (r->pos < r->in.len) {
		if (!next_record(r, &rec, e))
			return false;
		if (rec.id == 0)
			return err_set(e, ERR_INPUT, "the end mark of a store "
			    "at offset %zu of a single element", rec.offset);
		if (is_property(rec.id)) {
			if (!keep_property(r, &rec, e))
				return false;
			continue;
		}
		main = rec;
		n++;
	}
	if (n != 1)
		return err_set(e, ERR_INPUT, "a serialized element with %zu "
		    "certificates, CRLs or CTLs, expected one", n);
	return take_record(r, &main, e) && report(r, e);
}

bool
sst_read_element(struct view in, const struct limits *limits,
    struct contents *c, struct err *e)
{
	struct reader r = { .in = in, .limits = limits, .c = c };
	bool ok;

	ok = read_element(&r, e);
	reader_clear(&r);
	return ok;
}

/* ---- writing ---- */

/* The name in the kept properties is the certificate's, still. */
static bool
has_same_name(const struct cert *c, struct view value, bool *same,
    struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok;

	ok = read_name(value, &name, e);
	*same = c->friendly_name == NULL || view_equal(view_bytes(&name),
	    view_str(c->friendly_name));
	bytes_clear(&name);
	return ok;
}

static bool
put_friendly_name(const struct cert *c, struct bytes *out, struct err *e)
{
	struct bytes name = BYTES_INIT;
	bool ok = certprop_put_text(&name, c->friendly_name, "friendly name",
	    e);

	if (ok)
		certprop_put(out, CERTPROP_FRIENDLY_NAME, view_bytes(&name));
	bytes_clear(&name);
	return ok;
}

/* What was kept, but for the two that are written anew: the thumbprint, and a
 * name that has been changed. */
static bool
put_properties(const struct cert *c, bool *named, struct bytes *out,
    struct err *e)
{
	struct view rest = view_bytes(&c->properties), value;
	bool same = true;
	uint32_t id;

	*named = false;
	while (certprop_next(&rest, &id, &value)) {
		if (id == CERTPROP_SHA1)
			continue;
		if (id == CERTPROP_FRIENDLY_NAME) {
			if (!has_same_name(c, value, &same, e))
				return false;
			if (!same)
				continue;
			*named = true;
		}
		certprop_put(out, id, value);
	}
	return true;
}

bool
sst_write_element(const struct cert *c, struct bytes *out, struct err *e)
{
	bool named;

	if (!put_properties(c, &named, out, e))
		return false;
	if (!named && c->friendly_name != NULL && !put_friendly_name(c, out, e))
		return false;
	certprop_put(out, CERTPROP_SHA1, view_of(c->sha1, SHA1_LEN));
	certprop_put(out, ID_CERT, view_bytes(&c->der));
	return bytes_ok(out, e);
}

bool
sst_write(const struct certlist *l, struct bytes *out, struct err *e)
{
	static const unsigned char trailer[CERTPROP_HEADER_LEN];

	bytes_add(out, store_header, STORE_HEADER_LEN);
	for (size_t i = 0; i < l->count; i++)
		if (!sst_write_element(l->items[i], out, e))
			return false;
	bytes_add(out, trailer, sizeof(trailer));
	return bytes_ok(out, e);
}
