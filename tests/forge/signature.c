/* signature.c - a program's PKCS#7, its timestamp, and the program's table */

#include "forge.h"

#include <string.h>

#include "asn1/oids.h"
#include "formats/signed/pe.h"

enum { SECURITY_DIRECTORY = 0xd8 };	/* of the tiny program */

#define OID_SPC_PE	"\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x0f"
#define OID_SPC_CAB	"\x2b\x06\x01\x04\x01\x82\x37\x02\x01\x19"
#define OID_RSA_	"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01"
#define OID_MD5_	"\x2a\x86\x48\x86\xf7\x0d\x02\x05"
#define OID_CMS_TOKEN	"\x2a\x86\x48\x86\xf7\x0d\x01\x09\x10\x02\x0e"
#define OID_SHA512_	"\x60\x86\x48\x01\x65\x03\x04\x02\x03"

/* What a signer signs, and how. */
struct signing {
	const struct forge_cert	*cert;
	enum forge_key		 key;
	enum forge_alg		 alg;
	const char		*digest;
	struct view		 type;		/* OID body of the content */
	struct view		 content;
	const char		*time;		/* signingTime; NULL: none */
	struct view		 ess;		/* an attribute, or empty */
	const struct forge	*f;		/* NULL: nothing is wrong */
	bool			 bare;
	bool			 garbage;
	bool			 by_key_id;
	bool			 no_digest;
	bool			 no_type;
	bool			 null_signature;
};

/* ---- pieces ---- */

static void
put_digest_id(struct bytes *out, const char *digest)
{
	size_t mark = der_begin(out, DER_SEQUENCE);

	if (strcmp(digest, "SHA256") == 0)
		der_put_oid(out, OID_SHA256);
	else if (strcmp(digest, "SHA384") == 0)
		der_put_oid(out, OID_SHA384);
	else if (strcmp(digest, "SHA1") == 0)
		der_put_oid(out, OID_SHA1);
	else if (strcmp(digest, "SHA512") == 0)
		der_put_oid(out, OID_SHA512_);
	else
		der_put_oid(out, OID_MD5_);
	der_put_null(out);
	der_end(out, mark);
}

static void
put_attribute(struct bytes *out, struct view type, struct view value,
    struct view second)
{
	size_t mark = der_begin(out, DER_SEQUENCE), set;

	der_put(out, DER_OID, type);
	set = der_begin(out, DER_SET);
	bytes_add_view(out, value);
	bytes_add_view(out, second);
	der_end(out, set);
	der_end(out, mark);
}

#define OID_VIEW(oid)	view_of((oid), sizeof(oid) - 1)

/* ---- a SignerInfo ---- */

static void
put_type_attribute(struct bytes *out, const struct signing *s)
{
	struct bytes value = BYTES_INIT;

	if (s->no_type)
		return;
	if (s->f != NULL && s->f->wrong_type)
		der_put_oid(&value, OID_DATA);
	else
		der_put(&value, DER_OID, s->type);
	put_attribute(out, OID_VIEW(OID_CONTENT_TYPE), view_bytes(&value),
	    view_of(NULL, 0));
	bytes_clear(&value);
}

static void
put_digest_attribute(struct bytes *out, const struct signing *s)
{
	struct bytes hash = BYTES_INIT, value = BYTES_INIT, more = BYTES_INIT;
	const struct forge *f = s->f;

	if (s->no_digest)
		return;
	forge_hash(&hash, s->digest, s->content);
	der_put(&value, DER_OCTET_STRING, view_bytes(&hash));
	if (f != NULL && f->wrong_message_digest)
		value.data[value.len - 1] ^= 1;
	if (f != NULL && f->digest_attribute_twice)
		put_attribute(out, OID_VIEW(OID_MESSAGE_DIGEST),
		    view_bytes(&value), view_of(NULL, 0));
	if (f != NULL && f->two_message_digests) {
		hash.data[0] ^= 1;
		der_put(&more, DER_OCTET_STRING, view_bytes(&hash));
	}
	put_attribute(out, OID_VIEW(OID_MESSAGE_DIGEST), view_bytes(&value),
	    view_bytes(&more));
	bytes_clear(&hash);
	bytes_clear(&value);
	bytes_clear(&more);
}

static void
put_attributes(struct bytes *out, const struct signing *s)
{
	struct bytes value = BYTES_INIT;
	const bool reversed = s->f != NULL && s->f->unsorted;

	if (reversed)
		put_digest_attribute(out, s);
	put_type_attribute(out, s);
	if (s->f != NULL && s->f->type_attribute_twice)
		put_type_attribute(out, s);
	if (s->time != NULL) {
		der_put(&value, DER_UTC_TIME, view_str(s->time));
		put_attribute(out, OID_VIEW(OID_SIGNING_TIME),
		    view_bytes(&value), view_of(NULL, 0));
	}
	if (!reversed)
		put_digest_attribute(out, s);
	bytes_add_view(out, s->ess);
	bytes_clear(&value);
}

static void
put_identifier(struct bytes *out, const struct signing *s)
{
	size_t mark;

	if (s->by_key_id) {
		der_put(out, DER_CONTEXT_PRIM(0), view_str("a key"));
		return;
	}
	mark = der_begin(out, DER_SEQUENCE);
	forge_put_name(out, s->cert->issuer);
	der_put(out, DER_INTEGER, view_of(s->cert->serial,
	    s->cert->serial_len));
	der_end(out, mark);
}

static void
put_signer_algorithm(struct bytes *out, enum forge_alg alg)
{
	size_t mark;

	if (alg != ALG_RSA_SHA256 && alg != ALG_RSA_SHA1 &&
	    alg != ALG_RSA_MD5) {
		forge_put_algorithm(out, alg);
		return;
	}
	mark = der_begin(out, DER_SEQUENCE);
	der_put_oid(out, OID_RSA_);
	der_put_null(out);
	der_end(out, mark);
}

/* An algorithm whose digest is this one; only RSA has others. */
static void
sign_content(struct bytes *out, const struct signing *s, struct view content)
{
	if (s->bare) {
		forge_sign_bare(out, s->key, s->digest, content);
	} else if (strcmp(s->digest, "SHA384") == 0) {
		EVP_MD_CTX *ctx = EVP_MD_CTX_new();
		unsigned char signature[1024];
		size_t len = sizeof(signature);

		FORGE(EVP_DigestSignInit_ex(ctx, NULL, s->digest, NULL, NULL,
		    forge_key(s->key), NULL) == 1 && EVP_DigestSign(ctx,
		    signature, &len, content.data, content.len) == 1);
		bytes_add(out, signature, len);
		EVP_MD_CTX_free(ctx);
	} else {
		forge_sign(out, s->key, s->alg, content);
	}
	if (s->garbage)
		out->data[out->len / 2] ^= 0x40;
	if (s->null_signature) {
		bytes_truncate(out, 0);
		bytes_add(out, FORGE_NULL_ECDSA, 8);
	}
}

/* `unsigned_attrs` is the body of their SET. */
static void
put_signer(struct bytes *out, const struct signing *s,
    struct view unsigned_attrs, struct bytes *signature)
{
	struct bytes attrs = BYTES_INIT, set = BYTES_INIT;
	const struct forge *f = s->f;
	const bool none = f != NULL && f->no_attributes;
	size_t mark = der_begin(out, DER_SEQUENCE);

	der_put_uint(out, 1);
	put_identifier(out, s);
	put_digest_id(out, s->digest);
	put_attributes(&attrs, s);
	der_put(&set, DER_SET, view_bytes(&attrs));
	if (!none)
		der_put(out, DER_CONTEXT(0), view_bytes(&attrs));
	put_signer_algorithm(out, s->f != NULL && s->f->says_ecdsa ?
	    ALG_ECDSA_SHA256 : s->alg);
	bytes_truncate(signature, 0);
	sign_content(signature, s, none ? s->content : view_bytes(&set));
	if (f != NULL && f->signature_zero)
		bytes_insert(signature, 0, "\0", 1);
	der_put(out, DER_OCTET_STRING, view_bytes(signature));
	if (unsigned_attrs.len != 0)
		der_put(out, DER_CONTEXT(1), unsigned_attrs);
	der_end(out, mark);
	bytes_clear(&attrs);
	bytes_clear(&set);
}

/* ---- SignedData ---- */

/* `content` is a whole element, for [0]; `signers` the body of their SET. */
static void
put_signed_data(struct bytes *out, unsigned version, const char *digest,
    struct view type, struct view content, struct view certs,
    struct view signers)
{
	size_t ci = der_begin(out, DER_SEQUENCE), explicit, sd, mark, inner;

	der_put_oid(out, OID_SIGNED_DATA);
	explicit = der_begin(out, DER_CONTEXT(0));
	sd = der_begin(out, DER_SEQUENCE);
	der_put_uint(out, version);
	mark = der_begin(out, DER_SET);
	put_digest_id(out, digest);
	der_end(out, mark);
	mark = der_begin(out, DER_SEQUENCE);
	der_put(out, DER_OID, type);
	inner = der_begin(out, DER_CONTEXT(0));
	bytes_add_view(out, content);
	der_end(out, inner);
	der_end(out, mark);
	der_put(out, DER_CONTEXT(0), certs);
	der_put(out, DER_SET, signers);
	der_end(out, sd);
	der_end(out, explicit);
	der_end(out, ci);
}

/* ---- timestamps ---- */

/* A certificate to name that is not the stamper's. */
static void
put_ess(struct bytes *out, const struct forge *f, struct view cert)
{
	struct bytes hash = BYTES_INIT, value = BYTES_INIT;
	size_t outer, list, id;

	if (f->ess == ESS_NONE)
		return;
	forge_hash(&hash, "SHA256", cert);
	if (f->ess == ESS_OTHER)
		hash.data[0] ^= 1;
	outer = der_begin(&value, DER_SEQUENCE);
	list = der_begin(&value, DER_SEQUENCE);
	id = der_begin(&value, DER_SEQUENCE);
	der_put(&value, DER_OCTET_STRING, view_bytes(&hash));
	der_end(&value, id);
	der_end(&value, list);
	der_end(&value, outer);
	put_attribute(out, OID_VIEW(OID_SIGNING_CERT_V2), view_bytes(&value),
	    view_of(NULL, 0));
	bytes_clear(&hash);
	bytes_clear(&value);
}

static void
put_imprint(struct bytes *out, const struct forge *f, struct view stamped)
{
	const char *digest = f->imprint == IMPRINT_MD5 ? "MD5" : "SHA256";
	size_t mark = der_begin(out, DER_SEQUENCE);
	struct bytes hash = BYTES_INIT;

	forge_hash(&hash, digest, stamped);
	if (f->stamp_of_other)
		hash.data[0] ^= 1;
	if (f->imprint == IMPRINT_LAST)
		hash.data[hash.len - 1] ^= 1;
	if (f->imprint == IMPRINT_CUT)
		bytes_truncate(&hash, 20);
	if (f->imprint == IMPRINT_EMPTY)
		bytes_truncate(&hash, 0);
	put_digest_id(out, digest);
	der_put(out, DER_OCTET_STRING, view_bytes(&hash));
	der_end(out, mark);
	bytes_clear(&hash);
}

static void
put_tst_info(struct bytes *out, const struct forge *f, struct view stamped)
{
	size_t mark = der_begin(out, DER_SEQUENCE);
	char time[40];

	snprintf(time, sizeof(time), "%s%s", f->stamp_time, f->tst_clock);
	der_put_uint(out, 1);
	der_put_oid(out, "\x2a\x03\x04");
	put_imprint(out, f, stamped);
	der_put_uint(out, 7);
	der_put(out, DER_GENERALIZED_TIME, view_str(time));
	der_end(out, mark);
	if (f->tst_trailing)
		der_put_null(out);
}

static const struct forge_cert *
stamper_of(const struct forge *f)
{
	return f->stamped_by_leaf ? &f->leaf : &f->tsa;
}

static void
put_token(struct bytes *out, const struct forge *f, enum forge_key key,
    struct view signature)
{
	struct bytes tst = BYTES_INIT, content = BYTES_INIT;
	struct bytes cert = BYTES_INIT, ess = BYTES_INIT, signers = BYTES_INIT;
	struct bytes ignored = BYTES_INIT;
	struct signing s = {
		.cert = stamper_of(f), .key = key, .alg = ALG_RSA_SHA256,
		.digest = f->stamp_digest, .bare = f->stamp_bare,
		.no_digest = f->stamp_no_digest,
	};
	const struct view type = f->token_is_data ? OID_VIEW(OID_DATA) :
	    OID_VIEW(OID_TST_INFO);

	if (strcmp(f->stamp_digest, "MD5") == 0)
		s.alg = ALG_RSA_MD5;
	put_tst_info(&tst, f, signature);
	der_put(&content, DER_OCTET_STRING, view_bytes(&tst));
	forge_make_cert(s.cert, &cert);
	put_ess(&ess, f, view_bytes(&cert));
	s.type = f->stamp_type ? OID_VIEW(OID_DATA) : type;
	s.content = view_bytes(&tst);
	s.ess = view_bytes(&ess);
	put_signer(&signers, &s, view_of(NULL, 0), &ignored);
	if (f->stamp_two_signers)
		put_signer(&signers, &s, view_of(NULL, 0), &ignored);
	if (f->no_stamp_cert)
		bytes_truncate(&cert, 0);
	put_signed_data(out, 3, s.digest, type, view_bytes(&content),
	    view_bytes(&cert), view_bytes(&signers));
	bytes_clear(&tst);
	bytes_clear(&content);
	bytes_clear(&cert);
	bytes_clear(&ess);
	bytes_clear(&signers);
	bytes_clear(&ignored);
}

static void
put_countersignature(struct bytes *out, const struct forge *f,
    struct view signature)
{
	struct bytes ignored = BYTES_INIT, other = BYTES_INIT;
	char time[32];
	struct signing s = {
		.cert = stamper_of(f), .alg = ALG_RSA_SHA256,
		.key = f->stamped_by_leaf ? f->leaf.key : f->stamp_key,
		.digest = f->stamp_digest, .bare = f->stamp_bare,
		.type = OID_VIEW(OID_DATA), .content = signature,
		.time = f->stamp_no_time ? NULL : time,
		.no_digest = f->stamp_no_digest,
	};

	if (f->stamp_type)
		s.type = OID_VIEW(OID_SPC_INDIRECT_DATA);
	if (f->stamp_token_type)
		s.type = OID_VIEW(OID_TST_INFO);
	s.no_type = f->stamp_no_type;
	if (strcmp(f->stamp_digest, "MD5") == 0)
		s.alg = ALG_RSA_MD5;
	bytes_add_view(&other, signature);
	if (f->stamp_of_other) {
		other.data[0] ^= 1;
		s.content = view_bytes(&other);
	}
	snprintf(time, sizeof(time), "%s120000Z", strlen(f->stamp_time) == 8 ?
	    f->stamp_time + 2 : f->stamp_time);
	put_signer(out, &s, view_of(NULL, 0), &ignored);
	bytes_clear(&ignored);
	bytes_clear(&other);
}

/* The attribute of this kind of stamp, or where it does not belong. */
static struct view
stamp_attribute(const struct forge *f, bool is_token)
{
	if (f->stamp_as_cms)
		return OID_VIEW(OID_CMS_TOKEN);
	return is_token != f->stamp_as_other_kind ? OID_VIEW(OID_SPC_RFC3161) :
	    OID_VIEW(OID_COUNTERSIGNATURE);
}

static void
put_stamp(struct bytes *out, const struct forge *f, struct view signature)
{
	struct bytes value = BYTES_INIT;

	if (f->bad_stamp_first || f->stamp == STAMP_OF_RFC3161) {
		put_token(&value, f, f->bad_stamp_first ? FORGE_KEY_OTHER :
		    f->stamped_by_leaf ? f->leaf.key : f->stamp_key,
		    signature);
		if (f->stamp_empty_set)
			bytes_truncate(&value, 0);
		put_attribute(out, stamp_attribute(f, true),
		    view_bytes(&value), view_of(NULL, 0));
	}
	if (f->stamp == STAMP_OF_AUTHENTICODE) {
		bytes_truncate(&value, 0);
		put_countersignature(&value, f, signature);
		if (f->stamp_empty_set)
			bytes_truncate(&value, 0);
		put_attribute(out, stamp_attribute(f, false),
		    view_bytes(&value), view_of(NULL, 0));
	}
	bytes_clear(&value);
}

/* ---- the program's signature ---- */

static void
put_spc(struct bytes *out, const struct forge *f, struct view plain)
{
	unsigned char hash[64];
	size_t len = strcmp(f->digest, "SHA384") == 0 ? 48 :
	    strcmp(f->digest, "SHA1") == 0 ? 20 :
	    strcmp(f->digest, "MD5") == 0 ? 16 : 32, mark, data, info;
	struct err e = ERR_INIT;

	FORGE(pe_digest(plain, f->digest, hash, len, &e));
	mark = der_begin(out, DER_SEQUENCE);
	data = der_begin(out, DER_SEQUENCE);
	if (f->cab_spc)
		der_put_oid(out, OID_SPC_CAB);
	else
		der_put_oid(out, OID_SPC_PE);
	/* SpcPeImageData: flags, and an obsolete file name. */
	info = der_begin(out, DER_SEQUENCE);
	der_put(out, DER_BIT_STRING, view_of("\0", 1));
	bytes_add(out, "\xa0\x04\xa2\x02\x80\x00", 6);
	der_end(out, info);
	der_end(out, data);
	data = der_begin(out, DER_SEQUENCE);
	put_digest_id(out, f->sha1_label ? "SHA1" : f->digest);
	der_put(out, DER_OCTET_STRING, view_of(hash, f->empty_spc ? 0 :
	    f->cut_spc ? 20 : len));
	der_end(out, data);
	der_end(out, mark);
}

static void
put_certs(struct bytes *out, const struct forge *f)
{
	const bool has_decoy = f->decoy.subject != NULL;

	if (has_decoy && f->decoy_first)
		forge_make_cert(&f->decoy, out);
	if (!f->no_leaf)
		forge_make_cert(&f->leaf, out);
	if (!f->leaf_is_self_signed && !f->no_ca)
		forge_make_cert(&f->ca, out);
	if (f->stamp != STAMP_OF_NONE && !f->stamped_by_leaf &&
	    !f->no_stamp_cert)
		forge_make_cert(&f->tsa, out);
	if (has_decoy && !f->decoy_first)
		forge_make_cert(&f->decoy, out);
}

/* `beside` is the unsigned attributes that are no timestamps. */
static void
put_signers(struct bytes *out, const struct forge *f, struct view content,
    struct view type, struct view beside)
{
	struct bytes signature = BYTES_INIT, stamp = BYTES_INIT;
	struct bytes ignored = BYTES_INIT, again = BYTES_INIT;
	struct signing s = {
		.cert = &f->leaf, .key = f->sign_key, .alg = f->sign_alg,
		.digest = f->digest, .bare = f->bare, .type = type,
		.content = content, .f = f, .by_key_id = f->by_key_id,
		.garbage = f->garbage_signature, .time = f->own_time,
		.no_digest = f->no_message_digest,
		.null_signature = f->null_signature,
	};
	struct signing bad = s;

	bad.garbage = true;
	if (f->bad_signer_first)
		put_signer(out, &bad, view_of(NULL, 0), &ignored);
	/* Twice: what is stamped is known only then. ECDSA and PSS sign
	 * differently each time, so they are not stamped here. */
	put_signer(&again, &s, view_of(NULL, 0), &signature);
	put_stamp(&stamp, f, view_bytes(&signature));
	bytes_add_view(&stamp, beside);
	if (stamp.len != 0) {
		bytes_truncate(&again, 0);
		put_signer(&again, &s, view_bytes(&stamp), &ignored);
	}
	bytes_add_view(out, view_bytes(&again));
	if (f->good_signer_first)
		put_signer(out, &bad, view_of(NULL, 0), &ignored);
	bytes_clear(&signature);
	bytes_clear(&stamp);
	bytes_clear(&ignored);
	bytes_clear(&again);
}

static void	put_pkcs7(struct bytes *out, const struct forge *f,
		    struct view plain);

/* A signature in another one's attribute. */
static void
put_nested(struct bytes *out, const struct forge *f, struct view plain)
{
	struct bytes pkcs7 = BYTES_INIT, other = BYTES_INIT;

	if (f->nested == NULL)
		return;
	bytes_add_view(&other, plain);
	if (f->nested_of_other)
		other.data[other.len - 1] ^= 1;
	put_pkcs7(&pkcs7, f->nested, view_bytes(&other));
	put_attribute(out, OID_VIEW(OID_SPC_NESTED), view_bytes(&pkcs7),
	    view_of(NULL, 0));
	bytes_clear(&pkcs7);
	bytes_clear(&other);
}

static void
put_pkcs7(struct bytes *out, const struct forge *f, struct view plain)
{
	struct bytes spc = BYTES_INIT, certs = BYTES_INIT, signers = BYTES_INIT;
	struct bytes nested = BYTES_INIT;
	const struct view type = OID_VIEW(OID_SPC_INDIRECT_DATA);
	struct der d;
	struct tlv t;

	put_spc(&spc, f, plain);
	d = der_open(view_bytes(&spc));
	FORGE(der_take(&d, DER_SEQUENCE, &t));
	put_certs(&certs, f);
	put_nested(&nested, f, plain);
	put_signers(&signers, f, t.body, type, view_bytes(&nested));
	put_signed_data(out, 1, f->other_announced ? "SHA512" : f->digest,
	    type, view_bytes(&spc), view_bytes(&certs),
	    view_bytes(&signers));
	bytes_clear(&nested);
	bytes_clear(&spc);
	bytes_clear(&certs);
	bytes_clear(&signers);
}

/* ---- the program ---- */

static void
put_entry(struct bytes *table, unsigned revision, unsigned type,
    struct view data)
{
	size_t padded = (8 + data.len + 7) & ~(size_t)7;

	bytes_add_le32(table, (uint32_t)padded);
	bytes_add_le16(table, (uint16_t)revision);
	bytes_add_le16(table, (uint16_t)type);
	bytes_add_view(table, data);
	for (size_t n = 8 + data.len; n < padded; n++)
		bytes_add_u8(table, 0);
}

/* Of a signer that nobody trusts. */
static void
put_foreign(struct bytes *out, struct view plain)
{
	struct forge f;

	forge_begin(&f);
	f.leaf.subject = f.leaf.issuer = "Forge stranger";
	f.leaf.key = f.leaf.signer = f.sign_key = FORGE_KEY_OTHER;
	f.leaf_is_self_signed = true;
	put_pkcs7(out, &f, plain);
}

static void
set_le32(unsigned char *p, size_t n)
{
	for (int i = 0; i < 4; i++)
		p[i] = (unsigned char)(n >> (8 * i));
}

/* The forgery's own entry, and what it says of itself. */
static void
put_own_entry(struct bytes *table, const struct forge *f, struct view pkcs7)
{
	const size_t start = table->len;
	size_t len;

	put_entry(table, f->revision, 2, pkcs7);
	len = table->len - start;
	if (f->entry_longer != 0)
		set_le32(table->data + start, (size_t)((long)len +
		    f->entry_longer));
	if (f->entry_of_none)
		set_le32(table->data + start, 0);
	if (f->padding_used) {
		FORGE((8 + pkcs7.len) % 8 != 0);
		table->data[table->len - 1] = 0x5a;
	}
}

static void
put_table(struct bytes *table, const struct forge *f, struct view plain)
{
	struct bytes pkcs7 = BYTES_INIT, foreign = BYTES_INIT;

	put_foreign(&foreign, plain);
	put_pkcs7(&pkcs7, f, plain);
	if (f->behind_pkcs7)
		bytes_add_str(&pkcs7, "something that nobody signed");
	if (f->type1_first)
		put_entry(table, 0x200, 1, view_str("X.509!!!"));
	if (f->foreign_first)
		put_entry(table, 0x200, 2, view_bytes(&foreign));
	put_own_entry(table, f, view_bytes(&pkcs7));
	if (f->honest_twice)
		put_entry(table, f->revision, 2, view_bytes(&pkcs7));
	if (f->foreign_second)
		put_entry(table, 0x200, 2, view_bytes(&foreign));
	bytes_clear(&pkcs7);
	bytes_clear(&foreign);
}

void
forge_sign_program(const struct forge *f, struct view plain,
    struct bytes *out)
{
	struct bytes table = BYTES_INIT;

	FORGE(plain.len % 8 == 0 && plain.len > SECURITY_DIRECTORY + 8);
	put_table(&table, f, plain);
	bytes_add_view(out, plain);
	bytes_add_view(out, view_bytes(&table));
	set_le32(out->data + SECURITY_DIRECTORY, plain.len);
	set_le32(out->data + SECURITY_DIRECTORY + 4, (size_t)((long)table.len +
	    f->table_longer));
	if (f->behind_table)
		bytes_add_str(out, "and more\n");
	if (f->changed)
		out->data[plain.len - 1] ^= 1;
	bytes_clear(&table);
	FORGE(!out->failed);
}
