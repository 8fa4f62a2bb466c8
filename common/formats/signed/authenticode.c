#include "formats/signed/authenticode.h"

#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "asn1/schema.h"
#include "base/osslctx.h"
#include "base/text.h"
#include "cert/certscan.h"

#define OID_VIEW(oid)	view_of((oid), sizeof(oid) - 1)

/* One that cannot be read is one. */
static bool
has_several_signers(const struct signed_data *s, bool *yes, struct err *e)
{
	struct signer another;
	struct err why = ERR_INIT;

	*yes = signed_signer(s, 1, &another, &why) || why.code != ERR_NONE;
	return why.code != ERR_MEMORY || err_memory(e);
}

/* ---- timestamps ---- */

/* A time with or without a fraction of a second. */
static bool
read_time(struct view der, int64_t *when)
{
	char whole[16] = "";
	struct der d = der_open(der);
	struct tlv t;

	if (!der_next(&d, &t))
		return false;
	if (t.tag != DER_GENERALIZED_TIME || t.body.len <= 15)
		return certscan_time(t.tag, t.body, when);
	if (t.body.data[14] != '.' || t.body.data[t.body.len - 1] != 'Z')
		return false;
	memcpy(whole, t.body.data, 14);
	whole[14] = 'Z';
	return certscan_time(t.tag, view_of(whole, 15), when);
}

/* The content type that is to be among its attributes. RFC 5652, 11.4 wants none
 * there; Microsoft's say data. */
static struct view
countersignature_type(const struct signer *s)
{
	struct view ignored;

	return signer_attribute(s, true, OID_VIEW(OID_CONTENT_TYPE), 0,
	    &ignored) ? OID_VIEW(OID_DATA) : view_of(NULL, 0);
}

/* Some timestampers' say what their tokens say. What was signed as a token
 * could be passed off as a countersignature then: it does not count. */
static bool
says_token(const struct signer *s)
{
	struct view value;
	struct der d;
	struct tlv t;

	if (!signer_attribute(s, true, OID_VIEW(OID_CONTENT_TYPE), 0, &value))
		return false;
	d = der_open(value);
	return der_take(&d, DER_OID, &t) && der_oid_is(t.body, OID_TST_INFO);
}

/* PKCS#9 countersignature: one signer over the octets of the signature. */
static bool
read_countersignature(struct authenticode *a, struct view der, struct err *e)
{
	struct stamp *s = &a->stamp;
	struct signer signer;
	struct view when;

	s->kind = STAMP_AUTHENTICODE;
	if (!signer_read(der, &signer, e))
		return false;
	if (!signer_attribute(&signer, true, OID_VIEW(OID_SIGNING_TIME), 0,
	    &when) || !read_time(when, &s->when))
		return err_set(e, ERR_INPUT, "no time in the timestamp");
	if (says_token(&signer)) {
		s->kind = STAMP_NONE;
		s->says_token = true;
		return true;
	}
	s->cert = signer_cert(&signer, &a->data.contents.certs);
	return s->cert == NULL || signer_verify(&signer, s->cert,
	    a->signer.signature, countersignature_type(&signer),
	    SIGNED_MAY_BE_BARE, &s->verdict, e);
}

/* What the token says was stamped: this signature? */
static bool
check_imprint(const struct authenticode *a, const struct asn *tst,
    bool *is_ours, struct err *e)
{
	struct view oid, digest;
	unsigned char found[64];
	const char *name;

	oid = asn_body(tst, "messageImprint.digestAlgorithm.algorithm");
	digest = asn_body(tst, "messageImprint.digest");
	name = signed_digest_name(oid);
	*is_ours = false;
	if (name == NULL || digest.len == 0 || digest.len > sizeof(found))
		return true;
	if (!osslctx_hash(name, a->signer.signature, found, digest.len, e))
		return e->code != ERR_MEMORY;
	*is_ours = view_equal(view_of(found, digest.len), digest);
	return true;
}

static bool
read_tst(struct authenticode *a, bool *is_ours, struct err *e)
{
	struct stamp *s = &a->stamp;
	struct asn tst = ASN_INIT;
	bool ok = false;

	if (!asn_decode(&tst, "TSTInfo", s->token.value, "timestamp", e))
		goto out;
	ok = (read_time(asn_whole(&tst, "genTime"), &s->when) ||
	    err_set(e, ERR_INPUT, "no time in the timestamp")) &&
	    check_imprint(a, &tst, is_ours, e);
 out:
	asn_clear(&tst);
	return ok;
}

static bool
verify_token(struct stamp *s, const struct signer *signer, bool is_ours,
    struct err *e)
{
	bool several, named;

	if (!has_several_signers(&s->token, &several, e))
		return false;
	if (several)
		s->fault = "the timestamp has more than one signer";
	s->cert = signer_cert(signer, &s->token.contents.certs);
	if (s->cert == NULL || !is_ours)
		return true;
	if (!signer_names(signer, s->cert, &named, e))
		return false;
	if (!named)
		s->fault = "the timestamp names another certificate as its "
		    "signer's (RFC 3161, 2.4.2)";
	if (!signer_verify(signer, s->cert, s->token.value,
	    s->token.content_type, SIGNED_MAY_BE_BARE, &s->verdict, e))
		return false;
	if (s->verdict == SIGNED_GOOD && !signed_announces(&s->token, signer))
		s->verdict = SIGNED_BAD;
	return true;
}

static bool
read_token(struct authenticode *a, struct view der,
    const struct limits *limits, struct err *e)
{
	struct stamp *s = &a->stamp;
	struct signer signer;
	bool is_ours;

	s->kind = STAMP_RFC3161;
	if (!signed_read(der, limits, &s->token, e))
		return false;
	if (!der_oid_is(s->token.content_type, OID_TST_INFO))
		return err_set(e, ERR_INPUT, "not a timestamp");
	if (!signed_signer(&s->token, 0, &signer, e))
		return e->code != ERR_NONE || err_set(e, ERR_INPUT,
		    "the timestamp is not signed");
	if (!read_tst(a, &is_ours, e))
		return false;
	if (!is_ours)
		s->verdict = SIGNED_OTHER_CONTENT;
	return verify_token(s, &signer, is_ours, e);
}

static bool
read_stamp(struct authenticode *a, const struct limits *limits, struct err *e)
{
	struct err why = ERR_INIT;
	struct view der;
	bool ok = true;

	a->stamp.verdict = SIGNED_UNKNOWN;
	if (signer_attribute(&a->signer, false, OID_VIEW(OID_SPC_RFC3161), 0,
	    &der))
		ok = read_token(a, der, limits, &why);
	else if (signer_attribute(&a->signer, false,
	    OID_VIEW(OID_COUNTERSIGNATURE), 0, &der))
		ok = read_countersignature(a, der, &why);
	if (ok)
		return true;
	if (why.code == ERR_MEMORY)
		return err_memory(e);
	a->stamp.verdict = SIGNED_BAD;
	a->stamp.fault = "the timestamp cannot be read";
	return true;
}

/* ---- the signature ---- */

static bool
read_signed_digest(struct authenticode *a, struct err *e)
{
	struct asn spc = ASN_INIT;
	bool ok = true;

	if (!der_oid_is(a->data.content_type, OID_SPC_INDIRECT_DATA))
		return true;
	ok = asn_decode(&spc, "SpcIndirectData", a->data.content,
	    "digest that was signed", e);
	if (ok) {
		a->digest_oid = asn_body(&spc,
		    "messageDigest.digestAlgorithm.algorithm");
		a->digest = asn_body(&spc, "messageDigest.digest");
	}
	asn_clear(&spc);
	return ok;
}

static bool
check_form(struct authenticode *a, struct err *e)
{
	bool several;

	if (!has_several_signers(&a->data, &several, e))
		return false;
	if (several)
		a->fault = "the signature has more than one signer";
	else if (a->signer.key_id.len != 0)
		a->fault = "the signer is not named by issuer and serial "
		    "number, as Authenticode has it";
	return true;
}

bool
authenticode_read(struct view pkcs7, const struct limits *limits,
    struct authenticode *a, bool *is_signed, struct err *e)
{
	authenticode_clear(a);
	*is_signed = false;
	if (!signed_read(pkcs7, limits, &a->data, e))
		return false;
	if (!signed_signer(&a->data, 0, &a->signer, e))
		return e->code == ERR_NONE;
	*is_signed = true;
	a->verdict = SIGNED_UNKNOWN;
	if (!check_form(a, e))
		return false;
	a->cert = signer_cert(&a->signer, &a->data.contents.certs);
	if (a->cert != NULL && !signer_verify(&a->signer, a->cert,
	    a->data.value, a->data.content_type, SIGNED_WHOLE, &a->verdict,
	    e))
		return false;
	if (a->verdict == SIGNED_GOOD &&
	    !signed_announces(&a->data, &a->signer))
		a->verdict = SIGNED_BAD;
	return read_signed_digest(a, e) && read_stamp(a, limits, e);
}

void
authenticode_clear(struct authenticode *a)
{
	const struct authenticode empty = AUTHENTICODE_INIT;

	signed_clear(&a->data);
	signed_clear(&a->stamp.token);
	*a = empty;
}

bool
authenticode_nested(const struct authenticode *a, size_t n,
    struct view *pkcs7)
{
	return signer_attribute(&a->signer, false, OID_VIEW(OID_SPC_NESTED), n,
	    pkcs7);
}

/* ---- what it says about the program ---- */

/* An IA5String; some signers put UTF-8 into it. */
static void
add_ia5(struct view v, struct bytes *out)
{
	if (text_is_utf8(v))
		bytes_add_view(out, v);
	else
		text_from_latin1(v, out);
}

/* SpcString: [0] BMPString or [1] IA5String. */
static void
add_spc_string(struct der *d, struct bytes *out)
{
	struct tlv t;

	if (der_take(d, DER_CONTEXT_PRIM(0), &t))
		text_from_utf16(t.body, TEXT_BE, true, out);
	else if (der_take(d, DER_CONTEXT_PRIM(1), &t))
		add_ia5(t.body, out);
}

/* SpcSpOpusInfo: [0] programName SpcString, [1] moreInfo SpcLink, whose url is
 * [0] IA5String; both CHOICEs, so their tags are explicit. */
void
authenticode_opus(const struct authenticode *a, struct bytes *name,
    struct bytes *url)
{
	struct view value;
	struct der d, opus, inner;
	struct tlv t;

	if (!signer_attribute(&a->signer, true, OID_VIEW(OID_SPC_OPUS_INFO), 0,
	    &value))
		return;
	d = der_open(value);
	if (!der_enter(&d, DER_SEQUENCE, &opus))
		return;
	if (der_enter(&opus, DER_CONTEXT(0), &inner))
		add_spc_string(&inner, name);
	if (der_enter(&opus, DER_CONTEXT(1), &inner) &&
	    der_take(&inner, DER_CONTEXT_PRIM(0), &t))
		add_ia5(t.body, url);
}

bool
authenticode_has_page_hashes(const struct authenticode *a)
{
	/* SpcSerializedObject's class of page hashes. */
	static const unsigned char class_id[] = {
		0xa6, 0xb5, 0x86, 0xd5, 0xb4, 0xa1, 0x24, 0x66,
		0xae, 0x05, 0xa2, 0x17, 0xda, 0x8e, 0x60, 0xd6,
	};

	return a->digest.len != 0 && memmem(a->data.content.data,
	    a->data.content.len, class_id, sizeof(class_id)) != NULL;
}
