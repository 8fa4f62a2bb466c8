#include "entry.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/text.h"
#include "cert/certname.h"
#include "cert/spki.h"

/* ---- the certificate ---- */

/* Something to call it by, in any case: URIs and nicknames are made of it. */
static bool
make_label(struct entry *x, struct err *e)
{
	const struct cert *c = x->cert;

	if (c->friendly_name != NULL && *c->friendly_name != '\0') {
		x->label = c->friendly_name;
		return true;
	}
	certname_display(c->scan.subject, &x->made_label);
	if (x->made_label.len == 0)
		text_add_hex(&x->made_label, view_of(c->sha1, SHA1_LEN));
	bytes_add_u8(&x->made_label, 0);
	if (!bytes_ok(&x->made_label, e))
		return false;
	x->label = (const char *)x->made_label.data;
	return true;
}

struct entry *
entry_new(struct cert *c, enum shelf shelf, struct err *e)
{
	struct entry *x = calloc(1, sizeof(*x));

	if (x == NULL) {
		cert_free(c);
		err_memory(e);
		return NULL;
	}
	x->cert = c;
	x->shelf = shelf;
	/* What a subjectKeyIdentifier is (RFC 5280, 4.2.1.2, method 1), and
	 * what other stores name a key by. */
	sha1_of(c->scan.key_bits, x->key_id);
	der_put(&x->serial, DER_INTEGER, c->scan.serial);
	if (!bytes_ok(&x->serial, e) || !make_label(x, e)) {
		entry_free(x);
		return NULL;
	}
	return x;
}

void
entry_free(struct entry *x)
{
	if (x == NULL)
		return;
	EVP_PKEY_free(x->opened);
	bytes_clear(&x->key.spki);
	bytes_clear(&x->key.point);
	bytes_clear(&x->made_label);
	bytes_clear(&x->serial);
	cert_free(x->cert);
	free(x);
}

/* ---- its public key ---- */

static bool
open_spki(struct view spki, struct tlv *oid, struct tlv *params,
    struct view *bits)
{
	struct der d = der_open(spki), seq, alg;
	struct tlv t;

	if (!der_enter(&d, DER_SEQUENCE, &seq) ||
	    !der_enter(&seq, DER_SEQUENCE, &alg) ||
	    !der_take(&alg, DER_OID, oid) || !der_next(&alg, params) ||
	    !der_take(&seq, DER_BIT_STRING, &t) || t.body.len < 2)
		return false;
	*bits = view_sub(t.body, 1, t.body.len - 1);
	return true;
}

static bool
open_rsa(struct view bits, struct public_key *k)
{
	struct der d = der_open(bits), seq;
	struct tlv t;

	k->type = CKK_RSA;
	return der_enter(&d, DER_SEQUENCE, &seq) &&
	    der_take(&seq, DER_INTEGER, &t) &&
	    der_magnitude(t.body, &k->modulus) &&
	    der_take(&seq, DER_INTEGER, &t) &&
	    der_magnitude(t.body, &k->exponent);
}

/* Only curves that have a name, and points that are written out: what spki.h
 * makes of every other one, too. */
static bool
open_ec(const struct tlv *params, struct view bits, struct public_key *k)
{
	if (params->tag != DER_OID || bits.data[0] != 0x04)
		return false;
	k->type = CKK_EC;
	k->curve = params->whole;
	der_put(&k->point, DER_OCTET_STRING, bits);
	return true;
}

static bool
open_key(struct public_key *k)
{
	struct tlv oid, params;
	struct view bits;

	if (!open_spki(view_bytes(&k->spki), &oid, &params, &bits))
		return false;
	if (der_oid_is(oid.body, OID_RSA))
		return open_rsa(bits, k);
	return der_oid_is(oid.body, OID_EC) && open_ec(&params, bits, k);
}

bool
entry_add_key(struct entry *x, const struct keyname *name, bool is_protected,
    struct err *e)
{
	if (!spki_canonical(x->cert->scan.spki, &x->key.spki, e))
		return false;
	if (!open_key(&x->key))
		return true;
	x->key.bits = certscan_key_bits(&x->cert->scan);
	x->key_name = *name;
	x->is_protected = is_protected;
	x->has_key = true;
	return bytes_ok(&x->key.point, e);
}
