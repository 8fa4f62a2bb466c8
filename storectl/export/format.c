#include "format.h"

#include <string.h>

#include "base/text.h"
#include "cert/certname.h"
#include "formats/certs/armor.h"
#include "formats/certs/spc.h"
#include "formats/certs/sst.h"
#include "formats/key/msblob.h"
#include "formats/key/pkcs8.h"
#include "formats/pfx/pfx.h"

/* ---- a key ---- */

/* CryptoAPI is from before elliptic curves. */
static bool
check_blob(const struct key *k, const char *what, struct err *e)
{
	if (k->algorithm == KEY_RSA || k->algorithm == KEY_DSA)
		return true;
	return err_set(e, ERR_UNSUPPORTED, "%s holds RSA and DSA keys, not %s "
	    "(-as pkcs8, pem or pfx holds any)", what, k->algorithm_name);
}

static bool
write_pvk(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	const struct key *k = bundle_key(&l->items[0]);
	enum pvk_cipher cipher = o->password->given ? o->pvk_cipher :
	    PVK_PLAIN;

	return check_blob(k, "a PVK file", e) &&
	    pvk_write(k, k->spec, cipher, o->password, out, e);
}

static bool
write_blob(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	const struct key *k = bundle_key(&l->items[0]);

	(void)o;
	return check_blob(k, "a key blob", e) &&
	    msblob_write(k, k->spec, out, e);
}

/* The DER of a key under a password, or plain. */
static bool
put_key_der(const struct key *k, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	struct pbe_password pw = PBE_PASSWORD_INIT;
	bool ok;

	if (!o->password->given)
		return pkcs8_write(k, k->spec, out, e);
	ok = pbe_password_make(&pw, o->password, e) &&
	    pkcs8_write_encrypted(k, k->spec, o->profile, o->iterations, &pw,
	    out, e);
	pbe_password_clear(&pw);
	return ok;
}

static bool
put_key_pem(const struct key *k, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	struct bytes der = BYTES_INIT;
	bool ok = put_key_der(k, o, &der, e);

	if (ok)
		armor_write(out, o->password->given ? "ENCRYPTED PRIVATE KEY" :
		    "PRIVATE KEY", view_bytes(&der));
	bytes_clear(&der);
	return ok;
}

static bool
write_pkcs8(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	const struct key *k = bundle_key(&l->items[0]);

	return o->pem ? put_key_pem(k, o, out, e) : put_key_der(k, o, out, e);
}

/* ---- certificates ---- */

static bool
write_cer(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	const struct cert *c = bundle_cert(&l->items[0]);

	(void)e;
	if (o->pem)
		armor_write(out, "CERTIFICATE", view_bytes(&c->der));
	else
		bytes_add_view(out, view_bytes(&c->der));
	return true;
}

static bool
write_p7b(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	struct bytes der = BYTES_INIT;
	bool ok;

	ok = bundles_certs(l, &all, e) &&
	    spc_write(NULL, &all, o->pem ? &der : out, e);
	if (ok && o->pem)
		armor_write(out, "PKCS7", view_bytes(&der));
	certlist_clear(&all);
	bytes_clear(&der);
	return ok;
}

/* Certificates keep the properties they came with. */
static bool
write_sst(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	const char *name = o->friendly_name;
	struct certlist all = CERTLIST_INIT;
	bool ok;

	ok = bundles_certs(l, &all, e);
	/* The first of them is the bundle's own. */
	if (ok && name != NULL && l->count == 1)
		ok = cert_set_friendly_name(all.items[0], view_str(name), e);
	ok = ok && sst_write(&all, out, e);
	certlist_clear(&all);
	return ok;
}

/* ---- both ---- */

/* The key first, then the certificates from the leaf upwards: what every
 * reader of combined files takes. */
static bool
write_pem(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	bool ok = true;

	for (size_t i = 0; ok && i < l->count; i++)
		if (bundle_key(&l->items[i]) != NULL)
			ok = put_key_pem(bundle_key(&l->items[i]), o, out, e);
	ok = ok && bundles_certs(l, &all, e);
	if (ok)
		armor_write_certs(out, &all);
	certlist_clear(&all);
	return ok;
}

static bool
write_identity(const struct bundles *l, const struct export_options *o,
    struct bytes *out, struct err *e)
{
	const struct identity *id = l->items[0].id;
	const struct pfx_options options = {
		.profile = o->profile,
		.iterations = o->iterations,
		.friendly_name = o->friendly_name,
		.csp_name = o->csp != NULL ? o->csp : id->key->csp_name,
		.plain_certs = o->plain_certs,
	};

	return pfx_write(id, o->password, &options, out, e);
}

/* ---- the table ---- */

enum {
	KEY = EXPORT_TAKES_KEY | EXPORT_NEEDS_KEY | EXPORT_ONE,
	CERTS = EXPORT_NEEDS_CERT | EXPORT_TAKES_CHAIN,
};

static const struct export_format formats[] = {
	{ "pfx", "a PFX", "pfx p12", KEY | CERTS | EXPORT_ENCRYPTS |
	  EXPORT_NEEDS_PASSWORD | EXPORT_PBE | EXPORT_NAME |
	  EXPORT_CSP, write_identity },
	{ "pvk", "a PVK file", "pvk", KEY | EXPORT_ENCRYPTS | EXPORT_RC4,
	  write_pvk },
	{ "spc", "an SPC file", "spc", CERTS | EXPORT_HAS_PEM, write_p7b },
	{ "p7b", "a P7B file", "p7b p7c", CERTS | EXPORT_HAS_PEM, write_p7b },
	{ "cer", "a certificate file", "cer crt der", EXPORT_NEEDS_CERT |
	  EXPORT_ONE | EXPORT_HAS_PEM, write_cer },
	{ "pem", "a PEM file", "pem", EXPORT_TAKES_KEY | EXPORT_TAKES_CHAIN |
	  EXPORT_ENCRYPTS | EXPORT_PBE | EXPORT_PEM_FIRST, write_pem },
	{ "pkcs8", "a PKCS#8 file", "p8 pk8 key", KEY | EXPORT_ENCRYPTS |
	  EXPORT_PBE | EXPORT_HAS_PEM | EXPORT_PEM_FIRST, write_pkcs8 },
	{ "sst", "a serialized store", "sst", CERTS | EXPORT_NAME |
	  EXPORT_DESCRIBES_KEY, write_sst },
	{ "blob", "a key blob", "blob", KEY, write_blob },
	{ "dotnet", "a folder of .NET's stores", "", EXPORT_TAKES_KEY | CERTS |
	  EXPORT_FOLDER | EXPORT_PBE | EXPORT_NAME | EXPORT_CSP, NULL },
};

/* Is the word, in any case, one of those in the list? */
static bool
is_in_words(const char *word, const char *list)
{
	size_t len = strlen(word);

	for (; *list != '\0'; list += *list == ' ') {
		size_t n = strcspn(list, " ");

		if (n == len && strncasecmp(list, word, n) == 0)
			return true;
		list += n;
	}
	return false;
}

static const char *
suffix_of(const char *output)
{
	const char *slash = strrchr(output, '/');
	const char *dot = strrchr(slash != NULL ? slash : output, '.');

	return dot != NULL ? dot + 1 : "";
}

static void
list_names(struct err *e)
{
	for (size_t i = 0; i < COUNT_OF(formats); i++)
		err_add(e, "%s%s", i == 0 ? "" :
		    i + 1 == COUNT_OF(formats) ? " or " : ", ",
		    formats[i].name);
}

const struct export_format *
export_format_find(const char *name, const char *output, struct err *e)
{
	const char *suffix = name == NULL ? suffix_of(output) : NULL;

	for (size_t i = 0; i < COUNT_OF(formats); i++)
		if (name != NULL ? text_same(formats[i].name, name) :
		    is_in_words(suffix, formats[i].suffixes))
			return &formats[i];
	if (name != NULL)
		err_set(e, ERR_USAGE, "-as %s: unknown format, expected ", name);
	else
		err_set(e, ERR_USAGE, "-as FORMAT is missing, and \"%s\" "
		    "does not imply one: expected ", output);
	list_names(e);
	return NULL;
}

/* ---- -crypto and -iter ---- */

static const struct crypto {
	const char		*name;
	enum export_flag	 needs;
	enum pbe_profile	 profile;
	enum pvk_cipher		 cipher;
	uint32_t		 iterations;
} cryptos[] = {
	{ "AES256-SHA256", EXPORT_PBE, PBE_AES256_SHA256, PVK_PLAIN,
	  PFX_ITER_AES },
	{ "TripleDES-SHA1", EXPORT_PBE, PBE_SHA1_3DES, PVK_PLAIN,
	  PFX_ITER_3DES },
	{ "RC4-128", EXPORT_RC4, PBE_AES256_SHA256, PVK_RC4_128, 0 },
	{ "RC4-40", EXPORT_RC4, PBE_AES256_SHA256, PVK_RC4_40, 0 },
};

static const struct crypto *
find_crypto(const struct export_format *f, const char *name)
{
	for (size_t i = 0; i < COUNT_OF(cryptos); i++)
		if ((f->flags & cryptos[i].needs) != 0 && (name == NULL ||
		    text_same(cryptos[i].name, name)))
			return &cryptos[i];
	return NULL;
}

bool
export_format_crypto(const struct export_format *f, const char *name,
    const struct opt_uint *iter, const struct limits *limits,
    struct export_options *o, struct err *e)
{
	const struct crypto *c = find_crypto(f, name);

	if (c == NULL && name != NULL)
		return err_set(e, ERR_USAGE, "-crypto %s does not apply to %s",
		    name, f->what);
	if (iter != NULL && iter->given && (c == NULL ||
	    c->needs != EXPORT_PBE))
		return err_set(e, ERR_USAGE, "-iter does not apply to %s",
		    f->what);
	if (c == NULL)
		return true;
	o->profile = c->profile;
	o->pvk_cipher = c->cipher;
	o->iterations = (f->flags & EXPORT_FOLDER) != 0 ?
	    EXPORT_ITERATIONS_FEW : c->iterations;
	if (iter == NULL || !iter->given)
		return true;
	if (iter->value < 1)
		return err_set(e, ERR_USAGE, "-iter 0: expected at least 1");
	o->iterations = (uint32_t)iter->value;
	/* What we write we must be able to read. */
	return limit_check(limits, LIMIT_ITERATIONS, iter->value,
	    "iterations", e);
}

/* ---- may it be written ---- */

bool
export_format_protects(const struct export_format *f,
    const struct export_options *o)
{
	return (f->flags & EXPORT_ENCRYPTS) != 0 && o->password->given &&
	    o->password->len != 0;
}

bool
export_format_check(const struct export_format *f, const struct bundles *l,
    struct err *e)
{
	if (l->count == 0)
		return err_set(e, ERR_NO_CERT, "nothing to export");
	if ((f->flags & EXPORT_ONE) != 0 && l->count > 1)
		return err_set(e, ERR_AMBIGUOUS, "%s holds one key or "
		    "certificate, not %zu", f->what, l->count);
	if ((f->flags & EXPORT_NEEDS_KEY) != 0 && bundles_keys(l) == 0)
		return err_set(e, ERR_NO_KEY, "%s needs a private key", f->what);
	for (size_t i = 0; i < l->count; i++)
		if ((f->flags & EXPORT_NEEDS_CERT) != 0 &&
		    bundle_cert(&l->items[i]) == NULL)
			return err_set(e, ERR_NO_CERT, "%s needs a "
			    "certificate", f->what);
	return true;
}

static bool
refuse_clear(const struct export_format *f, const struct bundle *p,
    struct err *e)
{
	const struct cert *c = bundle_cert(p);
	struct bytes name = BYTES_INIT;

	err_set(e, ERR_KEY_STATE, "the private key may only be exported "
	    "encrypted (ExportEncrypted): %s", (f->flags & EXPORT_ENCRYPTS) !=
	    0 ? "give the file a password" : "use -as pfx, pkcs8, pem or pvk "
	    "with a password");
	if (c != NULL && c->scanned)
		certname_display(c->scan.subject, &name);
	bytes_add_u8(&name, 0);
	if (!name.failed && name.len > 1)
		err_in(e, "\"%s\"", (const char *)name.data);
	bytes_clear(&name);
	return false;
}

bool
export_format_check_keys(const struct export_format *f,
    const struct bundles *l, const struct export_options *o, struct err *e)
{
	for (size_t i = 0; i < l->count; i++)
		if (bundle_key(&l->items[i]) != NULL &&
		    l->items[i].encrypted_only && !export_format_protects(f,
		    o))
			return refuse_clear(f, &l->items[i], e);
	return true;
}

bool
export_format_write(const struct export_format *f, const struct bundles *l,
    const struct export_options *o, struct bytes *out, struct err *e)
{
	return f->write(l, o, out, e) && bytes_ok(out, e);
}
