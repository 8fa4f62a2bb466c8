#include "query/load_identity.h"

#include <time.h>

#include "base/text.h"
#include "cert/certname.h"
#include "io/passin.h"
#include "query/engines.h"
#include "store/vault/keyvault.h"

/* "CN" for a sentence; ends with a NUL. */
static void
name_of(const struct cert *c, struct bytes *out)
{
	bytes_add_str(out, "\"");
	if (c->scanned)
		certname_show(c->scan.subject, out);
	bytes_add(out, "\"", sizeof("\""));
}

/* ---- the key ---- */

static bool
check_use(const struct load_identity *l, const struct keyinfo *info, struct err *e)
{
	if (info->token != NULL)
		return err_set(e, l->use == LOAD_IDENTITY_EXPORT ? ERR_KEY_STATE :
		    ERR_UNSUPPORTED, "the private key is on a PKCS#11 token "
		    "(%s)%s", info->token, l->use == LOAD_IDENTITY_EXPORT ?
		    " and cannot leave it" : "");
	if (l->use == LOAD_IDENTITY_EXPORT && !info->exportable)
		return err_set(e, ERR_KEY_STATE, "the private key was imported "
		    "as not exportable (NoExport); the PFX that it came from "
		    "can be imported again without that");
	return true;
}

static bool
get_passphrase(struct load_identity *l, struct err *e)
{
	return l->passphrase.given || l->passphrase_from == NULL ||
	    passin_source(l->passphrase_from, "Enter passphrase of the "
	    "private key: ", PASSIN_ONCE, "-kp-from", &l->passphrase, e);
}

/* One that was asked for is of this key alone. */
static bool
load_key_asking(struct load_identity *l, const struct keyname *n,
    const char *name, struct key **k, struct err *e)
{
	const struct secret *tried = &l->passphrase;
	struct secret asked = SECRET_INIT;
	struct bytes prompt = BYTES_INIT;
	struct err why = ERR_INIT;
	bool again;

	bytes_addf(&prompt, "Enter passphrase of the private key of %s: ",
	    name);
	bytes_add_u8(&prompt, 0);
	again = bytes_ok(&prompt, e);
	while (again) {
		*k = keyvault_load(&l->g->location, n, tried, e);
		why = *e;
		/* Without the path of the key: it was not typed. */
		if (e->code == ERR_PASSWORD)
			err_set(e, ERR_PASSWORD, "wrong passphrase");
		again = *k == NULL && passin_retry((const char *)prompt.data,
		    "-kp-from", tried, &asked, e);
		tried = &asked;
	}
	if (e->code == ERR_PASSWORD)
		*e = why;
	secret_clear(&asked);
	bytes_clear(&prompt);
	return *k != NULL;
}

static bool
open_key(struct load_identity *l, const struct keyname *n,
    const struct cert *c, const char *name, struct key **k,
    bool *encrypted_only, struct err *e)
{
	const struct location *where = &l->g->location;
	struct keyinfo info = KEYINFO_INIT;
	bool ok = false;

	if (!keyvault_info(where, n, &info, e) || !check_use(l, &info, e))
		goto out;
	if (info.is_protected && !get_passphrase(l, e))
		goto out;
	*encrypted_only = info.export_encrypted_only;
	/* Its name is this certificate's. */
	ok = load_key_asking(l, n, name, k, e) &&
	    key_adopt_spki(*k, c->scan.spki, e);
 out:
	keyinfo_clear(&info);
	return ok;
}

bool
load_identity_key(struct load_identity *l, const struct gathered *x, struct key **k,
    bool *encrypted_only, struct err *e)
{
	struct bytes name = BYTES_INIT;
	struct keyname n;
	bool ok = false;

	*k = NULL;
	name_of(x->cert, &name);
	if (!bytes_ok(&name, e))
		goto out;
	if (!x->has_key && !keyvault_is_open(&l->g->location, e))
		;
	else if (!x->has_key || !keyvault_name_of_cert(x->cert, &n))
		err_set(e, ERR_NO_KEY, "the %s's stores have no private key "
		    "for it", location_name(l->g->place));
	else
		ok = engines_start(e) && open_key(l, &n, x->cert,
		    (const char *)name.data, k, encrypted_only, e);
	if (!ok)
		err_in(e, "%s", (const char *)name.data);
 out:
	bytes_clear(&name);
	return ok;
}

bool
load_identity_chain(struct gather *g, const struct cert *leaf,
    struct certlist *chain, struct chain *built, struct err *e)
{
	const struct chain_options o = { .when = (int64_t)time(NULL) };
	const struct chain_pool *pool = gather_pool(g, e);

	if (pool == NULL || !chain_build(pool, leaf, &o, built, e))
		return false;
	for (size_t i = 1; i < built->count; i++) {
		struct cert *copy = cert_dup(built->steps[i].cert, e);

		if (copy == NULL || !certlist_add(chain, copy, e))
			return false;
	}
	return true;
}

struct identity *
load_identity(struct load_identity *l, const struct gathered *x, struct chain *built,
    bool *encrypted_only, struct err *e)
{
	struct identity *id;
	struct cert *leaf;
	struct key *k;

	if (!load_identity_key(l, x, &k, encrypted_only, e))
		return NULL;
	leaf = cert_dup(x->cert, e);
	if (leaf == NULL) {
		key_free(k);
		return NULL;
	}
	id = identity_new(k, leaf, e);
	if (id != NULL && built != NULL &&
	    !load_identity_chain(l->g, x->cert, &id->chain, built, e)) {
		identity_free(id);
		return NULL;
	}
	return id;
}
