#include "token/parts.h"

#include <string.h>

#include "asn1/der.h"
#include "base/sha.h"
#include "base/text.h"
#include "cert/spki.h"
#include "formats/key/pkcs8.h"

static const CK_BBOOL yes = CK_TRUE, no = CK_FALSE;
static const CK_ULONG type_rsa = CKK_RSA, type_ec = CKK_EC;

const CK_ULONG token_private = CKO_PRIVATE_KEY;
const CK_ULONG token_public = CKO_PUBLIC_KEY;

static void
put_attribute(struct token_template *m, CK_ATTRIBUTE_TYPE type, struct view v)
{
	CK_ATTRIBUTE *a = &m->a[m->count++];

	a->type = type;
	/* Modules only read it. */
	a->pValue = (void *)(uintptr_t)v.data;
	a->ulValueLen = v.len;
}

static void
put_bool(struct token_template *m, CK_ATTRIBUTE_TYPE type, bool value)
{
	put_attribute(m, type, view_of(value ? &yes : &no, sizeof(yes)));
}

static void
put_ulong(struct token_template *m, CK_ATTRIBUTE_TYPE type,
    const CK_ULONG *value)
{
	put_attribute(m, type, view_of(value, sizeof(*value)));
}

/* ---- a key ---- */

void
token_key_clear(struct token_key *p)
{
	bytes_clear(&p->point);
	bytes_clear(&p->id);
	bytes_clear(&p->label);
}

static bool
open_numbers(const struct key *k, struct view bits, struct token_key *p,
    struct err *e)
{
	struct view params, private_key;

	if (k->algorithm != KEY_RSA && k->algorithm != KEY_EC)
		return err_set(e, ERR_UNSUPPORTED, "%s keys cannot be put on a "
		    "token, only RSA and EC", k->algorithm_name);
	if (!pkcs8_parts(k, &params, &private_key, e))
		return false;
	if (k->algorithm == KEY_RSA) {
		p->type = &type_rsa;
		p->decrypts = k->spec != AT_SIGNATURE;
		return rsakey_numbers(private_key, &p->rsa, e);
	}
	p->type = &type_ec;
	p->curve = params;
	der_put(&p->point, DER_OCTET_STRING, bits);
	return bytes_ok(&p->point, e) &&
	    eckey_numbers(private_key, &p->ec, e);
}

static bool
choose_names(const struct token *t, const char *label, struct view bits,
    struct token_key *p, struct err *e)
{
	struct view id = token_uri_value(t, t->uri, CKA_ID),
	    object = token_uri_value(t, t->uri, CKA_LABEL);
	unsigned char sha1[SHA1_LEN];

	p->id_is_given = id.len != 0;
	sha1_of(bits, sha1);
	bytes_add_view(&p->id, id.len != 0 ? id : view_of(sha1, SHA1_LEN));
	if (label != NULL && *label != '\0')
		bytes_add_str(&p->label, label);
	else if (object.len != 0)
		bytes_add_view(&p->label, object);
	else
		text_add_hex(&p->label, view_bytes(&p->id));
	return bytes_ok(&p->id, e) && bytes_ok(&p->label, e);
}

bool
token_key_open(const struct token *t, const struct key *k, const char *label,
    struct token_key *p, struct err *e)
{
	struct spki s;

	if (!spki_open(view_bytes(&k->spki), &s))
		return err_set(e, ERR_INPUT, "the key has no public part");
	return open_numbers(k, s.bits, p, e) &&
	    choose_names(t, label, s.bits, p, e);
}

/* ---- templates ---- */

static void
put_common(struct token_template *m, const struct token_key *p,
    const CK_ULONG *class)
{
	put_ulong(m, CKA_CLASS, class);
	put_ulong(m, CKA_KEY_TYPE, p->type);
	put_bool(m, CKA_TOKEN, true);
	put_bool(m, CKA_PRIVATE, class == &token_private);
	put_attribute(m, CKA_ID, view_bytes(&p->id));
	put_attribute(m, CKA_LABEL, view_bytes(&p->label));
}

void
token_private_template(const struct token_key *p, struct token_template *m)
{
	put_common(m, p, &token_private);
	put_bool(m, CKA_SENSITIVE, true);
	put_bool(m, CKA_EXTRACTABLE, false);
	put_bool(m, CKA_SIGN, true);
	if (p->type == &type_ec) {
		put_attribute(m, CKA_EC_PARAMS, p->curve);
		put_attribute(m, CKA_VALUE, p->ec.x);
		return;
	}
	put_bool(m, CKA_DECRYPT, p->decrypts);
	put_attribute(m, CKA_MODULUS, p->rsa.n);
	put_attribute(m, CKA_PUBLIC_EXPONENT, p->rsa.e);
	put_attribute(m, CKA_PRIVATE_EXPONENT, p->rsa.d);
	put_attribute(m, CKA_PRIME_1, p->rsa.p);
	put_attribute(m, CKA_PRIME_2, p->rsa.q);
	put_attribute(m, CKA_EXPONENT_1, p->rsa.dp);
	put_attribute(m, CKA_EXPONENT_2, p->rsa.dq);
	put_attribute(m, CKA_COEFFICIENT, p->rsa.qinv);
}

void
token_public_template(const struct token_key *p, struct token_template *m)
{
	put_common(m, p, &token_public);
	put_bool(m, CKA_VERIFY, true);
	if (p->type == &type_ec) {
		put_attribute(m, CKA_EC_PARAMS, p->curve);
		put_attribute(m, CKA_EC_POINT, view_bytes(&p->point));
		return;
	}
	put_bool(m, CKA_ENCRYPT, p->decrypts);
	put_attribute(m, CKA_MODULUS, p->rsa.n);
	put_attribute(m, CKA_PUBLIC_EXPONENT, p->rsa.e);
}

void
token_search_id(const CK_ULONG *class, struct view id,
    struct token_template *m)
{
	put_ulong(m, CKA_CLASS, class);
	put_bool(m, CKA_TOKEN, true);
	put_attribute(m, CKA_ID, id);
}

void
token_search_public(const struct token_key *p, struct token_template *m)
{
	put_ulong(m, CKA_CLASS, &token_public);
	put_ulong(m, CKA_KEY_TYPE, p->type);
	put_bool(m, CKA_TOKEN, true);
	if (p->type == &type_ec)
		put_attribute(m, CKA_EC_POINT, view_bytes(&p->point));
	else
		put_attribute(m, CKA_MODULUS, p->rsa.n);
}
