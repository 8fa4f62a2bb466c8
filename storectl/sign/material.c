#include "material.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/algname.h"
#include "formats/certs/armor.h"
#include "formats/key/pkcs8.h"

#define PROXY_MODULE	"p11-kit-proxy.so"

void
sign_material_clear(struct sign_material *m)
{
	const struct sign_material none = SIGN_MATERIAL_INIT;

	memfile_close(&m->certs);
	memfile_close(&m->cross);
	memfile_close(&m->key);
	memfile_close(&m->pin);
	free(m->key_uri);
	free(m->module);
	*m = none;
}

static bool
choose_digest(struct sign_material *m, const struct cert *leaf,
    const struct sign_options *o, struct err *e)
{
	char buf[ALGNAME_MAX];

	m->digest = o->digest != NULL ? o->digest : "sha256";
	if (o->digest != NULL && text_same(o->digest, "certHash")) {
		m->digest = sign_options_digest(algname_signature(
		    leaf->scan.signature_oid, buf));
		return m->digest != NULL || err_set(e, ERR_UNSUPPORTED,
		    "/fd certHash: the certificate is not signed with sha1, "
		    "sha256, sha384 or sha512");
	}
	if (o->stamp_digest != NULL && !text_same(o->stamp_digest, m->digest))
		return err_set(e, ERR_UNSUPPORTED, "/td %s and /fd %s "
		    "differ: osslsigncode can only request a timestamp with "
		    "the digest of the signature",
		    o->stamp_digest, m->digest);
	return true;
}

static bool
put_cert_file(struct memfile *f, const struct certlist *l, const char *name,
    struct err *e)
{
	struct bytes pem = BYTES_INIT;
	bool ok;

	armor_write_certs(&pem, l);
	ok = bytes_ok(&pem, e) && memfile_make(f, name, view_bytes(&pem),
	    MEMFILE_PUBLIC, e);
	bytes_clear(&pem);
	return ok;
}

static bool
put_key_file(struct memfile *f, const struct key *k, struct err *e)
{
	struct bytes der = BYTES_INIT, pem = BYTES_INIT;
	bool ok;

	if (k->algorithm == KEY_UNKNOWN)
		return err_set(e, ERR_UNSUPPORTED, "unsupported key "
		    "algorithm: %s", k->algorithm_name);
	ok = pkcs8_write(k, KEY_SPEC_NONE, &der, e);
	if (ok) {
		armor_write(&pem, "PRIVATE KEY", view_bytes(&der));
		ok = bytes_ok(&pem, e) && memfile_make(f, "key",
		    view_bytes(&pem), MEMFILE_SECRET, e);
	}
	bytes_clear(&der);
	bytes_clear(&pem);
	return ok;
}

/* ---- a token ---- */

/* %XX of a PKCS#11 URI, up to & or the end; new. */
static char *
decoded(const char *s, struct err *e)
{
	size_t len = strcspn(s, "&;"), n = 0;
	char *out = malloc(len + 1);

	if (out == NULL) {
		err_memory(e);
		return NULL;
	}
	for (size_t i = 0; i < len; i++) {
		int hi = -1, lo = -1;

		if (s[i] == '%' && i + 2 < len) {
			hi = text_hex_value((unsigned char)s[i + 1]);
			lo = text_hex_value((unsigned char)s[i + 2]);
		}
		if (hi >= 0 && lo >= 0) {
			out[n++] = (char)(hi << 4 | lo);
			i += 2;
		} else {
			out[n++] = s[i];
		}
	}
	out[n] = '\0';
	return out;
}

/* As token/token.h finds it: the URI's module-path, the environment's, or the
 * modules registered with p11-kit, through its proxy. */
static bool
choose_module(struct sign_material *m, const char *uri, struct err *e)
{
	const char *at = strstr(uri, "module-path=");
	const char *named = getenv("PKCS11_MODULE");

	if (at != NULL)
		m->module = decoded(at + strlen("module-path="), e);
	else {
		m->module = strdup(named != NULL && *named != '\0' ? named :
		    PROXY_MODULE);
		if (m->module == NULL)
			err_memory(e);
	}
	return m->module != NULL;
}

/* Without the query attributes, which the engine does not know. */
static bool
put_token_key(struct sign_material *m, const struct sign_identity *id,
    struct err *e)
{
	size_t path = strcspn(id->token, "?");

	m->key_uri = strndup(id->token, path);
	if (m->key_uri == NULL)
		return err_memory(e);
	if (!choose_module(m, id->token, e))
		return false;
	return !id->pin.given || memfile_make(&m->pin, "pin",
	    secret_view(&id->pin), MEMFILE_SECRET, e);
}

bool
sign_material_make(struct sign_material *m, const struct sign_identity *id,
    const struct sign_chain *chain, const struct sign_options *o,
    struct err *e)
{
	const struct sign_material none = SIGN_MATERIAL_INIT;

	*m = none;
	return choose_digest(m, id->leaf, o, e) &&
	    put_cert_file(&m->certs, &chain->certs, "certs", e) &&
	    (chain->cross.count == 0 ||
	    put_cert_file(&m->cross, &chain->cross, "cross", e)) &&
	    (id->key != NULL ? put_key_file(&m->key, id->key, e) :
	    put_token_key(m, id, e));
}
