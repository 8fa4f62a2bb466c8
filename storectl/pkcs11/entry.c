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

/* Of EC, only curves that have a name, and points that are written out: what
 * spki.h makes of every other one, too. */
static bool
read_public_key(struct public_key *k)
{
	struct spki s;

	if (!spki_open(view_bytes(&k->spki), &s))
		return false;
	if (der_oid_is(s.oid, OID_RSA)) {
		k->type = CKK_RSA;
		return spki_rsa(s.bits, &k->modulus, &k->exponent);
	}
	if (!der_oid_is(s.oid, OID_EC) || s.params.len == 0 ||
	    s.params.data[0] != DER_OID || s.bits.data[0] != 0x04)
		return false;
	k->type = CKK_EC;
	k->curve = s.params;
	der_put(&k->point, DER_OCTET_STRING, s.bits);
	return true;
}

bool
entry_add_key(struct entry *x, const struct keyname *name, bool is_protected,
    struct err *e)
{
	if (!spki_canonical(x->cert->scan.spki, &x->key.spki, e))
		return false;
	if (!read_public_key(&x->key))
		return true;
	x->key.bits = certscan_key_bits(&x->cert->scan);
	x->key_name = *name;
	x->is_protected = is_protected;
	x->has_key = true;
	return bytes_ok(&x->key.point, e);
}
