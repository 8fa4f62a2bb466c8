/*
 * crl.c - a revocation list of a case
 *
 *	by=ID			who issues it: name and key
 *	issuer=NAME signer=KEY md=DIGEST	as in make.c
 *	from=DAY to=DAY		(20260101 to 20270101)
 *	number=N delta=BASE	delta: it is one, to this base
 *	revoked=ID[:REASON][@NAME][*DAY],...
 *				@: of another issuer (certificateIssuer),
 *				*: since when (20260201)
 *	idp=user,ca,attr,indirect,dn:NAME,reasons:WORD+WORD,non
 *				non: not critical
 *	fresh=yes		there are deltas (freshestCRL)
 *	akid=-  x=crit|non  xe=crit (in the entries)  v=1
 *	bad=sig			as in make.c
 */

#include "make.h"

#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"

#define OID(lit)	view_of((lit), sizeof(lit) - 1)

/* Numbers of CRLReason, which are not those of the bits (RFC 5280, 5.3.1). */
static const char *const entry_reasons[] = {
	"unspecified", "keyCompromise", "cACompromise", "affiliationChanged",
	"superseded", "cessationOfOperation", "certificateHold", "-",
	"removeFromCRL", "privilegeWithdrawn", "aACompromise", NULL,
};

static void
put_reason(struct bytes *b, const char *word)
{
	struct made_ext x;
	unsigned char n = 0;

	while (entry_reasons[n] != NULL && strcmp(entry_reasons[n], word) != 0)
		n++;
	if (entry_reasons[n] == NULL)
		spec_die("unknown reason", word);
	x = make_ext_begin(b, OID("\x55\x1d\x15"), false);
	der_put(b, DER_ENUMERATED, view_of(&n, 1));
	make_ext_end(b, x);
}

static void
put_entry_issuer(struct bytes *b, const char *name)
{
	struct made_ext x = make_ext_begin(b, OID("\x55\x1d\x1d"), true);
	size_t mark = der_begin(b, DER_SEQUENCE);
	size_t dir = der_begin(b, DER_CONTEXT(4));

	make_name(b, name);
	der_end(b, dir);
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_unknown_extension(struct bytes *b, bool critical)
{
	struct made_ext x = make_ext_begin(b,
	    OID("\x2b\x06\x01\x04\x01\x86\x8d\x1f\x02\x02"), critical);

	der_put_null(b);
	make_ext_end(b, x);
}

/* Cuts what begins with `mark` off the text. */
static char *
cut(char *text, char mark)
{
	char *p = strchr(text, mark);

	if (p != NULL)
		*p++ = '\0';
	return p;
}

static void
put_entry(struct bytes *b, const struct made *m, char *text, bool foreign)
{
	char *day = cut(text, '*'), *issuer = cut(text, '@');
	char *reason = cut(text, ':');
	size_t mark = der_begin(b, DER_SEQUENCE), extensions;

	der_put_uint(b, made_find(m, text)->serial);
	make_time(b, day != NULL ? day : "20260201");
	if (issuer != NULL || reason != NULL || foreign) {
		extensions = der_begin(b, DER_SEQUENCE);
		if (reason != NULL)
			put_reason(b, reason);
		if (issuer != NULL)
			put_entry_issuer(b, issuer);
		if (foreign)
			put_unknown_extension(b, true);
		der_end(b, extensions);
	}
	der_end(b, mark);
}

static void
put_entries(struct bytes *b, const struct made *m, const struct spec_line *l)
{
	const char *value = spec_arg(l, "revoked", NULL);
	char *copy, *rest, *part;
	size_t mark;

	if (value == NULL)
		return;
	copy = rest = strdup(value);
	mark = der_begin(b, DER_SEQUENCE);
	while ((part = make_part(&rest, ",")) != NULL)
		put_entry(b, m, part, spec_arg(l, "xe", NULL) != NULL);
	der_end(b, mark);
	free(copy);
}

/* ---- extensions ---- */

static void
put_point_name(struct bytes *b, const char *name)
{
	size_t point = der_begin(b, DER_CONTEXT(0));
	size_t full = der_begin(b, DER_CONTEXT(0));
	size_t dir = der_begin(b, DER_CONTEXT(4));

	make_name(b, name);
	der_end(b, dir);
	der_end(b, full);
	der_end(b, point);
}

static void
put_scope(struct bytes *b, const char *value)
{
	static const struct {
		const char	*word;
		unsigned	 tag;
	} flags[] = {
		{ "user", 1 }, { "ca", 2 }, { "indirect", 4 }, { "attr", 5 },
	};
	const char *name = strstr(value, "dn:");
	const char *reasons = strstr(value, "reasons:");
	struct made_ext x = make_ext_begin(b, OID("\x55\x1d\x1c"),
	    strstr(value, "non") == NULL);
	size_t mark = der_begin(b, DER_SEQUENCE);
	char *copy = strdup(value), *part;

	if (name != NULL) {
		part = strndup(name + 3, strcspn(name + 3, ","));
		put_point_name(b, part);
		free(part);
	}
	for (size_t i = 0; i < COUNT_OF(flags); i++) {
		char *rest = strcpy(copy, value);

		if (flags[i].tag == 4 && reasons != NULL) {
			part = strndup(reasons + 8, strcspn(reasons + 8, ","));
			make_bits(b, DER_CONTEXT_PRIM(3), part, make_reasons);
			free(part);
		}
		while ((part = make_part(&rest, ",")) != NULL)
			if (strcmp(part, flags[i].word) == 0)
				der_put(b, DER_CONTEXT_PRIM(flags[i].tag),
				    OID("\xff"));
	}
	free(copy);
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_freshest(struct bytes *b)
{
	struct made_ext x = make_ext_begin(b, OID("\x55\x1d\x2e"), false);
	size_t list = der_begin(b, DER_SEQUENCE);
	size_t mark = der_begin(b, DER_SEQUENCE);

	put_point_name(b, "C=XX/CN=deltas");
	der_end(b, mark);
	der_end(b, list);
	make_ext_end(b, x);
}

static void
put_number(struct bytes *b, struct view oid, bool critical, const char *digits)
{
	struct made_ext x = make_ext_begin(b, oid, critical);

	der_put_uint(b, strtoul(digits, NULL, 10));
	make_ext_end(b, x);
}

static void
put_list_extensions(struct bytes *b, const struct made_cert *up,
    const struct spec_line *l)
{
	const char *value;
	size_t outer = der_begin(b, DER_CONTEXT(0));
	size_t mark = der_begin(b, DER_SEQUENCE), one;
	struct made_ext x;

	if (up->has_skid && strcmp(spec_arg(l, "akid", ""), "-") != 0) {
		x = make_ext_begin(b, OID("\x55\x1d\x23"), false);
		one = der_begin(b, DER_SEQUENCE);
		der_put(b, DER_CONTEXT_PRIM(0), view_of(up->skid, 20));
		der_end(b, one);
		make_ext_end(b, x);
	}
	put_number(b, OID("\x55\x1d\x14"), false, spec_arg(l, "number", "1"));
	if ((value = spec_arg(l, "delta", NULL)) != NULL)
		put_number(b, OID("\x55\x1d\x1b"), true, value);
	if ((value = spec_arg(l, "idp", NULL)) != NULL)
		put_scope(b, value);
	if (spec_arg(l, "fresh", NULL) != NULL)
		put_freshest(b);
	if ((value = spec_arg(l, "x", NULL)) != NULL)
		put_unknown_extension(b, strcmp(value, "crit") == 0);
	der_end(b, mark);
	der_end(b, outer);
}

void
make_crl(struct made *m, const struct spec_line *l)
{
	const struct made_cert *up = made_find(m, spec_arg(l, "by", ""));
	const char *name = spec_arg(l, "issuer", NULL);
	const char *key = spec_arg(l, "signer", NULL);
	EVP_PKEY *signer = key != NULL ? keys_get(key) : up->key;
	const char *digest = make_digest(signer, spec_arg(l, "md", "sha256"));
	const bool v2 = strcmp(spec_arg(l, "v", "2"), "2") == 0;
	struct bytes tbs = BYTES_INIT;
	size_t mark = der_begin(&tbs, DER_SEQUENCE);

	if (v2)
		der_put_uint(&tbs, 1);
	make_algorithm(&tbs, signer, digest);
	if (name != NULL)
		make_name(&tbs, name);
	else
		bytes_add_view(&tbs, view_bytes(&up->subject));
	make_time(&tbs, spec_arg(l, "from", "20260101"));
	make_time(&tbs, spec_arg(l, "to", "20270101"));
	put_entries(&tbs, m, l);
	if (v2)
		put_list_extensions(&tbs, up, l);
	der_end(&tbs, mark);
	make_signed(&m->crls[m->crl_count++], view_bytes(&tbs), signer, digest,
	    spec_arg(l, "bad", NULL));
	bytes_clear(&tbs);
}
