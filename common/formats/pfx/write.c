#include "formats/pfx/pfx.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "base/osslctx.h"
#include "base/random.h"
#include "base/text.h"
#include "formats/key/pkcs8.h"
#include "formats/pfx/mac.h"

enum {
	ATTRIBUTES_MAX	= 3,
	GUID_LEN	= 16,
	PVKTMP_MAX	= 64,
	/* What the DSS provider of the first years can hold. */
	DSA_BASE_BITS	= 1024,
};

/* Windows numbers the pairs of a file from 1, little-endian; here is one. */
static const unsigned char local_key_id[] = { 1, 0, 0, 0 };

static const char csp_strong[] = "Microsoft Strong Cryptographic Provider";
static const char csp_aes[] =
    "Microsoft Enhanced RSA and AES Cryptographic Provider";
static const char csp_dss[] =
    "Microsoft Base DSS and Diffie-Hellman Cryptographic Provider";
static const char csp_dss_enhanced[] =
    "Microsoft Enhanced DSS and Diffie-Hellman Cryptographic Provider";
static const char csp_ksp[] = "Microsoft Software Key Storage Provider";

const char *
pfx_default_csp(enum pbe_profile profile, enum key_algorithm algorithm)
{
	switch (algorithm) {
	case KEY_RSA:
		return profile == PBE_SHA1_3DES ? csp_strong : csp_aes;
	case KEY_DSA:
		return csp_dss;
	case KEY_EC:
	case KEY_OTHER:
	case KEY_UNKNOWN:
		break;
	}
	return csp_ksp;
}

static const char *
csp_of(const struct key *k, const struct pfx_options *options)
{
	if (options->csp_name != NULL)
		return options->csp_name;
	if (k->algorithm == KEY_DSA && k->bits > DSA_BASE_BITS)
		return csp_dss_enhanced;
	return pfx_default_csp(options->profile, k->algorithm);
}

/* "PvkTmp:" and a random GUID: the name of the key container that Pvk2Pfx
 * creates for the conversion, and that its files therefore carry. */
static bool
make_pvktmp(char name[PVKTMP_MAX], struct err *e)
{
	unsigned char g[GUID_LEN];
	int n;

	if (!random_bytes(g, sizeof(g), e))
		return false;
	g[6] = (unsigned char)(0x40 | (g[6] & 0x0f));
	g[8] = (unsigned char)(0x80 | (g[8] & 0x3f));
	n = snprintf(name, PVKTMP_MAX, "PvkTmp:");
	for (size_t i = 0; i < sizeof(g); i++)
		n += snprintf(name + n, PVKTMP_MAX - (size_t)n, "%s%02x",
		    i == 4 || i == 6 || i == 8 || i == 10 ? "-" : "", g[i]);
	return true;
}

/* ---- attributes of a bag ---- */

struct attributes {
	struct bytes	items[ATTRIBUTES_MAX];
	size_t		count;
};
#define ATTRIBUTES_INIT { { BYTES_INIT, BYTES_INIT, BYTES_INIT }, 0 }

static void
add_attribute(struct attributes *a, struct view oid, unsigned tag,
    struct view value)
{
	struct bytes *b = &a->items[a->count++];
	size_t attribute, set;

	attribute = der_begin(b, DER_SEQUENCE);
	der_put(b, DER_OID, oid);
	set = der_begin(b, DER_SET);
	der_put(b, tag, value);
	der_end(b, set);
	der_end(b, attribute);
}
#define ADD_ATTRIBUTE(a, oid, tag, value) \
	add_attribute((a), view_of((oid), sizeof(oid) - 1), (tag), (value))

static bool
add_text_attribute(struct attributes *a, struct view oid, const char *text,
    const char *what, struct err *e)
{
	struct bytes wide = BYTES_INIT;
	bool ok = false;

	if (!text_to_utf16be(view_str(text), &wide)) {
		err_set(e, ERR_INPUT, "the %s is not valid UTF-8", what);
		goto out;
	}
	if (!bytes_ok(&wide, e))
		goto out;
	add_attribute(a, oid, DER_BMP_STRING, view_bytes(&wide));
	ok = true;
 out:
	bytes_clear(&wide);
	return ok;
}

static bool
add_friendly_name(struct attributes *a, const char *name, struct err *e)
{
	return add_text_attribute(a, view_of(OID_FRIENDLY_NAME,
	    sizeof(OID_FRIENDLY_NAME) - 1), name, "friendly name", e);
}

static int
compare_encodings(const void *pa, const void *pb)
{
	const struct bytes *a = pa, *b = pb;
	size_t n = a->len < b->len ? a->len : b->len;
	int order = n == 0 ? 0 : memcmp(a->data, b->data, n);

	return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* DER sorts a SET OF by its encodings. Windows does: in Pvk2Pfx's files the
 * name of the CSP is ahead of the longer PvkTmp name, in other exports a
 * shorter friendly name comes first. */
static void
put_attributes(struct bytes *b, struct attributes *a)
{
	size_t set;

	if (a->count == 0)
		return;
	qsort(a->items, a->count, sizeof(a->items[0]), compare_encodings);
	set = der_begin(b, DER_SET);
	for (size_t i = 0; i < a->count; i++) {
		if (a->items[i].failed)
			b->failed = true;
		bytes_add_view(b, view_bytes(&a->items[i]));
	}
	der_end(b, set);
}

static void
free_attributes(struct attributes *a)
{
	for (size_t i = 0; i < ATTRIBUTES_MAX; i++)
		bytes_clear(&a->items[i]);
}

/* ---- bags ---- */

struct writer {
	const struct identity		*id;	/* or */
	const struct certlist		*certs;	/* without a key */
	const struct pfx_options	*options;
	struct pbe_password		 password;
	bool				 empty_password;
};

static bool
key_attributes(const struct writer *w, struct attributes *a, struct err *e)
{
	const struct key *k = w->id->key;
	const char *name = w->options->friendly_name;
	char pvktmp[PVKTMP_MAX];

	if (name == NULL)
		name = k->friendly_name;
	if (name == NULL && w->options->profile == PBE_SHA1_3DES) {
		if (!make_pvktmp(pvktmp, e))
			return false;
		name = pvktmp;
	}
	ADD_ATTRIBUTE(a, OID_LOCAL_KEY_ID, DER_OCTET_STRING,
	    view_of(local_key_id, sizeof(local_key_id)));
	if (!add_text_attribute(a, view_of(OID_CSP_NAME, sizeof(OID_CSP_NAME) - 1),
	    csp_of(k, w->options), "name of the provider", e))
		return false;
	return name == NULL || add_friendly_name(a, name, e);
}

static bool
put_key_bag(const struct writer *w, struct bytes *b, struct err *e)
{
	struct attributes a = ATTRIBUTES_INIT;
	size_t bag, value;
	bool ok = false;

	if (!key_attributes(w, &a, e))
		goto out;
	bag = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_SHROUDED_KEY_BAG);
	value = der_begin(b, DER_CONTEXT(0));
	if (!pkcs8_write_encrypted(w->id->key, w->id->key->spec,
	    w->options->profile, w->options->iterations, &w->password, b, e))
		goto out;
	der_end(b, value);
	put_attributes(b, &a);
	der_end(b, bag);
	ok = true;
 out:
	free_attributes(&a);
	return ok;
}

/* is_leaf: the certificate of the key. */
static bool
put_cert_bag(const struct cert *c, const char *name, bool is_leaf,
    struct bytes *b, struct err *e)
{
	struct attributes a = ATTRIBUTES_INIT;
	size_t bag, value, cert, octets;
	bool ok = false;

	if (is_leaf)
		ADD_ATTRIBUTE(&a, OID_LOCAL_KEY_ID, DER_OCTET_STRING,
		    view_of(local_key_id, sizeof(local_key_id)));
	if (name != NULL && !add_friendly_name(&a, name, e))
		goto out;
	bag = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_CERT_BAG);
	value = der_begin(b, DER_CONTEXT(0));
	cert = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_X509_CERT);
	octets = der_begin(b, DER_CONTEXT(0));
	der_put(b, DER_OCTET_STRING, view_bytes(&c->der));
	der_end(b, octets);
	der_end(b, cert);
	der_end(b, value);
	put_attributes(b, &a);
	der_end(b, bag);
	ok = true;
 out:
	free_attributes(&a);
	return ok;
}

static bool
put_list(const struct certlist *l, struct bytes *b, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (!put_cert_bag(l->items[i], l->items[i]->friendly_name,
		    false, b, e))
			return false;
	return true;
}

/* Leaf, chain upwards, then the rest. */
static bool
put_identity_certs(const struct writer *w, struct bytes *b, struct err *e)
{
	const struct identity *id = w->id;
	const char *name = w->options->friendly_name;

	if (name == NULL)
		name = id->leaf->friendly_name;
	return put_cert_bag(id->leaf, name, true, b, e) &&
	    put_list(&id->chain, b, e) && put_list(&id->unrelated, b, e);
}

/* SafeContents of all certificates. */
static bool
put_cert_bags(const struct writer *w, struct bytes *b, struct err *e)
{
	size_t bags = der_begin(b, DER_SEQUENCE);

	if (w->id != NULL ? !put_identity_certs(w, b, e) :
	    !put_list(w->certs, b, e))
		return false;
	der_end(b, bags);
	return bytes_ok(b, e);
}

/* ---- the parts of authSafe ---- */

static bool
put_key_safe(const struct writer *w, struct bytes *b, struct err *e)
{
	size_t info, content, octets, bags;

	info = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_DATA);
	content = der_begin(b, DER_CONTEXT(0));
	octets = der_begin(b, DER_OCTET_STRING);
	bags = der_begin(b, DER_SEQUENCE);
	if (!put_key_bag(w, b, e))
		return false;
	der_end(b, bags);
	der_end(b, octets);
	der_end(b, content);
	der_end(b, info);
	return true;
}

static void
put_plain_safe(struct view bags, struct bytes *b)
{
	size_t info = der_begin(b, DER_SEQUENCE), content;

	der_put_oid(b, OID_DATA);
	content = der_begin(b, DER_CONTEXT(0));
	der_put(b, DER_OCTET_STRING, bags);
	der_end(b, content);
	der_end(b, info);
}

static void
put_encrypted_safe(struct view algorithm, struct view encrypted,
    struct bytes *b)
{
	size_t info = der_begin(b, DER_SEQUENCE), content, data, inner;

	der_put_oid(b, OID_ENCRYPTED_DATA);
	content = der_begin(b, DER_CONTEXT(0));
	data = der_begin(b, DER_SEQUENCE);
	der_put_uint(b, 0);
	inner = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_DATA);
	bytes_add_view(b, algorithm);
	der_put(b, DER_CONTEXT_PRIM(0), encrypted);
	der_end(b, inner);
	der_end(b, data);
	der_end(b, content);
	der_end(b, info);
}

static bool
put_cert_safe(const struct writer *w, struct bytes *b, struct err *e)
{
	struct bytes bags = BYTES_INIT, algorithm = BYTES_INIT;
	struct bytes encrypted = BYTES_INIT;
	bool ok = false;

	if (!put_cert_bags(w, &bags, e))
		goto out;
	if (w->empty_password || w->options->plain_certs) {
		put_plain_safe(view_bytes(&bags), b);
		ok = true;
		goto out;
	}
	if (!pbe_encrypt(w->options->profile, w->options->iterations,
	    view_bytes(&bags), &w->password, &algorithm, &encrypted, e))
		goto out;
	put_encrypted_safe(view_bytes(&algorithm), view_bytes(&encrypted), b);
	ok = true;
 out:
	bytes_clear(&bags);
	bytes_clear(&algorithm);
	bytes_clear(&encrypted);
	return ok;
}

static bool
put_safes(const struct writer *w, struct bytes *b, struct err *e)
{
	size_t safes = der_begin(b, DER_SEQUENCE);

	if ((w->id != NULL && !put_key_safe(w, b, e)) ||
	    !put_cert_safe(w, b, e))
		return false;
	der_end(b, safes);
	return bytes_ok(b, e);
}

static bool
put_pfx(struct writer *w, const struct secret *password, struct bytes *out,
    struct err *e)
{
	struct secret empty = SECRET_INIT;
	struct bytes safes = BYTES_INIT;
	bool ok = false;
	size_t pfx;

	/* "None" would be a PFX that Pvk2Pfx never wrote. */
	if (password == NULL || !password->given) {
		if (!secret_alloc(&empty, 0, e))
			goto out;
		password = &empty;
	}
	w->empty_password = password->len == 0;
	if (!pbe_password_make(&w->password, password, e) ||
	    !put_safes(w, &safes, e))
		goto out;

	pfx = der_begin(out, DER_SEQUENCE);
	der_put_uint(out, 3);
	put_plain_safe(view_bytes(&safes), out);
	if (!pfx_mac_write(w->options->profile, w->options->iterations,
	    &w->password, view_bytes(&safes), out, e))
		goto out;
	der_end(out, pfx);
	ok = bytes_ok(out, e);
 out:
	pbe_password_clear(&w->password);
	secret_clear(&empty);
	bytes_clear(&safes);
	return ok;
}

bool
pfx_write(const struct identity *id, const struct secret *password,
    const struct pfx_options *options, struct bytes *out, struct err *e)
{
	struct writer w = { .id = id, .options = options };

	return put_pfx(&w, password, out, e);
}

bool
pfx_write_certs(const struct certlist *certs, const struct secret *password,
    const struct pfx_options *options, struct bytes *out, struct err *e)
{
	struct writer w = { .certs = certs, .options = options };

	return put_pfx(&w, password, out, e);
}
