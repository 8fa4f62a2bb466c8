#include "cert/key.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/array.h"
#include "cert/spki.h"

struct key *
key_new(struct err *e)
{
	struct key *k = calloc(1, sizeof(*k));

	if (k == NULL)
		err_memory(e);
	return k;
}

void
key_free(struct key *k)
{
	if (k == NULL)
		return;
	secret_clear(&k->pkcs8);
	bytes_clear(&k->spki);
	bytes_clear(&k->local_key_id);
	free(k->friendly_name);
	free(k->csp_name);
	free(k);
}

bool
key_spki_sha256(const struct key *k, unsigned char out[SHA256_LEN])
{
	if (k->spki.len == 0)
		return false;
	sha256_of(view_bytes(&k->spki), out);
	return true;
}

const char *
key_spec_name(enum key_spec spec)
{
	return spec == AT_KEYEXCHANGE ? "AT_KEYEXCHANGE" :
	    spec == AT_SIGNATURE ? "AT_SIGNATURE" : "none";
}

static bool
same_public_key(const struct key *a, const struct key *b)
{
	if (a->spki.len != 0 || b->spki.len != 0)
		return view_equal(view_bytes(&a->spki), view_bytes(&b->spki));
	return secret_equal(&a->pkcs8, &b->pkcs8);
}

/* What the second copy of a key knows and the first does not. */
static void
fill_key_gaps(struct key *first, struct key *second)
{
	if (first->spec == KEY_SPEC_NONE)
		first->spec = second->spec;
	if (first->friendly_name == NULL) {
		first->friendly_name = second->friendly_name;
		second->friendly_name = NULL;
	}
	if (first->csp_name == NULL) {
		first->csp_name = second->csp_name;
		second->csp_name = NULL;
	}
	if (first->local_key_id.len == 0)
		bytes_move(&first->local_key_id, &second->local_key_id);
}

bool
keylist_add(struct keylist *l, struct key *k, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (same_public_key(l->items[i], k)) {
			fill_key_gaps(l->items[i], k);
			key_free(k);
			return true;
		}
	if (!array_room(&l->items, l->count, sizeof(*l->items), e)) {
		key_free(k);
		return false;
	}
	l->items[l->count++] = k;
	return true;
}

struct key *
keylist_take(struct keylist *l, size_t i)
{
	struct key *k = l->items[i];

	l->count--;
	memmove(l->items + i, l->items + i + 1,
	    (l->count - i) * sizeof(*l->items));
	return k;
}

void
keylist_clear(struct keylist *l)
{
	for (size_t i = 0; i < l->count; i++)
		key_free(l->items[i]);
	free(l->items);
	memset(l, 0, sizeof(*l));
}

/* ---- which certificate is this key's ---- */

/* The next INTEGERs of both agree; leading zeros do not count. */
static bool
same_integer(struct der *a, struct der *b)
{
	struct view ma, mb;
	struct tlv ta, tb;

	return der_take(a, DER_INTEGER, &ta) && der_take(b, DER_INTEGER, &tb) &&
	    der_magnitude(ta.body, &ma) && der_magnitude(tb.body, &mb) &&
	    view_equal(ma, mb);
}

static bool
same_sequence(struct view a, struct view b, int integers)
{
	struct der da = der_open(a), db = der_open(b), sa, sb;

	if (!der_enter(&da, DER_SEQUENCE, &sa) ||
	    !der_enter(&db, DER_SEQUENCE, &sb))
		return false;
	while (integers-- > 0)
		if (!same_integer(&sa, &sb))
			return false;
	return true;
}

/* rsaEncryption, RSAES-OAEP, RSASSA-PSS and X.500's name are one key with four
 * labels. */
static bool
same_rsa(const struct spki *key, const struct spki *cert)
{
	static const char family[] = "\x2a\x86\x48\x86\xf7\x0d\x01\x01";

	if (der_oid_is(cert->oid, OID_X500_RSA))
		return same_sequence(key->bits, cert->bits, 2);
	if (cert->oid.len != sizeof(family) ||
	    memcmp(cert->oid.data, family, sizeof(family) - 1) != 0)
		return false;
	return same_sequence(key->bits, cert->bits, 2);
}

/* A certificate may inherit p, q and g from its issuer and say nothing. */
static bool
same_dsa(const struct spki *key, const struct spki *cert)
{
	struct der a = der_open(key->bits), b = der_open(cert->bits);

	if (!view_equal(key->oid, cert->oid) || !same_integer(&a, &b))
		return false;
	return cert->params.len == 0 || cert->params.data[0] == DER_NULL ||
	    same_sequence(key->params, cert->params, 3);
}

/* Our own point is always uncompressed: 04 X Y. */
static bool
same_point(struct view key, struct view cert)
{
	size_t width;

	if (key.len < 3 || key.data[0] != 0x04 || cert.len < 2)
		return view_equal(key, cert);
	width = (key.len - 1) / 2;
	switch (cert.data[0]) {
	case 0x02:		/* compressed: X and the parity of Y */
	case 0x03:
		return cert.len == 1 + width &&
		    memcmp(cert.data + 1, key.data + 1, width) == 0 &&
		    (cert.data[0] & 1) == (key.data[key.len - 1] & 1);
	case 0x04:
	case 0x06:		/* hybrid: all of it */
	case 0x07:
		return cert.len == key.len &&
		    memcmp(cert.data + 1, key.data + 1, key.len - 1) == 0;
	default:
		return false;
	}
}

static bool
same_ec(const struct spki *key, const struct spki *cert)
{
	if (!view_equal(key->oid, cert->oid))
		return false;
	/* Curves written out as numbers are compared by the point alone. */
	if (key->params.len != 0 && cert->params.len != 0 &&
	    key->params.data[0] == DER_OID &&
	    cert->params.data[0] == DER_OID &&
	    !view_equal(key->params, cert->params))
		return false;
	return same_point(key->bits, cert->bits);
}

bool
key_matches_spki(const struct key *k, struct view spki)
{
	struct spki key, cert;

	if (!spki_open(view_bytes(&k->spki), &key) || !spki_open(spki, &cert))
		return false;
	switch (k->algorithm) {
	case KEY_RSA:
		return same_rsa(&key, &cert);
	case KEY_DSA:
		return same_dsa(&key, &cert);
	case KEY_EC:
		return same_ec(&key, &cert);
	case KEY_OTHER:
	case KEY_UNKNOWN:
		break;
	}
	return view_equal(key.oid, cert.oid) && view_equal(key.bits, cert.bits);
}

/* ---- its label ---- */

bool
key_open(const struct key *k, struct key_elements *x)
{
	struct der top = der_open(secret_view(&k->pkcs8)), info;

	if (!der_enter(&top, DER_SEQUENCE, &info) ||
	    !der_take(&info, DER_INTEGER, &x->version) ||
	    !der_take(&info, DER_SEQUENCE, &x->algorithm) ||
	    !der_take(&info, DER_OCTET_STRING, &x->octets))
		return false;
	x->rest = info.rest;
	return true;
}

static struct view
algorithm_of(struct view spki)
{
	struct der d = der_open(spki), seq;
	struct tlv t;

	return der_enter(&d, DER_SEQUENCE, &seq) &&
	    der_take(&seq, DER_SEQUENCE, &t) ? t.whole : view_of(NULL, 0);
}

bool
key_has_algorithm_of(const struct key *k, struct view spki)
{
	struct key_elements own;

	return key_open(k, &own) &&
	    view_equal(own.algorithm.whole, algorithm_of(spki));
}

bool
key_adopt_spki(struct key *k, struct view spki, struct err *e)
{
	if (k->algorithm != KEY_UNKNOWN || k->spki.len != 0 ||
	    !key_has_algorithm_of(k, spki))
		return true;
	return bytes_set(&k->spki, spki, e);
}

static void
put_labelled(struct bytes *out, const struct key_elements *own,
    struct view algorithm)
{
	size_t seq = der_begin(out, DER_SEQUENCE);

	bytes_add_view(out, own->version.whole);
	bytes_add_view(out, algorithm);
	bytes_add_view(out, own->octets.whole);
	bytes_add_view(out, own->rest);
	der_end(out, seq);
}

bool
key_take_label(struct key *k, struct view spki, struct err *e)
{
	const struct view algorithm = algorithm_of(spki);
	struct bytes plain = BYTES_INIT;
	struct key_elements own;
	struct spki public;
	bool ok;

	if (k->algorithm != KEY_RSA || !spki_open(spki, &public) ||
	    !der_oid_is(public.oid, OID_RSA) || !key_open(k, &own))
		return true;
	if (spki_open(view_bytes(&k->spki), &public) &&
	    der_oid_is(public.oid, OID_RSA))
		return true;
	put_labelled(&plain, &own, algorithm);
	ok = bytes_ok(&plain, e) &&
	    secret_set(&k->pkcs8, view_bytes(&plain), e) &&
	    bytes_set(&k->spki, spki, e);
	bytes_clear(&plain);
	snprintf(k->algorithm_name, sizeof(k->algorithm_name), "RSA");
	return ok;
}
