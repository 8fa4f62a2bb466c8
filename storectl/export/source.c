#include "source.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certprop.h"
#include "chain/choose.h"
#include "chain/order.h"
#include "chain/pair.h"
#include "formats/pfx/pfx.h"
#include "io/readfile.h"
#include "query/pick_in_files.h"
#include "store/vault/keyvault.h"

/* ---- reading files ---- */

static bool
read_one(const struct export_files *f, const char *operand,
    struct contents *all, struct bundles *out, struct err *e)
{
	struct contents c = CONTENTS_INIT;
	bool ok;

	ok = cmdline_load(f->c, f->password, operand, &c, e) &&
	    bundles_note_warnings(out, readfile_name(operand), &c, e) &&
	    contents_merge(all, &c, e);
	contents_clear(&c);
	return ok;
}

/* The same certificate may be in several files. */
static bool
drop_duplicates(struct certlist *certs, struct err *e)
{
	struct certlist all = *certs, once = CERTLIST_INIT;
	bool ok = true;

	for (size_t i = 0; i < all.count; i++) {
		if (ok)
			ok = certlist_add_new(&once, all.items[i], e);
		else
			cert_free(all.items[i]);
	}
	all.count = 0;
	certlist_clear(&all);
	*certs = once;
	return ok;
}

static bool
read_inputs(const struct export_files *f, struct contents *all,
    struct bundles *out, struct err *e)
{
	for (size_t i = 0; i < cmdline_inputs(f->c); i++)
		if (!read_one(f, cmdline_input(f->c, i), all, out, e))
			return false;
	return drop_duplicates(&all->certs, e);
}

/* ---- what a certificate says of its key ---- */

/* CNG's providers have no type, and are all called like this; of CryptoAPI's
 * RSA providers only one family has AES. */
static uint32_t
type_of_provider(const char *provider, enum key_algorithm algorithm)
{
	if (strstr(provider, "Key Storage Provider") != NULL)
		return PROVIDER_CNG;
	if (algorithm == KEY_DSA)
		return PROVIDER_DSS_DH;
	if (algorithm != KEY_RSA)
		return PROVIDER_CNG;
	return strstr(provider, "AES") != NULL ? PROVIDER_RSA_AES :
	    PROVIDER_RSA_FULL;
}

/*
 * For a form that holds no key, but says where it is: as Windows does, with
 * CERT_KEY_PROV_INFO, with the name of the key in our stores as the container.
 * What the certificate says already stays.
 */
static bool
describe_key_of(struct cert *leaf, const struct key *k, struct err *e)
{
	const char *csp = k->csp_name != NULL ? k->csp_name :
	    pfx_default_csp(PBE_AES256_SHA256, k->algorithm);
	char hex[KEYNAME_HEX + 1];
	struct certprop_key prop;
	struct keyname name;
	struct view old;

	if (certprop_get(leaf, CERTPROP_KEY_PROV_INFO, &old) ||
	    !keyvault_name_of_key(k, &name))
		return true;
	keyname_hex(&name, hex);
	prop = (struct certprop_key){ hex, (char *)csp, type_of_provider(csp,
	    k->algorithm), 0, (uint32_t)k->spec };
	return certprop_set_key(leaf, &prop, e);
}


/* What a serialized store knows of the key. */
static bool
complete_key(struct identity *id, struct err *e)
{
	struct certprop_key prop;
	struct key *k = id->key;
	bool found;

	if (!certprop_get_key(id->leaf, &prop, &found, e))
		return false;
	if (!found)
		return true;
	if (k->spec == KEY_SPEC_NONE && (prop.spec == AT_SIGNATURE ||
	    prop.spec == AT_KEYEXCHANGE))
		k->spec = (enum key_spec)prop.spec;
	if (k->csp_name == NULL && prop.provider != NULL &&
	    *prop.provider != '\0') {
		k->csp_name = prop.provider;
		prop.provider = NULL;
	}
	certprop_key_clear(&prop);
	return true;
}

/* ---- bundles of files ---- */

/* A bundle of this certificate and, where one is wanted, its key. Takes the
 * leaf. */
static bool
fill_bundle(const struct export_files *f, struct contents *all, struct cert *leaf,
    struct bundle *p, struct err *e)
{
	long k = pick_in_files_key(all, leaf);

	if (k < 0 || !f->with_key) {
		p->cert = leaf;
		return k < 0 || (f->format->flags & EXPORT_DESCRIBES_KEY) ==
		    0 || describe_key_of(leaf, all->keys.items[k], e);
	}
	p->id = identity_new(keylist_take(&all->keys, (size_t)k), leaf, e);
	return p->id != NULL && complete_key(p->id, e);
}

static bool
make_with_chain(const struct export_files *f, struct contents *all, size_t i,
    struct bundles *out, struct err *e)
{
	struct bundle p = BUNDLE_INIT;
	bool ok;

	ok = fill_bundle(f, all, certlist_take(&all->certs, i), &p, e) &&
	    order_chain(bundle_cert(&p), &all->certs, bundle_chain(&p),
	    bundle_unrelated(&p), e);
	if (ok && f->criteria != NULL)
		certlist_clear(bundle_unrelated(&p));
	ok = ok && bundles_add(out, &p, e);
	bundle_clear(&p);
	return ok;
}

/* Those that are chosen (NULL: all that are left), in their order. Their places
 * in the list become NULL: taking out each would be quadratic. */
static bool
make_each(const struct export_files *f, struct contents *all,
    const bool *chosen, struct bundles *out, struct err *e)
{
	struct cert **items = all->certs.items;
	bool ok = true;

	for (size_t i = 0; ok && i < all->certs.count; i++) {
		struct bundle p = BUNDLE_INIT;
		struct cert *leaf = items[i];

		if (leaf == NULL || (chosen != NULL && !chosen[i]))
			continue;
		items[i] = NULL;
		ok = fill_bundle(f, all, leaf, &p, e) && bundles_add(out, &p, e);
		bundle_clear(&p);
	}
	return ok;
}

static bool
make_keys(struct contents *all, struct bundles *out, struct err *e)
{
	while (all->keys.count != 0) {
		struct bundle p = BUNDLE_INIT;

		p.key = keylist_take(&all->keys, 0);
		if (!bundles_add(out, &p, e))
			return false;
	}
	return true;
}

/* Keys, and none of the certificates is theirs. */
static bool
make_lone_keys(const struct export_files *f, struct contents *all,
    struct bundles *out, struct err *e)
{
	const unsigned flags = f->format->flags;

	if ((flags & EXPORT_NEEDS_CERT) != 0 && all->certs.count == 0)
		return err_set(e, ERR_NO_CERT, "%s needs the certificate of "
		    "the key (add the file that has it with -in)",
		    f->format->what);
	if ((flags & EXPORT_NEEDS_CERT) != 0 || (all->certs.count != 0 &&
	    (flags & EXPORT_TAKES_CHAIN) != 0))
		return pair_refuse(all->keys.items[0], all->certs.count, e);
	return make_keys(all, out, e);
}

static size_t
first_chosen(const bool *chosen)
{
	size_t i = 0;

	while (!chosen[i])
		i++;
	return i;
}

static bool
refuse_ambiguous(const struct contents *all, const bool *chosen, struct err *e)
{
	struct choose_several several = CHOOSE_SEVERAL_INIT;

	for (size_t i = 0; i < all->certs.count; i++)
		if (chosen[i])
			choose_list(&several, all->certs.items[i]);
	return choose_refuse_several(&several, CHOOSE_CURE, e);
}

/* A key that the form is to hold must not be left out silently because no
 * certificate belongs to it. */
static bool
keys_are_lone(const struct export_files *f, const struct contents *all)
{
	if (!f->with_key || f->criteria != NULL || all->keys.count == 0)
		return false;
	for (size_t i = 0; i < all->keys.count; i++)
		if (pair_find(all->keys.items[i], &all->certs) >= 0)
			return false;
	return true;
}

static bool
make_bundles(const struct export_files *f, struct contents *all, const bool *chosen,
    size_t n, struct bundles *out, struct err *e)
{
	if (keys_are_lone(f, all))
		return make_lone_keys(f, all, out, e);
	if (n == 0)
		return f->criteria != NULL ? err_set(e, ERR_NO_CERT, "none of "
		    "the %zu certificates in the files matches",
		    all->certs.count) : err_set(e, ERR_NO_CERT,
		    "no certificate in the files");
	if (n == 1)
		return make_with_chain(f, all, first_chosen(chosen), out, e);
	if ((f->format->flags & EXPORT_ONE) != 0)
		return refuse_ambiguous(all, chosen, e);
	return make_each(f, all, chosen, out, e) &&
	    (f->criteria != NULL || make_each(f, all, NULL, out, e));
}

bool
export_source_files(const struct export_files *f, struct bundles *out,
    struct err *e)
{
	struct contents all = CONTENTS_INIT;
	bool *chosen = NULL, ok = false;
	size_t n = 0;

	if (!read_inputs(f, &all, out, e))
		goto out;
	chosen = calloc(all.certs.count + 1, sizeof(*chosen));
	if (chosen == NULL) {
		err_memory(e);
		goto out;
	}
	ok = pick_in_files_all(&all, f->criteria, chosen, &n, e) &&
	    make_bundles(f, &all, chosen, n, out, e);
 out:
	free(chosen);
	contents_clear(&all);
	return ok;
}

/* ---- a store ---- */

static bool
add_gathered(struct export_store *s, const struct gathered *x,
    struct bundles *out, struct err *e)
{
	const bool with_key = s->with_key && (x->has_key ||
	    (s->format->flags & EXPORT_NEEDS_KEY) != 0);
	struct bundle p = BUNDLE_INIT;
	struct err why = ERR_INIT;
	struct chain built;
	bool ok;

	if (!x->has_key && s->with_key && !with_key &&
	    !keyvault_is_open(&s->load.g->location, &why) &&
	    !bundles_note(out, e, "%s", why.msg))
		return false;
	if (with_key)
		p.id = load_identity(&s->load, x, NULL, &p.encrypted_only, e);
	else
		p.cert = cert_dup(x->cert, e);
	ok = bundle_cert(&p) != NULL && (!s->with_chain ||
	    load_identity_chain(s->load.g, x->cert, bundle_chain(&p), &built, e)) &&
	    bundles_add(out, &p, e);
	bundle_clear(&p);
	return ok;
}

bool
export_source_found(struct export_store *s, const struct gathered *x,
    struct bundles *out, struct err *e)
{
	bool ok = add_gathered(s, x, out, e);

	secret_clear(&s->load.passphrase);
	return ok;
}

bool
export_source_store(struct export_store *s, struct bundles *out,
    struct err *e)
{
	struct gather *g = s->load.g;
	const struct gathered *x;
	bool ok = true;

	if ((s->format->flags & EXPORT_ONE) != 0)
		return gather_one(g, &x, e) &&
		    export_source_found(s, x, out, e);
	if (!gather_all(g, e))
		return false;
	if (g->count == 0)
		return gather_refuse_none(g, e);
	for (size_t i = 0; ok && i < g->count; i++)
		ok = add_gathered(s, &g->found[i], out, e);
	secret_clear(&s->load.passphrase);
	return ok;
}
