#include "chain/issued.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509.h>

#include "base/array.h"
#include "base/osslctx.h"
#include "chain/order.h"

/*
 * libcrypto does not always report an allocation failure as such: a good
 * certificate then looks unreadable, and a good signature bad. So both verdicts
 * are only believed when they are the same a second time.
 */

static bool
parse_once(const struct cert *c, X509 **x, struct err *e)
{
	const unsigned char *p = c->der.data;
	struct err why = ERR_INIT;

	*x = X509_new_ex(osslctx_lib(), NULL);
	if (*x == NULL)
		return osslctx_err(e, ERR_CRYPTO, "cannot read a certificate");
	if (d2i_X509(x, &p, (long)c->der.len) != NULL)
		return true;
	*x = NULL;
	osslctx_err(&why, ERR_INPUT, "");
	return why.code != ERR_MEMORY || err_memory(e);
}

/*
 * Without memory at its first use of a kind of key libcrypto has none from then
 * on, and does not say why; a key that it knows and cannot read is another
 * matter.
 */
static bool
reads_keys(void)
{
	/* SubjectPublicKeyInfo of RSA, with a number of 64 bits, and of EC, the
	 * generator of P-256. */
	static const unsigned char rsa[] = {
		0x30, 0x24, 0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86,
		0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00, 0x03, 0x13, 0x00,
		0x30, 0x10, 0x02, 0x09, 0x00, 0xc5, 0x3b, 0x1f, 0x67, 0x9a,
		0x0d, 0x4e, 0x8b, 0x02, 0x03, 0x01, 0x00, 0x01,
	}, ec[] = {
		0x30, 0x39, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce,
		0x3d, 0x02, 0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d,
		0x03, 0x01, 0x07, 0x03, 0x22, 0x00, 0x03, 0x6b, 0x17, 0xd1,
		0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63,
		0xa4, 0x40, 0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33,
		0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2, 0x96,
	};
	const unsigned char *p = rsa, *q = ec;
	EVP_PKEY *a = d2i_PUBKEY_ex(NULL, &p, sizeof(rsa), osslctx_lib(),
	    NULL);
	EVP_PKEY *b = d2i_PUBKEY_ex(NULL, &q, sizeof(ec), osslctx_lib(),
	    NULL);
	const bool ok = a != NULL && b != NULL;

	EVP_PKEY_free(a);
	EVP_PKEY_free(b);
	return ok;
}

/* Its public key is read once and for all. */
static bool
parse_twice(const struct cert *c, X509 **x, struct err *e)
{
	if (!parse_once(c, x, e) || (*x == NULL && !parse_once(c, x, e)))
		return false;
	if (*x == NULL || X509_get0_pubkey(*x) != NULL)
		return true;
	X509_free(*x);
	if (!parse_once(c, x, e))
		return false;
	if (*x != NULL && X509_get0_pubkey(*x) == NULL && !reads_keys()) {
		X509_free(*x);
		return err_memory(e);
	}
	return true;
}

bool
issued_x509(struct issued *s, const struct cert *c, X509 **x,
    struct err *e)
{
	struct issued_x509 *b;

	for (size_t i = 0; i < s->x509_count; i++)
		if (s->x509s[i].cert == c) {
			*x = s->x509s[i].x;
			return true;
		}
	if (!array_room(&s->x509s, s->x509_count, sizeof(*s->x509s), e))
		return false;
	if (!parse_twice(c, x, e))
		return false;
	b = &s->x509s[s->x509_count++];
	b->cert = c;
	b->x = *x;
	return true;
}

/* Is the certificate's signature of a kind that libcrypto can verify? */
static bool
is_known_algorithm(const X509 *x)
{
	int digest = NID_undef, key = NID_undef;
	struct err ignored = ERR_INIT;

	if (OBJ_find_sigid_algs(X509_get_signature_nid(x), &digest,
	    &key) != 1)
		return false;
	return digest == NID_undef ||
	    osslctx_digest(OBJ_nid2sn(digest), &ignored) != NULL;
}

bool
issued_verify(X509 *child, X509 *issuer, enum signature *result,
    struct err *e)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);
	struct err why = ERR_INIT;
	bool good;

	*result = SIGNATURE_UNKNOWN;
	good = key != NULL && (X509_verify(child, key) == 1 ||
	    X509_verify(child, key) == 1);
	osslctx_err(&why, ERR_INPUT, "");	/* empties the queue */
	if (good) {
		*result = SIGNATURE_GOOD;
		return true;
	}
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	if (key != NULL && is_known_algorithm(child))
		*result = SIGNATURE_BAD;
	return true;
}

/* The time that a signature takes grows with the square of the key's length; on
 * a curve of 384 bits or more it is that of RSA with 4096. */
static size_t
cost_of(X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);
	size_t bits = key != NULL ? (size_t)EVP_PKEY_get_bits(key) : 0;
	size_t cost = bits / 1024 * (bits / 1024);

	if (key != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_EC)
		cost = bits > 256 ? 16 : ISSUED_LEAST;
	return cost > ISSUED_LEAST ? cost : ISSUED_LEAST;
}

static bool
verify_once(struct issued *s, const struct cert *child,
    const struct cert *issuer, enum signature *result, struct err *e)
{
	X509 *x = NULL, *parent = NULL;

	*result = SIGNATURE_UNKNOWN;
	if (!issued_x509(s, child, &x, e) ||
	    !issued_x509(s, issuer, &parent, e))
		return false;
	s->work += ISSUED_LEAST;
	if (x == NULL || parent == NULL)
		return true;
	s->work += cost_of(parent) - ISSUED_LEAST;
	return issued_verify(x, parent, result, e);
}

bool
issued_check(struct issued *s, const struct cert *child,
    const struct cert *issuer, enum signature *result, struct err *e)
{
	struct issued_result *v;

	for (size_t i = 0; i < s->count; i++) {
		v = &s->results[i];
		if (v->child == child && v->issuer == issuer) {
			*result = v->result;
			return true;
		}
	}
	*result = SIGNATURE_UNKNOWN;
	if (s->work >= ISSUED_MAX) {
		s->cut_short = true;
		return true;
	}
	if (!array_room(&s->results, s->count, sizeof(*s->results), e) ||
	    !verify_once(s, child, issuer, result, e))
		return false;
	v = &s->results[s->count++];
	v->child = child;
	v->issuer = issuer;
	v->result = *result;
	return true;
}

void
issued_clear(struct issued *s)
{
	for (size_t i = 0; i < s->x509_count; i++)
		X509_free(s->x509s[i].x);
	free(s->x509s);
	free(s->results);
	memset(s, 0, sizeof(*s));
}

bool
issued_by(const struct cert *c, const struct cert *issuer, bool *yes,
    struct err *e)
{
	struct issued s = { .count = 0 };
	enum signature result;
	bool ok;

	*yes = false;
	if (!order_is_issuer(issuer, c))
		return true;
	ok = issued_check(&s, c, issuer, &result, e);
	*yes = ok && result == SIGNATURE_GOOD;
	issued_clear(&s);
	return ok;
}

bool
issued_itself(const struct cert *c, bool *yes, struct err *e)
{
	return issued_by(c, c, yes, e);
}
