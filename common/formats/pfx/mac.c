#include "formats/pfx/mac.h"

#include <inttypes.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/osslctx.h"
#include "base/random.h"
#include "formats/key/kdf.h"

enum {
	SALT_WRITTEN	= 20,
	PBMAC1_KEY_MIN	= 20,
	PBMAC1_KEY_MAX	= 1 << 16,	/* the RFC has no bound: memory */
};

#define OID(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }

static const struct digest {
	struct view	 oid;
	const char	*name;
	size_t		 size;
} digests[] = {
	{ OID(OID_SHA1),		"SHA1", 20 },
	{ OID(OID_SHA256),		"SHA256", 32 },
	{ OID(OID_SHA384),		"SHA384", 48 },
	{ OID(OID_SHA512),		"SHA512", 64 },
	{ OID(OID_SHA224),		"SHA224", 28 },
	{ OID(OID_SHA512_224),		"SHA512-224", 28 },
	{ OID(OID_SHA512_256),		"SHA512-256", 32 },
	{ OID(OID_SHA3_224),		"SHA3-224", 28 },
	{ OID(OID_SHA3_256),		"SHA3-256", 32 },
	{ OID(OID_SHA3_384),		"SHA3-384", 48 },
	{ OID(OID_SHA3_512),		"SHA3-512", 64 },
	{ OID(OID_BLAKE2B_512),		"BLAKE2B-512", 64 },
	{ OID(OID_BLAKE2S_256),		"BLAKE2S-256", 32 },
	{ OID(OID_SM3),			"SM3", 32 },
	{ OID(OID_RIPEMD160),		"RIPEMD160", 20 },
	{ OID(OID_MD5),			"MD5", 16 },
};

static bool
use_digest(struct pfx_mac *m, const struct digest *d)
{
	m->digest = d->name;
	m->size = d->size;
	return true;
}

static bool
digest_by_oid(struct pfx_mac *m, struct view oid, struct err *e)
{
	char text[128];

	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (view_equal(digests[i].oid, oid))
			return use_digest(m, &digests[i]);
	return err_set(e, ERR_UNSUPPORTED, "a MAC with the digest %s is not "
	    "supported", der_oid_text(oid, text, sizeof(text)) ? text :
	    "(a malformed OID)");
}

static bool
digest_by_name(struct pfx_mac *m, const char *name, struct err *e)
{
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (strcmp(digests[i].name, name) == 0)
			return use_digest(m, &digests[i]);
	return err_set(e, ERR_UNSUPPORTED, "a MAC with %s is not supported",
	    name);
}

/* ---- reading ---- */

static bool
read_pbmac1(struct view params, struct pfx_mac *m, struct err *e)
{
	struct asn a = ASN_INIT;
	const char *digest;
	bool ok = false;

	if (!asn_decode(&a, "PBMAC1Params", params, "PBMAC1 parameters", e))
		goto out;
	if (!der_oid_is(asn_body(&a, "keyDerivationFunc.algorithm"),
	    OID_PBKDF2)) {
		err_set(e, ERR_UNSUPPORTED, "PBMAC1 with another key "
		    "derivation than PBKDF2 is not supported");
		goto out;
	}
	if (!pbe_pbkdf2_parse(asn_whole(&a, "keyDerivationFunc.parameters"),
	    &m->pbkdf2, e) || !pbe_hmac_digest(asn_body(&a,
	    "messageAuthScheme.algorithm"), &digest, e) ||
	    !digest_by_name(m, digest, e))
		goto out;
	if (m->pbkdf2.keylen < PBMAC1_KEY_MIN) {
		err_set(e, ERR_INPUT, "a PBMAC1 key of %" PRIu64 " bytes, "
		    "expected at least %d (RFC 9579, 3)", m->pbkdf2.keylen,
		    PBMAC1_KEY_MIN);
		goto out;
	}
	if (m->pbkdf2.keylen > PBMAC1_KEY_MAX) {
		err_set(e, ERR_LIMIT, "a PBMAC1 key of %" PRIu64 " bytes, more "
		    "than the %d that are accepted", m->pbkdf2.keylen,
		    PBMAC1_KEY_MAX);
		goto out;
	}
	m->pbmac1 = true;
	m->iterations = m->pbkdf2.iterations;
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

static bool
read_hmac(const struct asn *a, struct view oid, struct pfx_mac *m,
    struct err *e)
{
	m->salt = asn_body(a, "macSalt");
	m->iterations = 1;
	if (asn_present(a, "iterations") &&
	    (!asn_uint(a, "iterations", &m->iterations) || m->iterations == 0))
		return err_set(e, ERR_INPUT, "an iteration count that is not "
		    "a positive 64-bit number");
	return digest_by_oid(m, oid, e);
}

bool
pfx_mac_read(struct view macdata, struct pfx_mac *m, struct err *e)
{
	struct asn a = ASN_INIT;
	bool ok = false;
	struct view oid;

	memset(m, 0, sizeof(*m));
	if (!asn_decode(&a, "MacData", macdata, "MacData", e))
		goto out;
	oid = asn_body(&a, "mac.digestAlgorithm.algorithm");
	if (der_oid_is(oid, OID_PBMAC1)) {
		if (!read_pbmac1(asn_whole(&a,
		    "mac.digestAlgorithm.parameters"), m, e))
			goto out;
	} else if (!read_hmac(&a, oid, m, e))
		goto out;
	m->value = asn_body(&a, "mac.digest");
	if (m->value.len != m->size) {
		err_set(e, ERR_INPUT, "a MAC of %zu bytes, expected %zu for "
		    "%s", m->value.len, m->size, m->digest);
		goto out;
	}
	ok = true;
 out:
	asn_clear(&a);
	return ok;
}

/* PBKDF2 iterates anew for every block of a key that is longer. */
static uint64_t
rounds_of(const struct pfx_mac *m)
{
	uint64_t blocks = !m->pbmac1 ? 1 :
	    (m->pbkdf2.keylen + EVP_MAX_MD_SIZE - 1) / EVP_MAX_MD_SIZE;

	return m->iterations > UINT64_MAX / blocks ? UINT64_MAX :
	    m->iterations * blocks;
}

bool
pfx_mac_cost(const struct pfx_mac *m, const struct limits *limits,
    uint64_t *total, struct err *e)
{
	return pbe_charge(rounds_of(m), "iterations of the MAC", limits,
	    total, e);
}

/* ---- computing ---- */

static bool
hmac(const char *digest, const unsigned char *key, size_t keylen,
    struct view content, unsigned char *out, size_t size, struct err *e)
{
	size_t len = 0;

	if (EVP_Q_mac(osslctx_lib(), "HMAC", NULL, digest, NULL, key, keylen,
	    content.data, content.len, out, size, &len) == NULL || len != size)
		return osslctx_err(e, ERR_CRYPTO, "HMAC");
	return true;
}

/* out has m->size bytes. */
static bool
compute(const struct pfx_mac *m, const struct pbe_password *password,
    struct view content, unsigned char *out, struct err *e)
{
	const size_t keylen = m->pbmac1 ? (size_t)m->pbkdf2.keylen : m->size;
	struct secret key = SECRET_INIT;
	bool ok;

	if (!secret_alloc(&key, keylen, e))
		return false;
	ok = m->pbmac1 ? kdf_pbkdf2(m->pbkdf2.digest,
	    secret_view(&password->raw), m->pbkdf2.salt, m->pbkdf2.iterations,
	    key.data, keylen, e) : kdf_pkcs12(m->digest,
	    secret_view(&password->bmp), m->salt, m->iterations, KDF_MAC,
	    key.data, keylen, e);
	ok = ok && hmac(m->digest, key.data, keylen, content, out, m->size, e);
	secret_clear(&key);
	return ok;
}

bool
pfx_mac_matches(const struct pfx_mac *m, const struct pbe_password *password,
    struct view content, bool *matches, struct err *e)
{
	unsigned char computed[EVP_MAX_MD_SIZE];

	if (!compute(m, password, content, computed, e))
		return false;
#ifdef SPCKIT_FUZZING
	*matches = true;
#else
	*matches = CRYPTO_memcmp(computed, m->value.data, m->size) == 0;
#endif
	return true;
}

/* Without NULL parameters, as Windows writes it. */
static void
put_digest_info(struct bytes *b, struct view oid, struct view value)
{
	size_t info = der_begin(b, DER_SEQUENCE), alg;

	alg = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OID, oid);
	der_end(b, alg);
	der_put(b, DER_OCTET_STRING, value);
	der_end(b, info);
}

bool
pfx_mac_write(enum pbe_profile profile, uint32_t iterations,
    const struct pbe_password *password, struct view content,
    struct bytes *out, struct err *e)
{
	const struct digest *d = &digests[profile == PBE_SHA1_3DES ? 0 : 1];
	unsigned char salt[SALT_WRITTEN], value[EVP_MAX_MD_SIZE];
	struct pfx_mac m = { 0 };
	size_t mac;

	if (!random_bytes(salt, sizeof(salt), e) || !use_digest(&m, d))
		return false;
	m.salt = view_of(salt, sizeof(salt));
	m.iterations = iterations;
	if (!compute(&m, password, content, value, e))
		return false;

	mac = der_begin(out, DER_SEQUENCE);
	put_digest_info(out, d->oid, view_of(value, d->size));
	der_put(out, DER_OCTET_STRING, m.salt);
	der_put_uint(out, iterations);
	der_end(out, mac);
	return bytes_ok(out, e);
}
