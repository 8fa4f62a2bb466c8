#include "formats/pfx/bags.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/text.h"
#include "formats/key/pkcs8.h"

enum {
	NESTING_MAX	= 4,
	PLAIN_DEPTH	= 32,
};

/* ---- octets and decryption ---- */

bool
pfx_octets(struct view element, struct bytes *mem, struct view *out,
    struct err *e)
{
	struct der d = der_open(element);
	struct tlv t;

	if (der_peek(&d) == DER_CONTEXT(0) &&
	    !der_enter(&d, DER_CONTEXT(0), &d))
		return err_set(e, ERR_INPUT, "a malformed element");
	if (!der_next(&d, &t) || !der_end_reached(&d) ||
	    (t.tag & ~0x20u) != DER_OCTET_STRING)
		return err_set(e, ERR_INPUT, "expected an OCTET STRING");
	return ber_string(&t, mem, out, e);
}

/* One wrong password in 256 leaves a padding that looks right. */
static bool
check_structure(struct view v, struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct err why = ERR_INIT;
	struct view out;
	size_t used = 0;
	bool ok;

	ok = v.len != 0 && v.data[0] == DER_SEQUENCE &&
	    ber_definite(v, PLAIN_DEPTH, &mem, &out, &used, &why) &&
	    used == v.len;
	bytes_clear(&mem);
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	return ok || err_set(e, ERR_PASSWORD, "wrong password, or damaged "
	    "(what was decrypted is not ASN.1)");
}

static bool
decrypt_once(struct view algorithm, struct view data,
    const struct pbe_password *password, struct secret *plain, struct err *e)
{
	if (!pbe_decrypt(algorithm, data, password, plain, e))
		return false;
	if (check_structure(secret_view(plain), e))
		return true;
	secret_clear(plain);
	return false;
}

static bool
is_pbes2(struct view algorithm)
{
	struct der d = der_open(algorithm), seq;
	struct tlv oid;

	return der_enter(&d, DER_SEQUENCE, &seq) &&
	    der_take(&seq, DER_OID, &oid) && der_oid_is(oid.body, OID_PBES2);
}

/*
 * Other forms of a password that its own form did not open. Old NSS took the
 * UTF-16 form as PBES2's bytes, with the terminator or without; and a file may
 * use one form of the empty password for its MAC and the other for its parts.
 * False without a new sentence when there is no other form.
 */
static bool
decrypt_odd(struct view algorithm, struct view data,
    const struct pbe_password *password, struct secret *plain, struct err *e)
{
	struct pbe_password odd = PBE_PASSWORD_INIT;
	struct view bmp = secret_view(&password->bmp), form[2];
	bool pbes2 = is_pbes2(algorithm), ok = false;
	size_t count = 0;

	if (pbes2) {
		form[count++] = bmp;
		if (bmp.len >= 2)
			form[count++] = view_sub(bmp, 0, bmp.len - 2);
	} else if (password->raw.len == 0)
		form[count++] = view_of("\0", bmp.len == 0 ? 2 : 0);
	for (size_t i = 0; !ok && i < count; i++) {
		if (!secret_set(pbes2 ? &odd.raw : &odd.bmp, form[i], e))
			break;
		ok = decrypt_once(algorithm, data, &odd, plain, e);
		if (!ok && e->code != ERR_PASSWORD)
			break;
	}
	pbe_password_clear(&odd);
	return ok;
}

static bool
decrypt_form(struct view algorithm, struct view data,
    const struct pbe_password *form, struct secret *plain, struct err *e)
{
	return decrypt_once(algorithm, data, form, plain, e) ||
	    (e->code == ERR_PASSWORD &&
	    decrypt_odd(algorithm, data, form, plain, e));
}

static bool
decrypt_any(struct view algorithm, struct view data,
    const struct passforms *forms, struct secret *plain, struct err *e)
{
	for (size_t i = 0; i < forms->count; i++)
		if (decrypt_form(algorithm, data, &forms->form[i], plain, e))
			return true;
		else if (e->code != ERR_PASSWORD)
			break;
	return false;
}

bool
pfx_decrypt(const struct pfx_reading *r, struct view algorithm,
    struct view data, struct secret *plain, struct err *e)
{
	struct err why = ERR_INIT;

	if (decrypt_form(algorithm, data, r->password, plain, &why))
		return true;
	if (why.code == ERR_PASSWORD && r->mac_fits && r->forms->count > 1 &&
	    decrypt_any(algorithm, data, r->forms, plain, &why))
		return true;
	if (why.code == ERR_PASSWORD && r->mac_fits)
		return err_set(e, ERR_PASSWORD, "encrypted with another "
		    "password than the rest of the file, or damaged (the "
		    "password fits the MAC)");
	*e = why;
	return false;
}

/* A key may have a password of its own. */
static bool
decrypt_shrouded(const struct pfx_reading *r, struct view algorithm,
    struct view data, struct secret *plain, struct err *e)
{
	struct err why = ERR_INIT;

	if (pfx_decrypt(r, algorithm, data, plain, &why))
		return true;
	if (why.code == ERR_PASSWORD && r->key_forms->count != 0) {
		if (decrypt_any(algorithm, data, r->key_forms, plain, &why))
			return true;
		if (why.code == ERR_PASSWORD)
			return err_set(e, ERR_PASSWORD, "wrong password of "
			    "the key (-kp-from), or damaged");
	} else if (why.code == ERR_PASSWORD && r->mac_fits)
		err_add(&why, "; -kp-from gives the key's own password");
	*e = why;
	return false;
}

/* ---- attributes ---- */

/* The names point into memory of their own, the id into the bag. */
struct attributes {
	struct bytes	friendly_name;	/* UTF-8 */
	struct bytes	csp_name;
	struct view	local_key_id;
};
#define ATTRIBUTES_INIT { BYTES_INIT, BYTES_INIT, VIEW_INIT }

/* A string of a set's first value. Some programs write UTF-8 where the
 * standard says BMPString, and some a set without a value. */
static void
take_attribute_text(struct view set, struct bytes *out)
{
	struct der d = der_open(set);
	struct tlv t;

	if (out->len != 0)
		return;
	if (der_take(&d, DER_BMP_STRING, &t))
		text_from_utf16(t.body, TEXT_BE, true, out);
	else if (der_take(&d, DER_UTF8_STRING, &t) && text_is_utf8(t.body))
		bytes_add(out, t.body.data, t.body.len == 0 ? 0 :
		    strnlen((const char *)t.body.data, t.body.len));
}

/* Attributes are hints: what cannot be understood is passed over. */
static bool
read_attributes(struct view set, struct attributes *a, struct err *e)
{
	struct der all = der_open(set), one, value;
	struct tlv oid, values, id;

	while (der_enter(&all, DER_SEQUENCE, &one)) {
		if (!der_take(&one, DER_OID, &oid) ||
		    !der_take(&one, DER_SET, &values))
			continue;
		value = der_open(values.body);
		if (der_oid_is(oid.body, OID_FRIENDLY_NAME))
			take_attribute_text(values.body, &a->friendly_name);
		else if (der_oid_is(oid.body, OID_CSP_NAME))
			take_attribute_text(values.body, &a->csp_name);
		else if (der_oid_is(oid.body, OID_LOCAL_KEY_ID) &&
		    der_take(&value, DER_OCTET_STRING, &id))
			a->local_key_id = id.body;
	}
	return bytes_ok(&a->friendly_name, e) && bytes_ok(&a->csp_name, e);
}

static void
forget_attributes(struct attributes *a)
{
	bytes_clear(&a->friendly_name);
	bytes_clear(&a->csp_name);
}

/* A copy as a C string; NULL stays NULL for an empty name. */
static bool
copy_name(const struct bytes *b, char **name, struct err *e)
{
	if (b->len == 0)
		return true;
	free(*name);
	*name = strndup((const char *)b->data, b->len);
	return *name != NULL || err_memory(e);
}

/* ---- one bag ---- */

struct bag {
	struct view	oid;
	struct view	value;		/* whole element inside the [0] */
	struct view	attributes;	/* body of the SET, or empty */
};

static bool
open_bag(struct view der, struct bag *b, struct err *e)
{
	struct asn a = ASN_INIT;
	struct der d, inner;
	struct tlv t;

	if (!asn_decode(&a, "SafeBag", der, "SafeBag", e))
		return false;
	b->oid = asn_body(&a, "bagId");
	b->attributes = asn_body(&a, "bagAttributes");
	d = der_open(asn_whole(&a, "bagValue"));
	asn_clear(&a);
	if (!der_enter(&d, DER_CONTEXT(0), &inner) || !der_next(&inner, &t) ||
	    !der_end_reached(&inner))
		return err_set(e, ERR_INPUT, "a SafeBag whose value is not "
		    "one element");
	b->value = t.whole;
	return true;
}

/* Whole AlgorithmIdentifier, and the encrypted octets as they stand. */
static bool
open_shrouded(struct view value, struct view *algorithm, struct view *data,
    struct err *e)
{
	struct asn a = ASN_INIT;

	if (!asn_decode(&a, "EncryptedPrivateKeyInfo", value, "encrypted "
	    "private key", e))
		return false;
	*algorithm = asn_whole(&a, "algorithm");
	*data = asn_whole(&a, "data");
	asn_clear(&a);
	/* libtasn1 takes an empty SEQUENCE for any. */
	return algorithm->len != 0 || err_set(e, ERR_INPUT, "truncated or malformed "
	    "encrypted private key");
}

static struct key *
decrypt_key(struct pfx_reading *r, struct view value, struct err *e)
{
	struct bytes mem = BYTES_INIT, definite = BYTES_INIT;
	struct view algorithm, data, info;
	struct secret plain = SECRET_INIT;
	struct key *k = NULL;
	size_t used;

	if (!open_shrouded(value, &algorithm, &data, e) ||
	    !pfx_octets(data, &mem, &data, e) ||
	    !decrypt_shrouded(r, algorithm, data, &plain, e) ||
	    !ber_definite(secret_view(&plain), PLAIN_DEPTH, &definite, &info,
	    &used, e))
		goto out;
	k = pkcs8_read(info, r->limits, e);
	if (k != NULL)
		k->was_encrypted = true;
 out:
	secret_clear(&plain);
	bytes_clear(&mem);
	bytes_clear(&definite);
	return k;
}

/* Takes ownership of k, which may be NULL: the error is set then. */
static bool
keep_bag_key(struct pfx_reading *r, struct key *k, const struct attributes *a,
    struct err *e)
{
	if (k == NULL)
		return false;
	if (!copy_name(&a->friendly_name, &k->friendly_name, e) ||
	    !copy_name(&a->csp_name, &k->csp_name, e) ||
	    !bytes_set(&k->local_key_id, a->local_key_id, e)) {
		key_free(k);
		return false;
	}
	return keylist_add(&r->contents->keys, k, e);
}

static bool
keep_bag_cert(struct pfx_reading *r, struct view der, const struct attributes *a,
    struct err *e)
{
	struct cert *c;

	c = cert_new(der, e);
	if (c == NULL)
		return err_in(e, "certificate");
	if (!copy_name(&a->friendly_name, &c->friendly_name, e) ||
	    !bytes_set(&c->local_key_id, a->local_key_id, e)) {
		cert_free(c);
		return false;
	}
	return certlist_add(&r->contents->certs, c, e);
}

static bool
read_cert_bag(struct pfx_reading *r, struct view value,
    const struct attributes *at, struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct asn a = ASN_INIT;
	struct view id, der;
	bool ok = false;

	if (!asn_decode(&a, "CertBag", value, "CertBag", e))
		goto out;
	id = asn_body(&a, "certId");
	der = asn_whole(&a, "certValue");
	/* libtasn1 takes an empty SEQUENCE for any. */
	if (id.len == 0 || der.len == 0) {
		err_set(e, ERR_INPUT, "truncated or malformed CertBag");
		goto out;
	}
	if (!der_oid_is(id, OID_X509_CERT)) {
		r->contents->others++;
		ok = true;
		goto out;
	}
	ok = pfx_octets(der, &mem, &der, e) && keep_bag_cert(r, der, at, e);
 out:
	asn_clear(&a);
	bytes_clear(&mem);
	return ok;
}

static bool	read_bags(struct pfx_reading *r, struct view safe_contents,
    struct err *e);

static bool
read_bag(struct pfx_reading *r, struct view der, struct err *e)
{
	struct attributes at = ATTRIBUTES_INIT;
	struct contents *c = r->contents;
	struct bag b;
	bool ok;

	if (!open_bag(der, &b, e))
		return false;
	ok = read_attributes(b.attributes, &at, e);
	if (!ok)
		goto out;
	if (der_oid_is(b.oid, OID_KEY_BAG))
		ok = keep_bag_key(r, pkcs8_read(b.value, r->limits, e), &at, e);
	else if (der_oid_is(b.oid, OID_SHROUDED_KEY_BAG) && r->public_only)
		ok = true;
	else if (der_oid_is(b.oid, OID_SHROUDED_KEY_BAG))
		ok = keep_bag_key(r, decrypt_key(r, b.value, e), &at, e);
	else if (der_oid_is(b.oid, OID_CERT_BAG))
		ok = read_cert_bag(r, b.value, &at, e);
	else if (der_oid_is(b.oid, OID_SAFE_CONTENTS_BAG))
		ok = read_bags(r, b.value, e);
	else if (der_oid_is(b.oid, OID_CRL_BAG))
		c->crls++;
	else
		c->others++;
 out:
	forget_attributes(&at);
	return ok;
}

/* Depth was bounded by the survey. */
static bool
read_bags(struct pfx_reading *r, struct view safe_contents, struct err *e)
{
	struct der d = der_open(safe_contents), bags;
	struct tlv t;

	if (!der_enter(&d, DER_SEQUENCE, &bags))
		return err_set(e, ERR_INPUT, "not SafeContents");
	for (size_t n = 1; der_next(&bags, &t); n++)
		if (!read_bag(r, t.whole, e))
			return err_in(e, "bag %zu", n);
	return true;
}

bool
pfx_bags_read(struct pfx_reading *r, struct view safe_contents, struct err *e)
{
	return read_bags(r, safe_contents, e);
}

/* ---- the survey ---- */

static bool	survey_bags(struct pfx_reading *r, struct view safe_contents,
    unsigned depth, struct err *e);

bool
pfx_survey_encryption(struct pfx_reading *r, struct view algorithm,
    struct err *e)
{
	return pbe_cost(algorithm, r->limits, &r->tally.iterations, e) &&
	    pbe_find_oddity(algorithm, &r->tally.odd, e);
}

/* Where certutil -protectTo and the wizard's "Group or user names" put the
 * password, encrypted for these alone. */
static bool
is_for_principal(struct view value)
{
	struct der d = der_open(value), seq;
	struct tlv type;

	return der_enter(&d, DER_SEQUENCE, &seq) &&
	    der_take(&seq, DER_OID, &type) &&
	    der_oid_is(type.body, OID_PROTECTED_PASSWORD);
}

static bool
survey_bag(struct pfx_reading *r, struct view der, unsigned depth,
    struct err *e)
{
	struct view algorithm, data;
	struct bag b;

	if (!open_bag(der, &b, e))
		return false;
	if (der_oid_is(b.oid, OID_SAFE_CONTENTS_BAG)) {
		if (depth == NESTING_MAX)
			return err_set(e, ERR_LIMIT, "bags nested more than "
			    "%d deep", NESTING_MAX);
		return survey_bags(r, b.value, depth + 1, e);
	}
	if (der_oid_is(b.oid, OID_SECRET_BAG))
		r->tally.for_principal |= is_for_principal(b.value);
	if (!der_oid_is(b.oid, OID_SHROUDED_KEY_BAG))
		return true;
	r->tally.encrypted++;
	return open_shrouded(b.value, &algorithm, &data, e) &&
	    pfx_survey_encryption(r, algorithm, e);
}

static bool
survey_bags(struct pfx_reading *r, struct view safe_contents, unsigned depth,
    struct err *e)
{
	struct der d = der_open(safe_contents), bags;
	size_t max = (size_t)limit_of(r->limits, LIMIT_BAGS), count;
	struct tlv t;

	if (!der_enter(&d, DER_SEQUENCE, &bags) || !der_end_reached(&d) ||
	    !der_count(bags.rest, max, &count))
		return err_set(e, ERR_INPUT, "truncated or malformed SafeContents");
	/* The count stops one above the limit. */
	r->tally.bags += count;
	if (!limit_check(r->limits, LIMIT_BAGS, r->tally.bags, "bags", e))
		return false;
	for (size_t n = 1; der_next(&bags, &t); n++)
		if (!survey_bag(r, t.whole, depth, e))
			return err_in(e, "bag %zu", n);
	return true;
}

bool
pfx_bags_survey(struct pfx_reading *r, struct view safe_contents,
    struct err *e)
{
	return survey_bags(r, safe_contents, 0, e);
}
