/*
 * make.c - a certificate of a case
 *
 *	by=ID			who issues it: name and key (root: itself)
 *	subject=NAME issuer=NAME  other names; as=X: the default name of X
 *	key=KEY signer=KEY	its key, and that which signs it
 *	md=sha1|md5|...  v=1|2|3  serial=N  from=DAY to=DAY
 *	skid=right|wrong|-	akid=key|wrong|name|badname|both|-
 *	bc=ca|ca:N|no|-		ku=WORD,...|-	eku=any|code|stamp|-
 *	san=dns:X,email:X,dir:NAME,uri:X
 *	pol=N,any  map=A:B,...  pc=rN,iN  inhibit=N
 *	nc=+dir:NAME,-dns:X,...
 *	cdp=dn:NAME,issuer:NAME,reasons:WORD+WORD|...
 *	x=crit|non|arc		an extension nobody knows; arc: of id-ce
 *	dup=yes			basicConstraints twice
 *	bad=sig|alg|bool|len	the signature; its algorithm inside; not DER
 *	hidden=yes		nobody has it
 *
 * A value of an extension that begins with `!` is critical, with `~` not.
 */

#include "make.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/sha.h>
#include <openssl/x509.h>

#include "asn1/der.h"

#define OID(lit)	view_of((lit), sizeof(lit) - 1)

const char *const make_reasons[] = {
	"unused", "keyCompromise", "cACompromise", "affiliationChanged",
	"superseded", "cessationOfOperation", "certificateHold",
	"privilegeWithdrawn", "aACompromise", NULL,
};
static const char *const usages[] = {
	"sig", "nr", "enc", "data", "agree", "cert", "crl", NULL,
};

/* ---- small parts ---- */

char *
make_part(char **list, const char *separator)
{
	char *part = *list;

	if (part != NULL && (*list = strpbrk(part, separator)) != NULL)
		*(*list)++ = '\0';
	return part;
}

static char *
copy_of(const char *s)
{
	char *copy = strdup(s);

	if (copy == NULL)
		spec_die("out of memory", s);
	return copy;
}

static size_t
word_number(const char *const *words, const char *word)
{
	size_t i = 0;

	while (words[i] != NULL && strcmp(words[i], word) != 0)
		i++;
	if (words[i] == NULL)
		spec_die("unknown word", word);
	return i;
}

void
make_bits(struct bytes *b, unsigned tag, const char *list,
    const char *const *words)
{
	char *copy = copy_of(list), *rest = copy, *word;
	unsigned bits = 0, last = 0;
	unsigned char body[3];

	while ((word = make_part(&rest, ",+")) != NULL) {
		unsigned n = (unsigned)word_number(words, word);

		bits |= 0x8000u >> n;
		last = n > last ? n : last;
	}
	free(copy);
	body[0] = (unsigned char)(7 - last % 8);
	body[1] = (unsigned char)(bits >> 8);
	body[2] = (unsigned char)bits;
	der_put(b, tag, view_of(body, last < 8 ? 2 : 3));
}

void
make_time(struct bytes *b, const char *day)
{
	char text[32];

	if (strcmp(day, "-") == 0)
		return;
	if (strncmp(day, "g:", 2) == 0 || strncmp(day, "2050", 4) >= 0) {
		day += *day == 'g' ? 2 : 0;
		snprintf(text, sizeof(text), "%.8s000000Z", day);
		der_put(b, DER_GENERALIZED_TIME, view_str(text));
		return;
	}
	snprintf(text, sizeof(text), "%.6s000000Z", day + 2);
	der_put(b, DER_UTC_TIME, view_str(text));
}

struct made_ext
make_ext_begin(struct bytes *b, struct view oid, bool critical)
{
	struct made_ext x;

	x.outer = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OID, oid);
	if (critical)
		der_put(b, DER_BOOLEAN, OID("\xff"));
	x.value = der_begin(b, DER_OCTET_STRING);
	return x;
}

void
make_ext_end(struct bytes *b, struct made_ext x)
{
	der_end(b, x.value);
	der_end(b, x.outer);
}

/* ---- names ---- */

static const struct {
	const char	*name;
	struct view	 oid;
	unsigned	 tag;
} attributes[] = {
	{ "C", { (const unsigned char *)"\x55\x04\x06", 3 },
	  DER_PRINTABLE_STRING },
	{ "O", { (const unsigned char *)"\x55\x04\x0a", 3 }, DER_UTF8_STRING },
	{ "OU", { (const unsigned char *)"\x55\x04\x0b", 3 },
	  DER_UTF8_STRING },
	{ "CN", { (const unsigned char *)"\x55\x04\x03", 3 },
	  DER_UTF8_STRING },
	{ "E", { (const unsigned char *)"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x01",
	  9 }, DER_IA5_STRING },
	{ "DC", { (const unsigned char *)
	  "\x09\x92\x26\x89\x93\xf2\x2c\x64\x01\x19", 10 }, DER_IA5_STRING },
};

static void
put_text(struct bytes *b, unsigned tag, const char *text)
{
	size_t mark = der_begin(b, tag);

	for (; *text != '\0'; text++) {
		if (tag == DER_BMP_STRING)
			bytes_add_u8(b, 0);
		bytes_add_u8(b, *text == '_' ? ' ' : (unsigned char)*text);
	}
	der_end(b, mark);
}

/* TYPE=VALUE, or TYPE:p=VALUE for a PrintableString, :b BMPString, :t T61. */
static void
put_attribute(struct bytes *b, char *text)
{
	char *value = strchr(text, '='), *form;
	size_t mark, i = 0;
	unsigned tag;

	if (value == NULL)
		spec_die("not a part of a name", text);
	*value++ = '\0';
	if ((form = strchr(text, ':')) != NULL)
		*form++ = '\0';
	while (i < COUNT_OF(attributes) &&
	    strcmp(attributes[i].name, text) != 0)
		i++;
	if (i == COUNT_OF(attributes))
		spec_die("unknown type in a name", text);
	tag = form == NULL ? attributes[i].tag : *form == 'p' ?
	    DER_PRINTABLE_STRING : *form == 'b' ? DER_BMP_STRING :
	    DER_T61_STRING;
	mark = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OID, attributes[i].oid);
	put_text(b, tag, value);
	der_end(b, mark);
}

void
make_rdns(struct bytes *b, const char *text)
{
	char *copy = copy_of(text), *rest = copy, *rdn, *part;

	while (strcmp(text, "-") != 0 && (rdn = make_part(&rest, "/")) != NULL) {
		size_t mark = der_begin(b, DER_SET);

		while ((part = make_part(&rdn, "&")) != NULL)
			put_attribute(b, part);
		der_end(b, mark);
	}
	free(copy);
}

void
make_name(struct bytes *b, const char *text)
{
	size_t mark = der_begin(b, DER_SEQUENCE);

	make_rdns(b, text);
	der_end(b, mark);
}

static void
put_general_name(struct bytes *b, const char *kind, const char *value)
{
	static const struct {
		const char	*name;
		unsigned	 tag;
	} kinds[] = {
		{ "email", 1 }, { "dns", 2 }, { "uri", 6 },
	};
	size_t mark;

	if (strcmp(kind, "dir") == 0) {
		mark = der_begin(b, DER_CONTEXT(4));
		make_name(b, value);
		der_end(b, mark);
		return;
	}
	if (strcmp(kind, "rid") == 0) {
		der_put(b, DER_CONTEXT_PRIM(8), OID("\x2a\x03\x04"));
		return;
	}
	for (size_t i = 0; i < COUNT_OF(kinds); i++)
		if (strcmp(kinds[i].name, kind) == 0) {
			put_text(b, DER_CONTEXT_PRIM(kinds[i].tag), value);
			return;
		}
	spec_die("unknown kind of name", kind);
}

/* KIND:VALUE */
static void
put_kind_of_name(struct bytes *b, char *text)
{
	char *value = strchr(text, ':');

	if (value == NULL)
		spec_die("not a kind and a name", text);
	*value++ = '\0';
	put_general_name(b, text, value);
}

/* ---- signatures ---- */

static const struct {
	int		 key;
	const char	*digest;
	struct view	 oid;
} algorithms[] = {
	{ EVP_PKEY_EC, "sha1", { (const unsigned char *)
	  "\x2a\x86\x48\xce\x3d\x04\x01", 7 } },
	{ EVP_PKEY_EC, "sha256", { (const unsigned char *)
	  "\x2a\x86\x48\xce\x3d\x04\x03\x02", 8 } },
	{ EVP_PKEY_EC, "sha384", { (const unsigned char *)
	  "\x2a\x86\x48\xce\x3d\x04\x03\x03", 8 } },
	{ EVP_PKEY_RSA, "md5", { (const unsigned char *)
	  "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x04", 9 } },
	{ EVP_PKEY_RSA, "sha1", { (const unsigned char *)
	  "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x05", 9 } },
	{ EVP_PKEY_RSA, "sha256", { (const unsigned char *)
	  "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x0b", 9 } },
	{ EVP_PKEY_ED25519, "sha256", { (const unsigned char *)
	  "\x2b\x65\x70", 3 } },
};

const char *
make_digest(const EVP_PKEY *key, const char *wanted)
{
	return strcmp(wanted, "md5") == 0 &&
	    EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA ? "sha256" : wanted;
}

void
make_algorithm(struct bytes *b, const EVP_PKEY *key, const char *digest)
{
	int kind = EVP_PKEY_get_base_id(key);
	size_t i = 0, mark = der_begin(b, DER_SEQUENCE);

	while (i < COUNT_OF(algorithms) && (algorithms[i].key != kind ||
	    (kind != EVP_PKEY_ED25519 &&
	    strcmp(algorithms[i].digest, digest) != 0)))
		i++;
	if (i == COUNT_OF(algorithms))
		spec_die("no such signature with this key", digest);
	der_put(b, DER_OID, algorithms[i].oid);
	if (kind == EVP_PKEY_RSA)
		der_put_null(b);
	der_end(b, mark);
}

/* The outer length in one octet more than needed. */
static void
lengthen(struct bytes *out)
{
	if (out->len > 4 && out->data[1] == 0x82) {
		out->data[1] = 0x83;
		bytes_insert(out, 2, "", 1);
	}
}

void
make_signed(struct bytes *out, struct view tbs, EVP_PKEY *key,
    const char *digest, const char *bad)
{
	const bool pure = EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519;
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char sig[512];
	size_t len = sizeof(sig), mark;

	if (EVP_DigestSignInit_ex(ctx, NULL, pure ? NULL : digest, NULL, NULL,
	    key, NULL) != 1 ||
	    EVP_DigestSign(ctx, sig, &len, tbs.data, tbs.len) != 1)
		spec_die("cannot sign", digest);
	EVP_MD_CTX_free(ctx);
	if (bad != NULL && strcmp(bad, "sig") == 0)
		sig[len - 1] ^= 1;
	mark = der_begin(out, DER_SEQUENCE);
	bytes_add_view(out, tbs);
	make_algorithm(out, key, digest);
	der_put_bits(out, view_of(sig, len));
	der_end(out, mark);
	if (bad != NULL && strcmp(bad, "len") == 0)
		lengthen(out);
}

/* ---- extensions ---- */

/* The value of an extension, without its mark; NULL: it is not there. */
static const char *
extension_arg(const struct spec_line *l, const char *name, const char *usual,
    bool *critical)
{
	const char *value = spec_arg(l, name, usual);

	if (value == NULL || strcmp(value, "-") == 0)
		return NULL;
	if (*value == '!' || *value == '~')
		*critical = *value++ == '!';
	return value;
}

static void
put_akid(struct bytes *b, const struct made_cert *c, const struct made_cert *up,
    const char *how)
{
	struct made_ext x = make_ext_begin(b, OID("\x55\x1d\x23"), false);
	size_t mark = der_begin(b, DER_SEQUENCE), names, name;

	(void)c;
	if (strcmp(how, "wrong") == 0)
		der_put(b, DER_CONTEXT_PRIM(0), OID("no key has this one."));
	else if (strcmp(how, "key") == 0 || strcmp(how, "both") == 0)
		der_put(b, DER_CONTEXT_PRIM(0), view_of(up->skid, 20));
	if (strstr(how, "name") != NULL || strcmp(how, "both") == 0) {
		unsigned n = up->serial + (strcmp(how, "badname") == 0);

		names = der_begin(b, DER_CONTEXT(1));
		name = der_begin(b, DER_CONTEXT(4));
		bytes_add_view(b, view_bytes(&up->issuer));
		der_end(b, name);
		der_end(b, names);
		name = b->len;
		der_put_uint(b, n);
		b->data[name] = DER_CONTEXT_PRIM(2);
	}
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_identifiers(struct bytes *b, struct made_cert *c, const struct made_cert *up)
{
	const char *akid = spec_arg(c->line, "akid", up != c ? "key" : "-");
	const char *skid = spec_arg(c->line, "skid", "right");
	unsigned char *spki = NULL;
	struct made_ext x;
	int len;

	c->has_skid = strcmp(skid, "-") != 0;
	len = i2d_PUBKEY(c->key, &spki);
	SHA1(spki, (size_t)len, c->skid);
	OPENSSL_free(spki);
	c->skid[0] = (unsigned char)(c->skid[0] ^ (strcmp(skid, "wrong") == 0));
	if (strcmp(akid, "-") != 0 && (up->has_skid ||
	    strcmp(akid, "key") != 0))
		put_akid(b, c, up, akid);
	if (!c->has_skid)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x0e"), false);
	der_put(b, DER_OCTET_STRING, view_of(c->skid, 20));
	make_ext_end(b, x);
}

static void
put_basic(struct bytes *b, const char *value, bool critical, const char *bad)
{
	struct made_ext x = make_ext_begin(b, OID("\x55\x1d\x13"), critical);
	size_t mark = der_begin(b, DER_SEQUENCE);
	const char *ff = bad != NULL && strcmp(bad, "bool") == 0 ? "\x01" :
	    "\xff";

	if (strncmp(value, "ca", 2) == 0)
		der_put(b, DER_BOOLEAN, view_of(ff, 1));
	if (strncmp(value, "ca:", 3) == 0)
		der_put_uint(b, strtoul(value + 3, NULL, 10));
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_usages(struct bytes *b, const struct spec_line *l, bool is_ca)
{
	const char *value, *bad = spec_arg(l, "bad", NULL);
	struct made_ext x;
	bool critical = true;

	value = extension_arg(l, "ku", is_ca ? "cert,crl" : "sig", &critical);
	if (value != NULL) {
		x = make_ext_begin(b, OID("\x55\x1d\x0f"), critical);
		make_bits(b, DER_BIT_STRING, value, usages);
		make_ext_end(b, x);
	}
	critical = true;
	value = extension_arg(l, "bc", is_ca ? "ca" : "-", &critical);
	for (int i = spec_arg(l, "dup", NULL) != NULL ? 2 : 1;
	    value != NULL && i > 0; i--)
		put_basic(b, value, critical, bad);
}

static void
put_eku(struct bytes *b, const struct spec_line *l)
{
	bool critical = false;
	const char *value = extension_arg(l, "eku", "-", &critical);
	struct made_ext x;
	size_t mark;

	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x25"), critical);
	mark = der_begin(b, DER_SEQUENCE);
	if (strcmp(value, "any") == 0)
		der_put(b, DER_OID, OID("\x55\x1d\x25\x00"));
	else
		der_put(b, DER_OID, *value == 'c' ?
		    OID("\x2b\x06\x01\x05\x05\x07\x03\x03") :
		    OID("\x2b\x06\x01\x05\x05\x07\x03\x08"));
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_alt_names(struct bytes *b, const struct spec_line *l)
{
	bool critical = false;
	const char *value = extension_arg(l, "san", "-", &critical);
	char *copy, *rest, *part;
	struct made_ext x;
	size_t mark;

	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x11"), critical);
	mark = der_begin(b, DER_SEQUENCE);
	copy = rest = copy_of(value);
	while ((part = make_part(&rest, ",")) != NULL)
		put_kind_of_name(b, part);
	free(copy);
	der_end(b, mark);
	make_ext_end(b, x);
}

/* ---- policies ---- */

static void
put_policy(struct bytes *b, const char *name)
{
	unsigned char oid[] = "\x2b\x06\x01\x04\x01\x86\x8d\x1f\x01?";

	if (strcmp(name, "any") == 0) {
		der_put(b, DER_OID, OID("\x55\x1d\x20\x00"));
		return;
	}
	oid[sizeof(oid) - 2] = (unsigned char)strtoul(name, NULL, 10);
	der_put(b, DER_OID, view_of(oid, sizeof(oid) - 1));
}

static void
put_policies(struct bytes *b, const struct spec_line *l)
{
	bool critical = false;
	const char *value = extension_arg(l, "pol", "-", &critical);
	char *copy, *rest, *part;
	struct made_ext x;
	size_t mark, one;

	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x20"), critical);
	mark = der_begin(b, DER_SEQUENCE);
	copy = rest = copy_of(value);
	while ((part = make_part(&rest, ",")) != NULL) {
		one = der_begin(b, DER_SEQUENCE);
		put_policy(b, part);
		der_end(b, one);
	}
	free(copy);
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_mappings(struct bytes *b, const struct spec_line *l)
{
	bool critical = true;
	const char *value = extension_arg(l, "map", "-", &critical);
	char *copy, *rest, *part;
	struct made_ext x;
	size_t mark, one;

	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x21"), critical);
	mark = der_begin(b, DER_SEQUENCE);
	copy = rest = copy_of(value);
	while ((part = make_part(&rest, ",")) != NULL) {
		one = der_begin(b, DER_SEQUENCE);
		put_policy(b, make_part(&part, ":"));
		put_policy(b, part != NULL ? part : "any");
		der_end(b, one);
	}
	free(copy);
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_tagged_number(struct bytes *b, unsigned tag, const char *digits)
{
	size_t at = b->len;

	der_put_uint(b, strtoul(digits, NULL, 10));
	b->data[at] = (unsigned char)tag;
}

static void
put_policy_limits(struct bytes *b, const struct spec_line *l)
{
	bool critical = true;
	const char *value = extension_arg(l, "pc", "-", &critical), *p;
	struct made_ext x;
	size_t mark;

	if (value != NULL) {
		x = make_ext_begin(b, OID("\x55\x1d\x24"), critical);
		mark = der_begin(b, DER_SEQUENCE);
		if ((p = strchr(value, 'r')) != NULL)
			put_tagged_number(b, DER_CONTEXT_PRIM(0), p + 1);
		if ((p = strchr(value, 'i')) != NULL)
			put_tagged_number(b, DER_CONTEXT_PRIM(1), p + 1);
		der_end(b, mark);
		make_ext_end(b, x);
	}
	critical = true;
	value = extension_arg(l, "inhibit", "-", &critical);
	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x36"), critical);
	der_put_uint(b, strtoul(value, NULL, 10));
	make_ext_end(b, x);
}

/* ---- names that are allowed ---- */

static void
put_subtrees(struct bytes *b, unsigned tag, const char *list, char sign)
{
	char *copy = copy_of(list), *rest = copy, *part;
	size_t mark, one;

	if (strchr(list, sign) != NULL) {
		mark = der_begin(b, tag);
		while ((part = make_part(&rest, ",")) != NULL) {
			if (*part != sign)
				continue;
			one = der_begin(b, DER_SEQUENCE);
			put_kind_of_name(b, part + 1);
			der_end(b, one);
		}
		der_end(b, mark);
	}
	free(copy);
}

static void
put_constraints(struct bytes *b, const struct spec_line *l)
{
	bool critical = true;
	const char *value = extension_arg(l, "nc", "-", &critical);
	struct made_ext x;
	size_t mark;

	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x1e"), critical);
	mark = der_begin(b, DER_SEQUENCE);
	put_subtrees(b, DER_CONTEXT(0), value, '+');
	put_subtrees(b, DER_CONTEXT(1), value, '-');
	der_end(b, mark);
	make_ext_end(b, x);
}

/* ---- where lists are ---- */

static void
put_point(struct bytes *b, char *text)
{
	size_t mark = der_begin(b, DER_SEQUENCE), names, name;
	char *part;

	while ((part = make_part(&text, ",")) != NULL) {
		if (strncmp(part, "reasons:", 8) == 0) {
			make_bits(b, DER_CONTEXT_PRIM(1), part + 8,
			    make_reasons);
			continue;
		}
		name = 0;
		if (strncmp(part, "issuer:", 7) != 0)
			name = der_begin(b, DER_CONTEXT(0));
		names = der_begin(b, DER_CONTEXT(name != 0 ? 0 : 2));
		put_general_name(b, strncmp(part, "uri:", 4) == 0 ? "uri" :
		    "dir", strchr(part, ':') + 1);
		der_end(b, names);
		if (name != 0)
			der_end(b, name);
	}
	der_end(b, mark);
}

static void
put_points(struct bytes *b, const struct spec_line *l)
{
	bool critical = false;
	const char *value = extension_arg(l, "cdp", "-", &critical);
	char *copy, *rest, *part;
	struct made_ext x;
	size_t mark;

	if (value == NULL)
		return;
	x = make_ext_begin(b, OID("\x55\x1d\x1f"), critical);
	mark = der_begin(b, DER_SEQUENCE);
	copy = rest = copy_of(value);
	while ((part = make_part(&rest, "|")) != NULL)
		put_point(b, part);
	free(copy);
	der_end(b, mark);
	make_ext_end(b, x);
}

static void
put_unknown(struct bytes *b, const struct spec_line *l)
{
	const char *value = spec_arg(l, "x", NULL);
	struct made_ext x;

	if (value == NULL)
		return;
	/* id-ce 99 for "arc". */
	x = make_ext_begin(b, strcmp(value, "arc") == 0 ? OID("\x55\x1d\x63") :
	    OID("\x2b\x06\x01\x04\x01\x86\x8d\x1f\x02\x01"),
	    strcmp(value, "non") != 0);
	der_put_null(b);
	make_ext_end(b, x);
}

/* ---- the certificate ---- */

static void
put_extensions(struct bytes *b, struct made_cert *c, const struct made_cert *up)
{
	const struct spec_line *l = c->line;
	size_t outer = der_begin(b, DER_CONTEXT(3));
	size_t mark = der_begin(b, DER_SEQUENCE);

	put_identifiers(b, c, up);
	put_usages(b, l, strcmp(l->kind, "ee") != 0);
	put_eku(b, l);
	put_alt_names(b, l);
	put_policies(b, l);
	put_mappings(b, l);
	put_policy_limits(b, l);
	put_constraints(b, l);
	put_points(b, l);
	put_unknown(b, l);
	der_end(b, mark);
	der_end(b, outer);
}

static void
put_names(struct made_cert *c, const struct made_cert *up)
{
	const struct spec_line *l = c->line;
	const char *name = spec_arg(l, "subject", NULL);
	char usual[128];

	snprintf(usual, sizeof(usual), "C=XX/O=Paths/CN=%s",
	    spec_arg(l, "as", l->id));
	make_name(&c->subject, name != NULL ? name : usual);
	name = spec_arg(l, "issuer", NULL);
	if (name != NULL)
		make_name(&c->issuer, name);
	else
		bytes_add_view(&c->issuer, view_bytes(&up->subject));
}

static void
put_tbs(struct bytes *b, struct made_cert *c, const struct made_cert *up,
    const EVP_PKEY *signer, const char *digest)
{
	const struct spec_line *l = c->line;
	const char *version = spec_arg(l, "v", "3");
	const char *bad = spec_arg(l, "bad", "");
	size_t mark = der_begin(b, DER_SEQUENCE), part;
	unsigned char *spki = NULL;
	int len;

	if (*version != '1') {
		part = der_begin(b, DER_CONTEXT(0));
		der_put_uint(b, strtoul(version, NULL, 10) - 1);
		der_end(b, part);
	}
	der_put_uint(b, c->serial);
	make_algorithm(b, signer, strcmp(bad, "alg") == 0 ? "sha1" : digest);
	bytes_add_view(b, view_bytes(&c->issuer));
	part = der_begin(b, DER_SEQUENCE);
	make_time(b, spec_arg(l, "from", "20200101"));
	make_time(b, spec_arg(l, "to", "20400101"));
	der_end(b, part);
	bytes_add_view(b, view_bytes(&c->subject));
	len = i2d_PUBKEY(c->key, &spki);
	bytes_add(b, spki, (size_t)len);
	OPENSSL_free(spki);
	if (*version != '1' || spec_arg(l, "ext1", NULL) != NULL)
		put_extensions(b, c, up);
	der_end(b, mark);
}

const struct made_cert *
made_find(const struct made *m, const char *id)
{
	for (size_t i = 0; i < m->count; i++)
		if (strcmp(m->certs[i].line->id, id) == 0)
			return &m->certs[i];
	spec_die("no such certificate", id);
}

static void
make_cert(struct made *m, const struct spec_line *l)
{
	struct made_cert *c = &m->certs[m->count];
	const char *by = spec_arg(l, "by", NULL), *name, *digest;
	const struct made_cert *up = by != NULL ? made_find(m, by) : c;
	struct bytes tbs = BYTES_INIT;
	char usual[64], number[16];
	EVP_PKEY *signer;

	snprintf(usual, sizeof(usual), "p256:%s", spec_arg(l, "as", l->id));
	snprintf(number, sizeof(number), "%zu", m->count + 1);
	c->line = l;
	c->key = keys_get(spec_arg(l, "key", usual));
	c->serial = (unsigned)strtoul(spec_arg(l, "serial", number), NULL, 10);
	c->is_root = strcmp(l->kind, "root") == 0;
	c->is_hidden = spec_arg(l, "hidden", NULL) != NULL;
	name = spec_arg(l, "signer", NULL);
	signer = name != NULL ? keys_get(name) : up->key;
	digest = make_digest(signer, spec_arg(l, "md", "sha256"));
	put_names(c, up);
	put_tbs(&tbs, c, up, signer, digest);
	make_signed(&c->der, view_bytes(&tbs), signer, digest,
	    spec_arg(l, "bad", NULL));
	bytes_clear(&tbs);
	if (strcmp(l->id, m->spec->leaf) == 0)
		m->leaf = m->count;
	m->count++;
}

void
make_case(const struct spec *s, struct made *m)
{
	memset(m, 0, sizeof(*m));
	m->spec = s;
	m->leaf = MADE_MAX;
	for (size_t i = 0; i < s->count; i++) {
		if (strcmp(s->lines[i].kind, "crl") == 0)
			make_crl(m, &s->lines[i]);
		else
			make_cert(m, &s->lines[i]);
	}
	if (m->leaf == MADE_MAX)
		spec_die("the leaf is not there", s->name);
}

void
made_clear(struct made *m)
{
	for (size_t i = 0; i < m->count; i++) {
		bytes_clear(&m->certs[i].der);
		bytes_clear(&m->certs[i].subject);
		bytes_clear(&m->certs[i].issuer);
	}
	for (size_t i = 0; i < m->crl_count; i++)
		bytes_clear(&m->crls[i]);
}
