#include "attribute.h"

#include <stdio.h>
#include <string.h>

#include "base/compiler.h"
#include "base/text.h"
#include "cert/certtime.h"
#include "module.h"

/* PKCS#11 3.0, which p11-kit's older headers do not have. */
#define ATTRIBUTE_UNIQUE_ID	0x00000004UL

enum {
	CERT	= 1 << 0,
	PUBLIC	= 1 << 1,
	PRIVATE	= 1 << 2,
	KEYS	= PUBLIC | PRIVATE,
	ALL	= CERT | KEYS,
};

/* What is the same for every object of a class. */
static const struct {
	CK_ATTRIBUTE_TYPE	type;
	unsigned		classes;
	CK_BBOOL		value;
} fixed[] = {
	{ CKA_TOKEN, ALL, CK_TRUE },
	{ CKA_MODIFIABLE, ALL, CK_FALSE },
	{ CKA_COPYABLE, ALL, CK_FALSE },
	{ CKA_DESTROYABLE, ALL, CK_FALSE },
	{ CKA_TRUSTED, CERT | PUBLIC, CK_FALSE },
	{ CKA_DERIVE, KEYS, CK_FALSE },
	/* Keys are made elsewhere and imported. */
	{ CKA_LOCAL, KEYS, CK_FALSE },
	{ CKA_ENCRYPT, PUBLIC, CK_FALSE },
	{ CKA_VERIFY, PUBLIC, CK_FALSE },
	{ CKA_VERIFY_RECOVER, PUBLIC, CK_FALSE },
	{ CKA_WRAP, PUBLIC, CK_FALSE },
	{ CKA_SENSITIVE, PRIVATE, CK_TRUE },
	{ CKA_ALWAYS_SENSITIVE, PRIVATE, CK_FALSE },
	{ CKA_EXTRACTABLE, PRIVATE, CK_FALSE },
	{ CKA_NEVER_EXTRACTABLE, PRIVATE, CK_FALSE },
	{ CKA_WRAP_WITH_TRUSTED, PRIVATE, CK_FALSE },
	{ CKA_SIGN, PRIVATE, CK_TRUE },
	{ CKA_SIGN_RECOVER, PRIVATE, CK_FALSE },
	{ CKA_DECRYPT, PRIVATE, CK_FALSE },
	{ CKA_UNWRAP, PRIVATE, CK_FALSE },
};

static const CK_ATTRIBUTE_TYPE sensitive[] = {
	CKA_PRIVATE_EXPONENT, CKA_PRIME_1, CKA_PRIME_2, CKA_EXPONENT_1,
	CKA_EXPONENT_2, CKA_COEFFICIENT, CKA_VALUE,
};

/* ---- values ---- */

static CK_RV
is(struct attribute *a, struct view v)
{
	a->value = v;
	return CKR_OK;
}

static CK_RV
is_text(struct attribute *a, const char *s)
{
	return is(a, view_str(s));
}

static CK_RV
is_in_room(struct attribute *a, const void *data, size_t len)
{
	memcpy(a->room, data, len);
	return is(a, view_of(a->room, len));
}

static CK_RV
is_number(struct attribute *a, CK_ULONG n)
{
	return is_in_room(a, &n, sizeof(n));
}

static CK_RV
is_bool(struct attribute *a, bool yes)
{
	const CK_BBOOL b = yes ? CK_TRUE : CK_FALSE;

	return is_in_room(a, &b, sizeof(b));
}

/* CK_DATE: YYYYMMDD; empty where it is not known. */
static CK_RV
is_date(struct attribute *a, bool known, int64_t t)
{
	char iso[CERTTIME_MAX], date[8];

	certtime_date(t, iso);
	if (!known || strlen(iso) != sizeof("2029-11-03") - 1)
		return is(a, view_of(NULL, 0));
	memcpy(date, iso, 4);
	memcpy(date + 4, iso + 5, 2);
	memcpy(date + 6, iso + 8, 2);
	return is_in_room(a, date, sizeof(date));
}

static unsigned
bit_of(CK_OBJECT_CLASS class)
{
	return class == CKO_CERTIFICATE ? CERT :
	    class == CKO_PUBLIC_KEY ? PUBLIC : PRIVATE;
}

static CK_RV
unique_id(const struct object *o, struct attribute *a)
{
	const char *kind = o->class == CKO_CERTIFICATE ? "cert" :
	    o->class == CKO_PUBLIC_KEY ? "public" : "private";
	char hex[2 * SHA1_LEN + 1], text[ATTRIBUTE_ROOM];

	text_hex(view_of(o->entry->cert->sha1, SHA1_LEN), hex, sizeof(hex));
	snprintf(text, sizeof(text), "%s-%s", hex, kind);
	return is_in_room(a, text, strlen(text));
}

static CK_RV
common(const struct object *o, CK_ATTRIBUTE_TYPE type, struct attribute *a)
{
	const struct entry *x = o->entry;
	const struct certscan *s = &x->cert->scan;

	switch (type) {
	case CKA_CLASS:
		return is_number(a, o->class);
	case CKA_PRIVATE:
		return is_bool(a, o->class == CKO_PRIVATE_KEY &&
		    x->is_protected);
	case CKA_LABEL:
		return is_text(a, x->label);
	case CKA_ID:
		return is(a, view_of(x->key_id, SHA1_LEN));
	case CKA_SUBJECT:
		return is(a, s->subject);
	case CKA_START_DATE:
		return is_date(a, s->has_validity, s->not_before);
	case CKA_END_DATE:
		return is_date(a, s->has_validity, s->not_after);
	case CKA_PUBLIC_KEY_INFO:
		return is(a, o->class == CKO_CERTIFICATE ? s->spki :
		    view_bytes(&x->key.spki));
	case ATTRIBUTE_UNIQUE_ID:
		return unique_id(o, a);
	default:
		return CKR_ATTRIBUTE_TYPE_INVALID;
	}
}

enum { CATEGORY_UNSPECIFIED, CATEGORY_TOKEN_USER, CATEGORY_AUTHORITY,
	CATEGORY_OTHER, CHECK_VALUE_LEN = 3, NO_DOMAIN = 0 };

static CK_ULONG
category(const struct entry *x)
{
	if (x->shelf == SHELF_MY)
		return x->has_key ? CATEGORY_TOKEN_USER : CATEGORY_OTHER;
	return CATEGORY_AUTHORITY;
}

static CK_RV
of_certificate(const struct entry *x, CK_ATTRIBUTE_TYPE type,
    struct attribute *a)
{
	switch (type) {
	case CKA_CERTIFICATE_TYPE:
		return is_number(a, CKC_X_509);
	case CKA_CERTIFICATE_CATEGORY:
		return is_number(a, category(x));
	case CKA_CHECK_VALUE:
		return is(a, view_of(x->cert->sha1, CHECK_VALUE_LEN));
	case CKA_ISSUER:
		return is(a, x->cert->scan.issuer);
	case CKA_SERIAL_NUMBER:
		return is(a, view_bytes(&x->serial));
	case CKA_VALUE:
		return is(a, view_bytes(&x->cert->der));
	case CKA_URL:
		return is(a, view_of(NULL, 0));
	case CKA_JAVA_MIDP_SECURITY_DOMAIN:
		return is_number(a, NO_DOMAIN);
	default:
		return CKR_ATTRIBUTE_TYPE_INVALID;
	}
}

/* ---- keys ---- */

static CK_RV
of_rsa(const struct object *o, CK_ATTRIBUTE_TYPE type, struct attribute *a)
{
	const struct public_key *k = &o->entry->key;

	if (type == CKA_MODULUS)
		return is(a, k->modulus);
	if (type == CKA_PUBLIC_EXPONENT)
		return is(a, k->exponent);
	if (type == CKA_MODULUS_BITS && o->class == CKO_PUBLIC_KEY)
		return is_number(a, k->bits);
	return CKR_ATTRIBUTE_TYPE_INVALID;
}

static CK_RV
of_ec(const struct object *o, CK_ATTRIBUTE_TYPE type, struct attribute *a)
{
	const struct public_key *k = &o->entry->key;

	if (type == CKA_EC_PARAMS)
		return is(a, k->curve);
	/* Not of the private key's own, but looked for there all the same. */
	if (type == CKA_EC_POINT)
		return is(a, view_bytes(&k->point));
	return CKR_ATTRIBUTE_TYPE_INVALID;
}

static CK_RV
of_key(const struct object *o, CK_ATTRIBUTE_TYPE type, struct attribute *a)
{
	const struct entry *x = o->entry;

	switch (type) {
	case CKA_KEY_TYPE:
		return is_number(a, x->key.type);
	case CKA_KEY_GEN_MECHANISM:
		return is_number(a, CK_UNAVAILABLE_INFORMATION);
	default:
		return x->key.type == CKK_RSA ? of_rsa(o, type, a) :
		    of_ec(o, type, a);
	}
}

static CK_RV
of_private_key(const struct object *o, CK_ATTRIBUTE_TYPE type,
    struct attribute *a)
{
	for (size_t n = 0; n < COUNT_OF(sensitive); n++)
		if (sensitive[n] == type)
			return CKR_ATTRIBUTE_SENSITIVE;
	if (type == CKA_ALWAYS_AUTHENTICATE)
		return is_bool(a, o->entry->is_protected &&
		    !module.options.login);
	return of_key(o, type, a);
}

CK_RV
attribute_get(const struct object *o, CK_ATTRIBUTE_TYPE type,
    struct attribute *a)
{
	CK_RV rv;

	for (size_t n = 0; n < COUNT_OF(fixed); n++)
		if (fixed[n].type == type &&
		    (fixed[n].classes & bit_of(o->class)) != 0)
			return is_bool(a, fixed[n].value == CK_TRUE);
	rv = common(o, type, a);
	if (rv != CKR_ATTRIBUTE_TYPE_INVALID)
		return rv;
	switch (o->class) {
	case CKO_CERTIFICATE:
		return of_certificate(o->entry, type, a);
	case CKO_PUBLIC_KEY:
		return of_key(o, type, a);
	default:
		return of_private_key(o, type, a);
	}
}
