#include "cert/certscan.h"

#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/strict.h"

static bool
is_digits(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return true;
}

static int
two(const unsigned char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* Days from 1970-01-01 to a date of the proleptic Gregorian calendar, counted
 * in years that begin in March so that the leap day is the last one. */
static int64_t
days_from_civil(int64_t y, int m, int d)
{
	int64_t era, yoe, doy;

	y -= m <= 2;
	era = (y >= 0 ? y : y - 399) / 400;
	yoe = y - era * 400;
	doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	return era * 146097 + yoe * 365 + yoe / 4 - yoe / 100 + doy - 719468;
}

static bool
is_calendar_day(int64_t year, int month, int day)
{
	static const int days[] = {
		31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
	};
	const bool leap = year % 4 == 0 &&
	    (year % 100 != 0 || year % 400 == 0);

	return month >= 1 && month <= 12 && day >= 1 &&
	    day <= days[month - 1] + (month == 2 && leap);
}

/* Z, or +hhmm / -hhmm as old certificates have it; seconds to subtract. */
static bool
read_zone(const unsigned char *p, size_t n, int64_t *offset)
{
	*offset = 0;
	if (n == 1)
		return p[0] == 'Z';
	if (n != 5 || (p[0] != '+' && p[0] != '-') || !is_digits(p + 1, 4))
		return false;
	*offset = two(p + 1) * 3600 + two(p + 3) * 60;
	if (p[0] == '-')
		*offset = -*offset;
	return true;
}

bool
certscan_time(unsigned tag, struct view body, int64_t *t)
{
	size_t year_len = tag == DER_UTC_TIME ? 2 : 4, pos, left;
	const unsigned char *p = body.data;
	int month, day, hour, minute, second = 0;
	int64_t year, offset;

	if (tag != DER_UTC_TIME && tag != DER_GENERALIZED_TIME)
		return false;
	if (body.len < year_len + 9 || !is_digits(p, year_len + 8))
		return false;
	year = two(p);
	if (tag == DER_UTC_TIME)
		year += year < 50 ? 2000 : 1900;
	else
		year = year * 100 + two(p + 2);
	p += year_len;
	left = body.len - year_len;
	month = two(p);
	day = two(p + 2);
	hour = two(p + 4);
	minute = two(p + 6);
	pos = 8;
	if (left >= 11 && is_digits(p + 8, 2)) {
		second = two(p + 8);
		pos = 10;
	}
	if (pos < left && p[pos] == '.')
		for (pos++; pos < left && is_digits(p + pos, 1); pos++)
			;
	if (!is_calendar_day(year, month, day) || hour > 23 || minute > 59 ||
	    second > 60 || !read_zone(p + pos, left - pos, &offset))
		return false;
	*t = days_from_civil(year, month, day) * 86400 + hour * 3600 +
	    minute * 60 + second - offset;
	return true;
}

static bool
refuse_scan(struct err *e, const char *what)
{
	return err_set(e, ERR_INPUT, "malformed certificate: %s", what);
}

/* AlgorithmIdentifier: its OID body and the parameters' whole element. */
static bool
scan_algorithm(struct der *d, struct view *oid, struct view *params)
{
	struct der alg;
	struct tlv t;

	*params = view_of(NULL, 0);
	if (!der_enter(d, DER_SEQUENCE, &alg) ||
	    !der_take(&alg, DER_OID, &t) || !strict_is_oid(t.body))
		return false;
	*oid = t.body;
	if (der_next(&alg, &t))
		*params = t.whole;
	return der_end_reached(&alg);
}

static bool
check_rdns(struct view name)
{
	struct der rdns = der_open(name), atvs, atv;
	struct tlv t;

	while (der_enter(&rdns, DER_SET, &atvs)) {
		while (der_enter(&atvs, DER_SEQUENCE, &atv))
			if (!der_take(&atv, DER_OID, &t) ||
			    !strict_is_oid(t.body) || !der_next(&atv, &t) ||
			    !der_end_reached(&atv))
				return false;
		if (!der_end_reached(&atvs))
			return false;
	}
	return der_end_reached(&rdns);
}

static bool
take_name(struct der *d, struct view *name)
{
	struct tlv t;

	if (!der_take(d, DER_SEQUENCE, &t) || !check_rdns(t.body))
		return false;
	*name = t.whole;
	return true;
}

static bool
take_validity(struct der *d, struct certscan *s)
{
	struct tlv from, to;
	struct der v;

	if (!der_enter(d, DER_SEQUENCE, &v) || !der_next(&v, &from) ||
	    !der_next(&v, &to) || !der_end_reached(&v))
		return false;
	s->has_validity = certscan_time(from.tag, from.body, &s->not_before) &&
	    certscan_time(to.tag, to.body, &s->not_after);
	return true;
}

static bool
take_spki(struct der *d, struct certscan *s)
{
	struct der spki;
	struct tlv t;

	if (!der_take(d, DER_SEQUENCE, &t))
		return false;
	s->spki = t.whole;
	spki = der_open(t.body);
	if (!scan_algorithm(&spki, &s->key_oid, &s->key_params) ||
	    !der_take(&spki, DER_BIT_STRING, &t) || t.body.len == 0 ||
	    t.body.data[0] > 7)
		return false;
	s->key_bits = view_sub(t.body, 1, t.body.len - 1);
	return der_end_reached(&spki);
}

/* The extensions a listing shows. One with a malformed value stays empty: that
 * is content, not structure. */
static void
note_extension(struct certscan *s, struct view oid, struct view value)
{
	struct der d = der_open(value), seq;
	struct tlv t;

	if (der_oid_is(oid, OID_EXT_SKID)) {
		if (der_take(&d, DER_OCTET_STRING, &t))
			s->skid = t.body;
	} else if (der_oid_is(oid, OID_EXT_AKID)) {
		if (der_enter(&d, DER_SEQUENCE, &seq) &&
		    der_take(&seq, DER_CONTEXT_PRIM(0), &t))
			s->akid = t.body;
	} else if (der_oid_is(oid, OID_EXT_EKU)) {
		if (der_take(&d, DER_SEQUENCE, &t)) {
			s->eku = t.body;
			s->has_eku = true;
		}
	} else if (der_oid_is(oid, OID_EXT_KEY_USAGE)) {
		if (der_take(&d, DER_BIT_STRING, &t))
			s->key_usage = t.body;
	} else if (der_oid_is(oid, OID_EXT_BASIC)) {
		if (der_enter(&d, DER_SEQUENCE, &seq)) {
			s->has_bc = true;
			s->is_ca = der_take(&seq, DER_BOOLEAN, &t) &&
			    t.body.len == 1 && t.body.data[0] != 0;
		}
	}
}

static bool
take_extensions(struct der *d, struct certscan *s)
{
	struct der wrap, list, ext;
	struct tlv t, oid;

	if (der_peek(d) != DER_CONTEXT(3))
		return true;
	if (!der_enter(d, DER_CONTEXT(3), &wrap) ||
	    !der_take(&wrap, DER_SEQUENCE, &t) || !der_end_reached(&wrap))
		return false;
	s->extensions = t.body;
	list = der_open(t.body);
	while (der_enter(&list, DER_SEQUENCE, &ext)) {
		if (!der_take(&ext, DER_OID, &oid) || !strict_is_oid(oid.body))
			return false;
		if (der_peek(&ext) == DER_BOOLEAN && !der_next(&ext, &t))
			return false;
		if (!der_take(&ext, DER_OCTET_STRING, &t) ||
		    !der_end_reached(&ext))
			return false;
		note_extension(s, oid.body, t.body);
	}
	return der_end_reached(&list);
}

static bool
take_version(struct der *d, struct certscan *s)
{
	struct der wrap;
	struct tlv t;
	uint64_t n;

	s->version = 1;
	if (der_peek(d) != DER_CONTEXT(0))
		return true;
	if (!der_enter(d, DER_CONTEXT(0), &wrap) ||
	    !der_take(&wrap, DER_INTEGER, &t) || !der_uint(t.body, &n) ||
	    n > 16 || !der_end_reached(&wrap))
		return false;
	s->version = (unsigned)n + 1;
	return true;
}

static bool
walk_tbs(struct view body, struct certscan *s, struct err *e)
{
	struct der d = der_open(body);
	struct view oid, params;
	struct tlv t;

	if (!take_version(&d, s))
		return refuse_scan(e, "bad version");
	if (!der_take(&d, DER_INTEGER, &t) || t.body.len == 0)
		return refuse_scan(e, "bad serial number");
	s->serial = t.body;
	if (!scan_algorithm(&d, &oid, &params))
		return refuse_scan(e, "bad signature algorithm");
	if (!take_name(&d, &s->issuer))
		return refuse_scan(e, "bad issuer name");
	if (!take_validity(&d, s))
		return refuse_scan(e, "bad validity");
	if (!take_name(&d, &s->subject))
		return refuse_scan(e, "bad subject name");
	if (!take_spki(&d, s))
		return refuse_scan(e, "bad public key");
	/* issuerUniqueID, subjectUniqueID: unused, but some have them */
	for (unsigned n = 1; n <= 2; n++)
		if ((der_peek(&d) == DER_CONTEXT_PRIM(n) ||
		    der_peek(&d) == DER_CONTEXT(n)) && !der_next(&d, &t))
			return refuse_scan(e, "bad unique identifier");
	if (!take_extensions(&d, s))
		return refuse_scan(e, "bad extension");
	if (!der_end_reached(&d))
		return refuse_scan(e, "data after the extensions");
	return true;
}

bool
certscan_read(struct view der, struct certscan *s, struct err *e)
{
	struct der d = der_open(der), c;
	struct tlv tbs, t;

	memset(s, 0, sizeof(*s));
	if (!der_enter(&d, DER_SEQUENCE, &c) || !der_end_reached(&d))
		return refuse_scan(e, "wrong length");
	if (!der_take(&c, DER_SEQUENCE, &tbs))
		return refuse_scan(e, "no TBSCertificate");
	s->tbs = tbs.whole;
	if (!scan_algorithm(&c, &s->signature_oid, &s->signature_params))
		return refuse_scan(e, "bad signature algorithm");
	if (!der_take(&c, DER_BIT_STRING, &t) || !der_end_reached(&c))
		return refuse_scan(e, "bad signature");
	return walk_tbs(tbs.body, s, e);
}

bool
certscan_self_signed(const struct certscan *s)
{
	return view_equal(s->issuer, s->subject) && (s->akid.len == 0 ||
	    s->skid.len == 0 || view_equal(s->akid, s->skid));
}

static unsigned
magnitude_bits(struct view body)
{
	unsigned bits;
	struct view m;

	if (!der_magnitude(body, &m) || m.len == 0 || m.len > 8192)
		return 0;
	bits = (unsigned)m.len * 8;
	for (unsigned top = m.data[0]; (top & 0x80) == 0; top <<= 1)
		bits--;
	return bits;
}

/* First INTEGER of a SEQUENCE: an RSA modulus, a DSA prime. */
static unsigned
first_integer_bits(struct view v)
{
	struct der d = der_open(v), seq;
	struct tlv t;

	if (!der_enter(&d, DER_SEQUENCE, &seq) ||
	    !der_take(&seq, DER_INTEGER, &t))
		return 0;
	return magnitude_bits(t.body);
}

/* The width of a coordinate, as all curves in use have it, but P-521. */
static unsigned
ec_bits(struct view point)
{
	size_t octets;

	if (point.len < 2 || point.len > 1024)
		return 0;
	octets = point.len - 1;
	/* Compressed, a point has only one of them. */
	if (point.data[0] != 0x02 && point.data[0] != 0x03)
		octets /= 2;
	return octets == 66 ? 521 : (unsigned)octets * 8;
}

unsigned
certscan_key_bits(const struct certscan *s)
{
	/* Any of PKCS#1. */
	if (s->key_oid.len == sizeof(OID_RSA) - 1 &&
	    memcmp(s->key_oid.data, OID_RSA, sizeof(OID_RSA) - 2) == 0)
		return first_integer_bits(s->key_bits);
	if (der_oid_is(s->key_oid, OID_DSA))
		return first_integer_bits(s->key_params);
	if (der_oid_is(s->key_oid, OID_EC))
		return ec_bits(s->key_bits);
	if (der_oid_is(s->key_oid, OID_ED25519))
		return 256;
	if (der_oid_is(s->key_oid, OID_ED448))
		return 456;
	return 0;
}
