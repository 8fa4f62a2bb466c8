#include "formats/signed/signed.h"

#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/compiler.h"
#include "base/osslctx.h"

/* Not MD5: two files of one digest are made in seconds. */
static const struct {
	struct view	 oid;
	const char	*name;
} digests[] = {
#define DIGEST(oid, name)	{ { (const unsigned char *)(oid), sizeof(oid) - 1 }, name }
	DIGEST(OID_SHA1, "SHA1"),
	DIGEST(OID_SHA256, "SHA256"),
	DIGEST(OID_SHA384, "SHA384"),
	DIGEST(OID_SHA512, "SHA512"),
#undef DIGEST
};

const char *
signed_digest_name(struct view oid)
{
	for (size_t i = 0; i < COUNT_OF(digests); i++)
		if (view_equal(digests[i].oid, oid))
			return digests[i].name;
	return NULL;
}

static bool
is_digest_of(EVP_MD *md, struct view content, struct view digest, bool *is,
    struct err *e)
{
	unsigned char found[EVP_MAX_MD_SIZE];
	unsigned len = 0;

	if (EVP_Digest(content.data, content.len, found, &len, md, NULL) != 1)
		return osslctx_err(e, ERR_CRYPTO, "cannot hash");
	*is = view_equal(view_of(found, len), digest);
	return true;
}

/* What an attribute holds, when it is of this tag and there is one only. */
static bool
single(const struct signer *s, struct view type, unsigned tag,
    struct view *body)
{
	struct view value, other;
	struct der d;
	struct tlv t;

	if (!signer_attribute(s, true, type, 0, &value) ||
	    signer_attribute(s, true, type, 1, &other))
		return false;
	d = der_open(value);
	if (!der_take(&d, tag, &t))
		return false;
	*body = t.body;
	return true;
}

#define OID_VIEW(oid)	view_of((oid), sizeof(oid) - 1)

/* RFC 5652, 5.4: the digest is an attribute, and the attributes are signed.
 * The type must be among them where there is one to compare with. */
static bool
check_attributes(const struct signer *s, EVP_MD *md, struct view content,
    struct view type, bool *good, struct err *e)
{
	struct view value;

	*good = false;
	if (type.len != 0 && (!single(s, OID_VIEW(OID_CONTENT_TYPE), DER_OID,
	    &value) || !view_equal(value, type)))
		return true;
	if (!single(s, OID_VIEW(OID_MESSAGE_DIGEST), DER_OCTET_STRING,
	    &value))
		return true;
	return is_digest_of(md, content, value, good, e);
}

/* ---- the signature ---- */

static int
nid_of(struct view oid_body)
{
	struct bytes der = BYTES_INIT;
	const unsigned char *p;
	ASN1_OBJECT *oid;
	int nid;

	der_put(&der, DER_OID, oid_body);
	p = der.data;
	oid = der.failed ? NULL : d2i_ASN1_OBJECT(NULL, &p, (long)der.len);
	nid = oid != NULL ? OBJ_obj2nid(oid) : NID_undef;
	ASN1_OBJECT_free(oid);
	bytes_clear(&der);
	return nid;
}

/* Does the algorithm of the signature go with the key and the digest? The name of
 * the key's own algorithm, as Authenticode has it for RSA, goes with any. */
static bool
algorithm_fits(const struct signer *s, EVP_PKEY *key, EVP_MD *md)
{
	const int kind = EVP_PKEY_get_base_id(key);
	int nid = nid_of(s->signature_oid), digest, of;
	struct err ignored = ERR_INIT;

	if (nid == NID_rsassaPss)
		return kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS;
	if (OBJ_find_sigid_algs(nid, &digest, &of) == 1)
		return EVP_PKEY_type(of) == kind && (digest == NID_undef ||
		    EVP_MD_is_a(md, OBJ_nid2sn(digest)) == 1);
	osslctx_err(&ignored, ERR_INPUT, "");
	return EVP_PKEY_type(nid) == kind;
}

static bool
set_padding(const struct signer *s, EVP_PKEY *key, EVP_PKEY_CTX *ctx)
{
	if (!der_oid_is(s->signature_oid, OID_RSA_PSS))
		return true;
	return EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) == 1 &&
	    EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_AUTO) == 1;
}

/* What was signed: the attributes as the SET they are (they stand in the file
 * under the tag [0]), or the content itself. */
static int
verify_bytes(EVP_MD_CTX *ctx, const struct signer *s, struct view content)
{
	static const unsigned char set = DER_SET;
	struct view attrs = s->signed_attrs;

	if (attrs.len == 0)
		return EVP_DigestVerify(ctx, s->signature.data,
		    s->signature.len, content.data, content.len);
	if (EVP_DigestVerifyUpdate(ctx, &set, 1) != 1 ||
	    EVP_DigestVerifyUpdate(ctx, attrs.data + 1, attrs.len - 1) != 1)
		return -1;
	return EVP_DigestVerifyFinal(ctx, s->signature.data,
	    s->signature.len);
}

/*
 * Timestampers of VeriSign and Symantec padded the bare digest, without the
 * DigestInfo of PKCS#1 around it. Windows takes that (it is what CryptSignHash
 * makes with CRYPT_NOHASHOID), and years of drivers were stamped so. Nothing
 * is lost: padding and digest have to be there to the last bit.
 */
static bool
is_bare(const struct signer *s, EVP_PKEY *key, EVP_MD *md, struct view content)
{
	static const unsigned char set = DER_SET;
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct view attrs = s->signed_attrs;
	EVP_MD_CTX *hash = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = NULL;
	unsigned len = 0;
	bool ok = hash != NULL && EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA &&
	    EVP_DigestInit_ex(hash, md, NULL) == 1;

	if (attrs.len != 0)
		ok = ok && EVP_DigestUpdate(hash, &set, 1) == 1 &&
		    EVP_DigestUpdate(hash, attrs.data + 1,
		    attrs.len - 1) == 1;
	else
		ok = ok && EVP_DigestUpdate(hash, content.data,
		    content.len) == 1;
	ok = ok && EVP_DigestFinal_ex(hash, digest, &len) == 1;
	if (ok)
		ctx = EVP_PKEY_CTX_new_from_pkey(osslctx_lib(), key, NULL);
	ok = ok && ctx != NULL && EVP_PKEY_verify_init(ctx) == 1 &&
	    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PADDING) == 1 &&
	    EVP_PKEY_verify(ctx, s->signature.data, s->signature.len, digest,
	    len) == 1;
	EVP_PKEY_CTX_free(ctx);
	EVP_MD_CTX_free(hash);
	return ok;
}

static bool
out_of_memory(struct err *e)
{
	struct err why = ERR_INIT;

	osslctx_err(&why, ERR_INPUT, "");
	return why.code == ERR_MEMORY && !err_memory(e);
}

static bool
verify_with(const struct signer *s, EVP_PKEY *key, EVP_MD *md,
    struct view content, enum signed_form form, enum signed_verdict *verdict,
    struct err *e)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	EVP_PKEY_CTX *params = NULL;
	int rc;

	if (ctx == NULL)
		return err_memory(e);
	*verdict = SIGNED_UNKNOWN;
	if (EVP_DigestVerifyInit_ex(ctx, &params, EVP_MD_get0_name(md),
	    osslctx_lib(), NULL, key, NULL) != 1 || !set_padding(s, key, params))
		goto out;
	*verdict = SIGNED_BAD;
	if (!algorithm_fits(s, key, md))
		goto out;
	rc = verify_bytes(ctx, s, content);
	*verdict = rc == 1 || (form == SIGNED_MAY_BE_BARE &&
	    is_bare(s, key, md, content)) ? SIGNED_GOOD : SIGNED_BAD;
 out:
	EVP_MD_CTX_free(ctx);
	/* Empties the queue, also where the second way was the right one. */
	return !out_of_memory(e);
}

/*
 * RFC 5652, 5.3: content of any type but data has attributes. Without them the
 * content itself is what is signed, and the attributes of some good
 * signature would pass as content.
 */
static bool
lacks_attributes(const struct signer *s, struct view type)
{
	return s->signed_attrs.len == 0 && type.len != 0 &&
	    !der_oid_is(type, OID_DATA);
}

static EVP_PKEY *
public_key_of(const struct cert *c)
{
	const unsigned char *p = c->scan.spki.data;

	return d2i_PUBKEY_ex(NULL, &p, (long)c->scan.spki.len, osslctx_lib(),
	    NULL);
}

bool
signer_verify(const struct signer *s, const struct cert *cert,
    struct view content, struct view type, enum signed_form form,
    enum signed_verdict *verdict, struct err *e)
{
	const char *digest = signed_digest_name(s->digest_oid);
	EVP_PKEY *key;
	EVP_MD *md;
	bool ok, good;

	*verdict = SIGNED_UNKNOWN;
	if (digest == NULL)
		return true;
	if (lacks_attributes(s, type)) {
		*verdict = SIGNED_OTHER_CONTENT;
		return true;
	}
	md = osslctx_digest(digest, e);
	if (md == NULL)
		return false;
	if (s->signed_attrs.len != 0) {
		if (!check_attributes(s, md, content, type, &good, e))
			return false;
		if (!good) {
			*verdict = SIGNED_OTHER_CONTENT;
			return true;
		}
	}
	key = public_key_of(cert);
	if (key == NULL)
		return !out_of_memory(e);
	ok = verify_with(s, key, md, content, form, verdict, e);
	EVP_PKEY_free(key);
	return ok;
}

/* ---- which certificate the signer says it is ---- */

/* The first ESSCertID, or ESSCertIDv2, of the attribute. */
static bool
read_cert_id(struct view attribute, bool v2, struct view *digest_oid,
    struct view *hash)
{
	struct der d = der_open(attribute), outer, list, id, algorithm;
	struct tlv t;

	*digest_oid = v2 ? OID_VIEW(OID_SHA256) : OID_VIEW(OID_SHA1);
	if (!der_enter(&d, DER_SEQUENCE, &outer) ||
	    !der_enter(&outer, DER_SEQUENCE, &list) ||
	    !der_enter(&list, DER_SEQUENCE, &id))
		return false;
	if (v2 && der_enter(&id, DER_SEQUENCE, &algorithm)) {
		if (!der_take(&algorithm, DER_OID, &t))
			return false;
		*digest_oid = t.body;
	}
	if (!der_take(&id, DER_OCTET_STRING, &t))
		return false;
	*hash = t.body;
	return true;
}

static bool
check_cert_id(struct view attribute, bool v2, const struct cert *cert,
    bool *yes, struct err *e)
{
	struct view oid, hash;
	const char *name;
	EVP_MD *md;

	*yes = false;
	if (!read_cert_id(attribute, v2, &oid, &hash))
		return true;
	name = signed_digest_name(oid);
	if (name == NULL)
		return true;
	md = osslctx_digest(name, e);
	return md != NULL && is_digest_of(md, view_bytes(&cert->der), hash,
	    yes, e);
}

bool
signer_names(const struct signer *s, const struct cert *cert, bool *yes,
    struct err *e)
{
	struct view attribute;

	*yes = true;
	if (signer_attribute(s, true, OID_VIEW(OID_SIGNING_CERT_V2), 0,
	    &attribute) && !check_cert_id(attribute, true, cert, yes, e))
		return false;
	if (*yes && signer_attribute(s, true, OID_VIEW(OID_SIGNING_CERT), 0,
	    &attribute))
		return check_cert_id(attribute, false, cert, yes, e);
	return true;
}
