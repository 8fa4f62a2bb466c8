#include "formats/key/pkcs8.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/x509.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/osslctx.h"
#include "formats/key/dsakey.h"
#include "formats/key/eckey.h"
#include "formats/key/pkcs8_parts.h"
#include "formats/key/rsakey.h"

/* Room for any OID that means something, as dotted text. */
enum { OID_TEXT_MAX = 128, PLAIN_DEPTH = 32 };

/* keyUsage, first octet of the BIT STRING (RFC 5280, 4.2.1.3). */
enum {
	USAGE_SIGN	= 0x80 | 0x04 | 0x02, /* digitalSignature, keyCertSign,
						 cRLSign */
	USAGE_ENCIPHER	= 0x20 | 0x10, /* keyEncipherment, dataEncipherment */
};

/* ---- PrivateKeyInfo, opened ---- */

/* BER has them in pieces as well, which are joined in *mem. */
static bool
octets_of(struct view element, struct bytes *mem, struct view *out,
    struct err *e)
{
	struct der d = der_open(element);
	struct tlv t;

	if (!der_next(&d, &t) || (t.tag & ~0x20u) != DER_OCTET_STRING)
		return err_set(e, ERR_INPUT, "expected an OCTET STRING in "
		    "PKCS#8");
	return ber_string(&t, mem, out, e);
}

static bool
open_info(struct view der, struct bytes *mem, struct pkcs8_info *i,
    struct err *e)
{
	struct asn a = ASN_INIT;
	uint64_t version;
	bool ok = false;

	if (!asn_decode(&a, "PrivateKeyInfo", der, "PKCS#8 private key", e))
		return false;
	/* 1 is RFC 5958's; version 0 with a public key was seen, too. */
	if (!asn_uint(&a, "version", &version) || version > 1) {
		err_set(e, ERR_VERSION, "PKCS#8 private key of an unknown "
		    "version, expected 0 or 1");
		goto out;
	}
	i->algorithm = asn_whole(&a, "algorithm");
	i->oid = asn_body(&a, "algorithm.algorithm");
	i->params = asn_whole(&a, "algorithm.parameters");
	i->attributes = asn_body(&a, "attributes");
	i->public_key = asn_whole(&a, "publicKey");
	ok = octets_of(asn_whole(&a, "privateKey"), mem, &i->octets, e);
 out:
	asn_clear(&a);
	return ok;
}

/* The BIT STRING of a keyUsage attribute. A wrong one says nothing: it is a
 * hint to Windows' import and not part of the key. */
static enum key_spec
spec_of_usage(struct view values)
{
	struct der d = der_open(values);
	struct tlv t;

	if (!der_take(&d, DER_BIT_STRING, &t) || t.body.len < 2)
		return KEY_SPEC_NONE;
	if ((t.body.data[1] & USAGE_ENCIPHER) != 0)
		return AT_KEYEXCHANGE;
	if ((t.body.data[1] & USAGE_SIGN) != 0)
		return AT_SIGNATURE;
	return KEY_SPEC_NONE;
}

static enum key_spec
spec_of(struct view attributes)
{
	struct der all = der_open(attributes), one;
	struct tlv type, values;

	while (der_enter(&all, DER_SEQUENCE, &one))
		if (der_take(&one, DER_OID, &type) &&
		    der_take(&one, DER_SET, &values) &&
		    der_oid_is(type.body, OID_EXT_KEY_USAGE))
			return spec_of_usage(values.body);
	return KEY_SPEC_NONE;
}

/* What the structure itself gave, without attributes and - where the key does
 * not need it - without the public key. */
static void
put_kept_info(struct bytes *b, const struct pkcs8_info *i, bool with_public)
{
	bool both = with_public && i->public_key.len != 0;
	size_t seq = der_begin(b, DER_SEQUENCE);

	der_put_uint(b, both ? 1 : 0);
	bytes_add_view(b, i->algorithm);
	der_put(b, DER_OCTET_STRING, i->octets);
	if (both)
		bytes_add_view(b, i->public_key);
	der_end(b, seq);
}

static bool
keep_info(struct key *k, const struct pkcs8_info *i, bool with_public, struct err *e)
{
	struct bytes plain = BYTES_INIT;
	bool ok;

	put_kept_info(&plain, i, with_public);
	ok = bytes_ok(&plain, e) &&
	    secret_set(&k->pkcs8, view_bytes(&plain), e);
	bytes_clear(&plain);
	return ok;
}

static struct key *
read_pkcs8_rsa(const struct pkcs8_info *i, const char *name, const struct limits *limits,
    struct err *e)
{
	struct view algorithm = view_of(NULL, 0);
	struct rsa_numbers n;
	struct key *k;

	/* PSS parameters restrict the key and stay; rsaEncryption's mean
	 * nothing and become the NULL that they should be. */
	if (der_oid_is(i->oid, OID_RSA_PSS) ||
	    der_oid_is(i->oid, OID_RSA_OAEP))
		algorithm = i->algorithm;
	if (!rsakey_numbers(i->octets, &n, e))
		return NULL;
	k = rsakey_make_as(&n, algorithm, limits, e);
	if (k != NULL)
		snprintf(k->algorithm_name, sizeof(k->algorithm_name), "%s",
		    name);
	return k;
}

/*
 * The octets are the INTEGER x. Two old habits put a SEQUENCE there, with x
 * after either the parameters (early Sun Java) or the public key (Netscape's
 * key database).
 */
static bool
open_dsa_octets(struct view octets, struct dsa_numbers *n)
{
	struct der d = der_open(octets), seq;

	if (der_peek(&d) == DER_INTEGER)
		return der_take_magnitude(&d, &n->x) && der_end_reached(&d);
	if (!der_enter(&d, DER_SEQUENCE, &seq) || !der_end_reached(&d))
		return false;
	if (der_peek(&seq) == DER_SEQUENCE ? !dsakey_params(&seq, n) :
	    !der_take_magnitude(&seq, &n->y))
		return false;
	return der_take_magnitude(&seq, &n->x) && der_end_reached(&seq);
}

static struct key *
read_pkcs8_dsa(const struct pkcs8_info *i, struct err *e)
{
	struct der params = der_open(i->params);
	struct dsa_numbers n = { 0 };

	if (i->params.len != 0 && i->params.data[0] != DER_NULL &&
	    !dsakey_params(&params, &n)) {
		err_set(e, ERR_INPUT, "parameters of the DSA private key are "
		    "not a sequence of p, q and g");
		return NULL;
	}
	if (!open_dsa_octets(i->octets, &n)) {
		err_set(e, ERR_INPUT, "private key of the DSA private key is "
		    "not an integer");
		return NULL;
	}
	if (n.p.len == 0) {
		err_set(e, ERR_UNSUPPORTED, "DSA private key without its "
		    "parameters p, q and g");
		return NULL;
	}
	return dsakey_make(&n, e);
}

/* ---- EC and everything else ---- */

/* Kept as it came. The name is the OID that libcrypto does not know. */
static struct key *
keep_unknown(const struct pkcs8_info *i, struct view oid, struct err *e)
{
	struct key *k = key_new(e);

	if (k == NULL)
		return NULL;
	k->algorithm = KEY_UNKNOWN;
	if (!der_oid_text(oid, k->algorithm_name, sizeof(k->algorithm_name)))
		snprintf(k->algorithm_name, sizeof(k->algorithm_name),
		    "unknown");
	if (!keep_info(k, i, true, e)) {
		key_free(k);
		return NULL;
	}
	return k;
}

/* The curve is in the AlgorithmIdentifier, inside the key, or in both. */
static bool
choose_curve(const struct pkcs8_info *i, struct ec_numbers *n, struct err *e)
{
	struct view outer = i->params;

	if (outer.len != 0 && outer.data[0] == DER_NULL)
		outer = view_of(NULL, 0);
	if (outer.len == 0 && n->params.len == 0)
		return err_set(e, ERR_INPUT, "EC private key without a curve");
	if (outer.len == 0 || n->params.len == 0 ||
	    view_equal(outer, n->params)) {
		if (outer.len != 0)
			n->params = outer;
		return true;
	}
	return err_set(e, ERR_INPUT, "EC private key that names two different "
	    "curves");
}

struct key *
pkcs8_read_ec(const struct pkcs8_info *i, struct err *e)
{
	struct ec_numbers n;
	struct der params;
	struct tlv curve;

	if (!eckey_numbers(i->octets, &n, e) || !choose_curve(i, &n, e))
		return NULL;
	params = der_open(n.params);
	if (eckey_knows(n.params) || !der_take(&params, DER_OID, &curve))
		return eckey_make(&n, e);
	return keep_unknown(i, curve.body, e);
}

/* Does libcrypto have the algorithm? Fails only when out of memory. */
static bool
look_up(struct view oid, bool *known, struct err *e)
{
	struct err why = ERR_INIT;
	char text[OID_TEXT_MAX];
	EVP_KEYMGMT *mgmt;

	*known = false;
	if (!der_oid_text(oid, text, sizeof(text)))
		return true;
	mgmt = EVP_KEYMGMT_fetch(osslctx_lib(), text, NULL);
	if (mgmt == NULL) {
		osslctx_err(&why, ERR_UNSUPPORTED, text);
		return why.code != ERR_MEMORY || err_memory(e);
	}
	EVP_KEYMGMT_free(mgmt);
	*known = true;
	return true;
}

/* libcrypto's names are in capitals throughout. */
static void
set_name(struct key *k, const char *name)
{
	static const char *const proper[][2] = {
		{ "ED25519", "Ed25519" }, { "ED448", "Ed448" },
	};

	for (size_t i = 0; i < COUNT_OF(proper); i++)
		if (strcmp(name, proper[i][0]) == 0)
			name = proper[i][1];
	snprintf(k->algorithm_name, sizeof(k->algorithm_name), "%s", name);
}

static bool
set_spki(struct key *k, EVP_PKEY *pkey, struct err *e)
{
	unsigned char *der = NULL;
	int len;
	bool ok;

	len = i2d_PUBKEY(pkey, &der);
	if (len <= 0)
		return osslctx_err(e, ERR_CRYPTO, "cannot compute the public "
		    "key");
	ok = bytes_set(&k->spki, view_of(der, (size_t)len), e);
	OPENSSL_free(der);
	return ok;
}

/* Without the public key, libcrypto computes it from the private one. */
static struct key *
read_other(const struct pkcs8_info *i, struct err *e)
{
	struct key *k = NULL, *made = NULL;
	EVP_PKEY *pkey = NULL;
	const unsigned char *p;
	const char *name;
	bool known;

	if (!look_up(i->oid, &known, e))
		return NULL;
	if (!known)
		return keep_unknown(i, i->oid, e);
	k = key_new(e);
	if (k == NULL || !keep_info(k, i, false, e))
		goto out;
	p = k->pkcs8.data;
	if (k->pkcs8.len <= LONG_MAX)
		pkey = d2i_AutoPrivateKey_ex(NULL, &p, (long)k->pkcs8.len,
		    osslctx_lib(), NULL);
	if (pkey == NULL) {
		osslctx_err(e, ERR_INPUT, "libcrypto cannot read the private "
		    "key");
		goto out;
	}
	name = EVP_PKEY_get0_type_name(pkey);
	k->algorithm = KEY_OTHER;
	set_name(k, name != NULL ? name : "unknown");
	k->bits = (unsigned)EVP_PKEY_get_bits(pkey);
	if (!set_spki(k, pkey, e))
		goto out;
	made = k;
	k = NULL;
 out:
	EVP_PKEY_free(pkey);
	key_free(k);
	return made;
}

/* ---- PrivateKeyInfo -> key ---- */

static struct key *
read_algorithm(const struct pkcs8_info *i, const struct limits *limits,
    struct err *e)
{
	/* X.500's own name for it means nothing else. */
	if (der_oid_is(i->oid, OID_RSA) || der_oid_is(i->oid, OID_X500_RSA))
		return read_pkcs8_rsa(i, "RSA", limits, e);
	if (der_oid_is(i->oid, OID_RSA_PSS))
		return read_pkcs8_rsa(i, "RSA-PSS", limits, e);
	if (der_oid_is(i->oid, OID_RSA_OAEP))
		return read_pkcs8_rsa(i, "RSA-OAEP", limits, e);
	if (der_oid_is(i->oid, OID_DSA))
		return read_pkcs8_dsa(i, e);
	if (der_oid_is(i->oid, OID_EC))
		return pkcs8_read_ec(i, e);
	return read_other(i, e);
}

/* A public key that the file holds beside the private one is put into a
 * SubjectPublicKeyInfo and compared as a certificate's would be; for an unknown
 * algorithm it is what the file says of it. */
static bool
check_public(struct key *k, const struct pkcs8_info *i, struct err *e)
{
	struct der d = der_open(i->public_key);
	struct bytes spki = BYTES_INIT;
	bool ok = false;
	struct tlv t;
	size_t seq;

	if (i->public_key.len == 0)
		return true;
	if (!der_next(&d, &t))
		return err_set(e, ERR_INPUT, "truncated or malformed public key in PKCS#8");
	seq = der_begin(&spki, DER_SEQUENCE);
	bytes_add_view(&spki, i->algorithm);
	der_put(&spki, DER_BIT_STRING, t.body);
	der_end(&spki, seq);
	if (!bytes_ok(&spki, e))
		goto out;
	if (k->algorithm == KEY_UNKNOWN) {
		ok = bytes_set(&k->spki, view_bytes(&spki), e);
		goto out;
	}
	ok = key_matches_spki(k, view_bytes(&spki));
	if (!ok)
		err_set(e, ERR_INPUT, "public key in PKCS#8 does not belong "
		    "to the private key beside it");
 out:
	bytes_clear(&spki);
	return ok;
}

struct key *
pkcs8_read(struct view der, const struct limits *limits, struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct key *k = NULL;
	struct pkcs8_info i;

	if (!open_info(der, &mem, &i, e))
		goto out;
	k = read_algorithm(&i, limits, e);
	if (k == NULL)
		goto out;
	k->spec = spec_of(i.attributes);
	if (!check_public(k, &i, e)) {
		key_free(k);
		k = NULL;
	}
 out:
	bytes_clear(&mem);
	return k;
}

/* RC4 has no padding and a wrong password survives a block cipher's once in
 * 256 times: that there is a structure at all is the proof. */
static bool
check_plain(struct view plain, struct bytes *mem, struct view *der,
    struct err *e)
{
	struct bytes octets = BYTES_INIT;
	struct err ignored = ERR_INIT;
	struct pkcs8_info i;
	size_t used;
	bool ok;

	ok = ber_definite(plain, PLAIN_DEPTH, mem, der, &used, &ignored) &&
	    used == plain.len && open_info(*der, &octets, &i, &ignored);
	bytes_clear(&octets);
	if (ok)
		return true;
	if (ignored.code == ERR_MEMORY)
		return err_memory(e);
	return err_set(e, ERR_PASSWORD, "wrong password, or damaged: what was "
	    "decrypted is not a PKCS#8 private key");
}

struct key *
pkcs8_read_encrypted(struct view der, const struct pbe_password *password,
    const struct limits *limits, uint64_t *total, struct err *e)
{
	struct bytes joined = BYTES_INIT, definite = BYTES_INIT;
	struct secret plain = SECRET_INIT;
	struct view algorithm, data, info;
	struct asn a = ASN_INIT;
	struct key *k = NULL;

	if (!asn_decode(&a, "EncryptedPrivateKeyInfo", der,
	    "PKCS#8 encrypted private key", e))
		return NULL;
	algorithm = asn_whole(&a, "algorithm");
	if (!pbe_cost(algorithm, limits, total, e))
		goto out;
	if (password == NULL) {
		err_set(e, ERR_PASSWORD_NEEDED, "the key is encrypted and no "
		    "password was given");
		goto out;
	}
	if (!octets_of(asn_whole(&a, "data"), &joined, &data, e) ||
	    !pbe_decrypt(algorithm, data, password, &plain, e) ||
	    !check_plain(secret_view(&plain), &definite, &info, e))
		goto out;
	k = pkcs8_read(info, limits, e);
	if (k != NULL)
		k->was_encrypted = true;
 out:
	secret_clear(&plain);
	bytes_clear(&joined);
	bytes_clear(&definite);
	asn_clear(&a);
	return k;
}
