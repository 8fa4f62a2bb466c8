#include "chain/select.h"

#include <ctype.h>
#include <string.h>

#include "asn1/der.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "chain/choose.h"

#define OID_CODE_SIGNING	"1.3.6.1.5.5.7.3.3"
#define OID_ANY_USAGE		"2.5.29.37.0"
#define OID_UPN			"\x2b\x06\x01\x04\x01\x82\x37\x14\x02\x03"

/* ---- text ---- */

/* Length of the space or invisible mark v begins with at off, 0: none. U+00A0,
 * U+200B to U+200F, U+FEFF. */
static size_t
blank_at(struct view v, size_t off)
{
	const unsigned char *p = v.data + off;
	size_t left = v.len - off;

	if (left >= 1 && isspace(p[0]))
		return 1;
	if (left >= 2 && p[0] == 0xc2 && p[1] == 0xa0)
		return 2;
	if (left >= 3 && p[0] == 0xe2 && p[1] == 0x80 && p[2] >= 0x8b &&
	    p[2] <= 0x8f)
		return 3;
	if (left >= 3 && p[0] == 0xef && p[1] == 0xbb && p[2] == 0xbf)
		return 3;
	return 0;
}

struct view
select_trim(const char *s)
{
	struct view v = view_str(s);
	size_t n;

	while (v.len != 0 && (n = blank_at(v, 0)) != 0)
		v = view_sub(v, n, v.len - n);
	for (n = 1; n <= 3 && n <= v.len; n++)
		if (blank_at(v, v.len - n) == n) {
			v.len -= n;
			n = 0;
		}
	return v;
}

/* One character, in lower case: the alphabets that have cases and appear in
 * certificates (Latin, Greek, Cyrillic), without asking the locale. */
static uint32_t
fold(uint32_t c)
{
	if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) ||
	    (c >= 0x391 && c <= 0x3a9) || (c >= 0x410 && c <= 0x42f))
		return c + 0x20;
	if (c >= 0x400 && c <= 0x40f)
		return c + 0x50;
	if ((c >= 0x100 && c <= 0x137) || (c >= 0x14a && c <= 0x177))
		return c | 1;
	if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e))
		return c + (c & 1);
	return c;
}

/* The next character of v, folded, and its length; an octet that is not UTF-8
 * stands for itself. */
static uint32_t
next_folded(struct view v, size_t *off)
{
	const unsigned char *p = v.data + *off;
	size_t left = v.len - *off;
	uint32_t c;

	if (left >= 2 && p[0] >= 0xc2 && p[0] < 0xe0 &&
	    (p[1] & 0xc0) == 0x80) {
		c = (p[0] & 0x1fu) << 6 | (p[1] & 0x3fu);
		*off += 2;
	} else {
		c = p[0];
		*off += 1;
		/* Longer ones have no case; their octets compare as such. */
		if (c >= 0x80)
			return c | 0x110000;
	}
	return fold(c);
}

static bool
starts_folded(struct view text, size_t at, struct view part)
{
	for (size_t off = 0; off < part.len; )
		if (at >= text.len ||
		    next_folded(text, &at) != next_folded(part, &off))
			return false;
	return true;
}

bool
select_contains(struct view text, struct view part)
{
	for (size_t at = 0; at <= text.len; at++)
		if (starts_folded(text, at, part))
			return true;
	return false;
}

/* Folding changes no length. */
static bool
same_folded(struct view a, struct view b)
{
	return a.len == b.len && starts_folded(a, 0, b);
}

/* "CodeSigning" is "Code Signing". */
static bool
same_word(struct view a, const char *b)
{
	size_t i = 0;

	for (;; i++, b++) {
		while (i < a.len && a.data[i] == ' ')
			i++;
		while (*b == ' ')
			b++;
		if (i == a.len || *b == '\0')
			return i == a.len && *b == '\0';
		if (fold(a.data[i]) != fold((unsigned char)*b))
			return false;
	}
}

bool
select_set_hash(struct select *s, const char *hash, struct err *e)
{
	struct view v = view_str(hash);
	size_t n = 0, skip;

	for (size_t i = 0; i < v.len; ) {
		if ((skip = blank_at(v, i)) != 0 || v.data[i] == ':' ||
		    v.data[i] == '-') {
			i += skip != 0 ? skip : 1;
			continue;
		}
		if (!isxdigit(v.data[i]))
			return err_set(e, ERR_USAGE, "\"%s\" is not a hash: "
			    "expected the 40 hexadecimal digits of a SHA-1 "
			    "thumbprint, or its first 8 or more", hash);
		if (n == SELECT_HASH_DIGITS)
			return err_set(e, ERR_USAGE, "\"%s\" is longer than "
			    "the 40 digits of a SHA-1 thumbprint", hash);
		s->hash[n++] = (char)tolower(v.data[i++]);
	}
	s->hash[n] = '\0';
	if (n < SELECT_HASH_LEAST)
		return err_set(e, ERR_USAGE, "\"%s\" is too short for a "
		    "thumbprint: expected 40 hexadecimal digits, or at least "
		    "the first %d", hash, SELECT_HASH_LEAST);
	return true;
}

bool
select_whole_hash(const struct select *s, unsigned char sha1[SHA1_LEN])
{
	size_t len;

	return strlen(s->hash) == SELECT_HASH_DIGITS &&
	    text_unhex(s->hash, sha1, SHA1_LEN, &len) && len == SHA1_LEN;
}

/*
 * ---- one filter each ----
 *
 * Names become text first. *failed: out of memory, and the answer means
 * nothing.
 */

static bool
name_contains(struct view name, struct view part, bool *failed)
{
	struct bytes text = BYTES_INIT;
	bool yes;

	certname_text(name, &text);
	yes = select_contains(view_bytes(&text), part);
	*failed |= text.failed;
	bytes_clear(&text);
	return yes;
}

/* Is this usage in the certificate's list, by number or by name? */
static bool
lists_usage(const struct certscan *s, struct view wanted)
{
	char number[ALGNAME_MAX], name[ALGNAME_MAX];
	struct der d = der_open(s->eku);
	struct tlv t;

	while (der_take(&d, DER_OID, &t))
		if (view_equal(view_str(algname_dotted(t.body, number)),
		    wanted) ||
		    same_word(wanted, algname_usage(t.body, name)))
			return true;
	return false;
}

static bool
serves_usage(const struct certscan *s, struct view wanted)
{
	return !s->has_eku || lists_usage(s, wanted) ||
	    lists_usage(s, view_str(OID_ANY_USAGE));
}

static bool
is_valid_at(const struct certscan *s, int64_t when)
{
	return s->has_validity && when >= s->not_before &&
	    when <= s->not_after;
}

static bool
has_template(const struct certscan *s, struct view wanted, bool *failed)
{
	struct bytes text = BYTES_INIT;
	bool yes;

	certext_template_name(s, &text);
	yes = text.len != 0 && same_folded(view_bytes(&text), wanted);
	bytes_truncate(&text, 0);
	certext_template_oid(s, &text);
	yes |= text.len != 0 && view_equal(view_bytes(&text), wanted);
	*failed |= text.failed;
	bytes_clear(&text);
	return yes;
}

static bool
root_contains(const struct select *s, const struct cert *c,
    const struct chain_pool *pool, bool *yes, struct err *e)
{
	const struct chain_options o = { .when = s->when };
	struct chain chain;
	const struct certscan *last;
	bool failed = false;

	*yes = false;
	if (!c->scanned || pool == NULL)
		return true;
	if (!chain_build(pool, c, &o, &chain, e))
		return false;
	last = &chain.steps[chain.count - 1].cert->scan;
	*yes = chain.complete && name_contains(last->subject, s->root,
	    &failed);
	return !failed || err_memory(e);
}

/* ---- CertId ---- */

static bool
is_hex(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if (!isxdigit(v.data[i]))
			return false;
	return v.len != 0;
}

/* The index of a decimal token; false when it is not one. */
static bool
as_index(struct view v, size_t *n)
{
	*n = 0;
	if (v.len == 0 || v.len > 9)
		return false;
	for (size_t i = 0; i < v.len; i++) {
		if (!isdigit(v.data[i]))
			return false;
		*n = *n * 10 + (size_t)(v.data[i] - '0');
	}
	return true;
}

/* Leading zeros do not count. */
static bool
same_hex(struct view octets, const char *digits)
{
	char hex[2 * 64 + 1], *p = hex;

	if (octets.len > 64)
		return false;
	text_hex(octets, hex, sizeof(hex));
	while (*p == '0' && p[1] != '\0')
		p++;
	while (*digits == '0' && digits[1] != '\0')
		digits++;
	return text_same(p, digits);
}

/* Serial number, hash of the certificate, hash of the public key, subject key
 * identifier. */
static bool
number_matches(const struct cert *c, struct view id)
{
	unsigned char key_hash[SHA1_LEN];
	char digits[2 * 64 + 1];
	size_t n = 0;

	for (size_t i = 0; i < id.len; i++) {
		if (id.data[i] == ' ' || id.data[i] == ':')
			continue;
		if (!isxdigit(id.data[i]) || n == sizeof(digits) - 1)
			return false;
		digits[n++] = (char)id.data[i];
	}
	digits[n] = '\0';
	if (n == 0)
		return false;
	if (same_hex(view_of(c->sha1, SHA1_LEN), digits))
		return true;
	if (!c->scanned)
		return false;
	sha1_of(c->scan.key_bits, key_hash);
	return same_hex(c->scan.serial, digits) ||
	    (n == SELECT_HASH_DIGITS &&
	    (same_hex(view_of(key_hash, SHA1_LEN), digits) ||
	    same_hex(c->scan.skid, digits)));
}

/* E-mail, DNS name and user principal name of the alternative names. */
static bool
alt_name_matches(const struct certscan *s, struct view id)
{
	struct der d, names, other, wrap;
	struct certext x;
	struct tlv t, oid;

	if (!certext_find(s, view_of(OID_EXT_ALT_NAME,
	    sizeof(OID_EXT_ALT_NAME) - 1), &x))
		return false;
	d = der_open(x.value);
	if (!der_enter(&d, DER_SEQUENCE, &names))
		return false;
	while (der_next(&names, &t)) {
		if ((t.tag == DER_CONTEXT_PRIM(1) ||
		    t.tag == DER_CONTEXT_PRIM(2)) && same_folded(t.body, id))
			return true;
		if (t.tag != DER_CONTEXT(0))
			continue;
		other = der_open(t.body);
		if (der_take(&other, DER_OID, &oid) &&
		    der_oid_is(oid.body, OID_UPN) &&
		    der_enter(&other, DER_CONTEXT(0), &wrap) &&
		    der_next(&wrap, &t) && same_folded(t.body, id))
			return true;
	}
	return false;
}

/* A part of the common name or e-mail address; a token that could be a number
 * must be all of it, so that `-delstore My 0` is not every name with a 0. */
static bool
subject_matches(const struct certscan *s, struct view id, bool *failed)
{
	struct bytes text = BYTES_INIT;
	bool yes;

	certname_display(s->subject, &text);
	yes = is_hex(id) ? same_folded(view_bytes(&text), id) :
	    select_contains(view_bytes(&text), id);
	*failed |= text.failed;
	bytes_clear(&text);
	if (!yes && memchr(id.data, '@', id.len) != NULL)
		yes = name_contains(s->subject, id, failed);
	return yes;
}

static bool
id_matches(const struct select_candidate *c, struct view id, bool *failed)
{
	const struct certscan *s = &c->cert->scan;
	size_t n;

	if ((as_index(id, &n) && n == c->index) || number_matches(c->cert, id))
		return true;
	if (!c->cert->scanned)
		return false;
	return subject_matches(s, id, failed) || alt_name_matches(s, id) ||
	    has_template(s, id, failed) || lists_usage(s, id);
}

/* ---- all filters ---- */

static bool
is_asked(const struct select *s, enum select_filter f)
{
	const bool asked[SELECT_FILTERS] = {
		[SELECT_USAGE] = s->signing || s->usage.len != 0,
		[SELECT_EXPIRY] = s->signing,
		[SELECT_SUBJECT] = s->subject.len != 0,
		[SELECT_ISSUER] = s->issuer.len != 0,
		[SELECT_ROOT] = s->root.len != 0,
		[SELECT_TEMPLATE] = s->template_name.len != 0,
		[SELECT_HASH] = s->hash[0] != '\0',
		[SELECT_ID] = s->id.len != 0,
		[SELECT_KEY] = s->signing,
	};

	return asked[f];
}

bool
select_is_empty(const struct select *s)
{
	for (enum select_filter f = 0; f < SELECT_FILTERS; f++)
		if (is_asked(s, f))
			return false;
	return true;
}

static bool
hash_matches(const struct select *s, const struct cert *c)
{
	char hex[SELECT_HASH_DIGITS + 1];

	text_hex(view_of(c->sha1, SHA1_LEN), hex, sizeof(hex));
	return strncmp(hex, s->hash, strlen(s->hash)) == 0;
}

static bool
passes(const struct select *s, enum select_filter f,
    const struct select_candidate *c, const struct chain_pool *pool,
    bool *yes, struct err *e)
{
	const struct certscan *k = &c->cert->scan;
	bool failed = false;

	/* What cannot be parsed has a hash and a place, and nothing else. */
	*yes = false;
	if (!c->cert->scanned && f != SELECT_HASH && f != SELECT_ID)
		return true;
	switch (f) {
	case SELECT_USAGE:
		*yes = serves_usage(k, s->usage.len != 0 ? s->usage :
		    view_str(OID_CODE_SIGNING));
		break;
	case SELECT_EXPIRY:
		*yes = is_valid_at(k, s->when);
		break;
	case SELECT_SUBJECT:
		*yes = name_contains(k->subject, s->subject, &failed);
		break;
	case SELECT_ISSUER:
		*yes = name_contains(k->issuer, s->issuer, &failed);
		break;
	case SELECT_ROOT:
		return root_contains(s, c->cert, pool, yes, e);
	case SELECT_TEMPLATE:
		*yes = has_template(k, s->template_name, &failed);
		break;
	case SELECT_HASH:
		*yes = hash_matches(s, c->cert);
		break;
	case SELECT_ID:
		*yes = id_matches(c, s->id, &failed);
		break;
	case SELECT_KEY:
		*yes = c->has_key;
		break;
	case SELECT_FILTERS:
		break;
	}
	return !failed || err_memory(e);
}

bool
select_meets(const struct select *s, const struct select_candidate *c,
    const struct chain_pool *pool, bool *meets, struct err *e)
{
	*meets = true;
	for (enum select_filter f = 0; *meets && f < SELECT_FILTERS; f++)
		if (is_asked(s, f) && !passes(s, f, c, pool, meets, e))
			return false;
	return true;
}

static bool
filter(const struct select *s, enum select_filter f,
    struct select_candidate *items, size_t *count,
    const struct chain_pool *pool, struct err *e)
{
	size_t left = 0;
	bool yes;

	for (size_t i = 0; i < *count; i++) {
		if (!passes(s, f, &items[i], pool, &yes, e))
			return false;
		if (yes)
			items[left++] = items[i];
	}
	*count = left;
	return true;
}

bool
select_run(const struct select *s, struct select_candidate *items,
    size_t *count, const struct chain_pool *pool, struct select_trail *trail,
    struct err *e)
{
	trail->considered = *count;
	trail->count = 0;
	for (enum select_filter f = 0; f < SELECT_FILTERS; f++) {
		if (!is_asked(s, f))
			continue;
		if (!filter(s, f, items, count, pool, e))
			return false;
		trail->steps[trail->count].filter = f;
		trail->steps[trail->count++].left = *count;
	}
	return true;
}

size_t
select_longest(const struct select_candidate *items, size_t count)
{
	size_t best = 0;

	for (size_t i = 1; i < count; i++)
		if (choose_longer(items[i].cert, items[best].cert))
			best = i;
	return best;
}
