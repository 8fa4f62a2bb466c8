#include "chain/inherit.h"

#include <openssl/x509.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/osslctx.h"

bool
inherit_lacks_parameters(const struct cert *c)
{
	return c->scanned && der_oid_is(c->scan.key_oid, OID_DSA) &&
	    (c->scan.key_params.len == 0 ||
	    c->scan.key_params.data[0] == DER_NULL);
}

/* The key of x with the algorithm of `issuer`. */
static X509_PUBKEY *
joined(const X509 *issuer, const X509 *x)
{
	const unsigned char *bits;
	const ASN1_OBJECT *oid;
	unsigned char *copy;
	X509_PUBKEY *key;
	X509_ALGOR *a;
	const void *value;
	int len, type;

	if (X509_PUBKEY_get0_param(NULL, NULL, NULL, &a,
	    X509_get_X509_PUBKEY(issuer)) != 1 || X509_PUBKEY_get0_param(NULL,
	    &bits, &len, NULL, X509_get_X509_PUBKEY(x)) != 1)
		return NULL;
	X509_ALGOR_get0(&oid, &type, &value, a);
	if (OBJ_obj2nid(oid) != NID_dsa || type != V_ASN1_SEQUENCE)
		return NULL;
	key = X509_PUBKEY_new();
	copy = OPENSSL_memdup(bits, (size_t)len);
	if (key == NULL || copy == NULL || X509_PUBKEY_set0_param(key,
	    OBJ_dup(oid), type, ASN1_STRING_dup(value), copy, len) != 1) {
		OPENSSL_free(copy);
		X509_PUBKEY_free(key);
		return NULL;
	}
	return key;
}

bool
inherit_parameters(X509 *issuer, X509 *x, struct err *e)
{
	X509_PUBKEY *whole = joined(issuer, x);
	const unsigned char *p;
	unsigned char *der = NULL;
	struct err why = ERR_INIT;
	EVP_PKEY *key = NULL;
	int len = whole != NULL ? i2d_X509_PUBKEY(whole, &der) : 0;

	p = der;
	if (len > 0)
		key = d2i_PUBKEY_ex(NULL, &p, len, osslctx_lib(), NULL);
	if (key != NULL)
		X509_set_pubkey(x, key);
	EVP_PKEY_free(key);
	OPENSSL_free(der);
	X509_PUBKEY_free(whole);
	osslctx_err(&why, ERR_CRYPTO, "");	/* empties the queue */
	return why.code != ERR_MEMORY || err_memory(e);
}
