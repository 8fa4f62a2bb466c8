#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certprop.h"
#include "cert/provider.h"
#include "chain/issued.h"
#include "chain/pair.h"

enum { CRYPT_MACHINE_KEYSET = 0x20 };	/* a flag of CERT_KEY_PROV_INFO */

void
plan_clear(struct plan *p)
{
	const struct plan none = PLAN_INIT;

	for (size_t i = 0; i < p->key_count; i++)
		keyinfo_clear(&p->keys[i].info);
	free(p->keys);
	free(p->certs);
	certlist_clear(&p->file);
	certlist_clear(&p->copies);
	*p = none;
}

/* All certificates of the file, each once, and room for plans of them: a leaf
 * may be planned twice. */
static bool
take_certs(struct contents *c, struct plan *p, struct err *e)
{
	bool ok = true;

	for (size_t i = 0; i < c->certs.count; i++) {
		if (ok)
			ok = certlist_add_new(&p->file, c->certs.items[i], e);
		else
			cert_free(c->certs.items[i]);
	}
	c->certs.count = 0;
	if (!ok)
		return false;
	p->certs = calloc(2 * p->file.count + 1, sizeof(*p->certs));
	p->keys = calloc(c->keys.count + 1, sizeof(*p->keys));
	return (p->certs != NULL && p->keys != NULL) || err_memory(e);
}

static void
forget_names(struct certlist *l)
{
	for (size_t i = 0; i < l->count; i++) {
		free(l->items[i]->friendly_name);
		l->items[i]->friendly_name = NULL;
	}
}

static void
plan_cert_for(struct plan *p, struct cert *cert, const char *store,
    enum role role, size_t key)
{
	struct plan_cert *pc = &p->certs[p->cert_count++];

	pc->cert = cert;
	pc->store = store;
	pc->role = role;
	pc->key = key;
	pc->has_key = key != PLAN_NO_KEY;
}

/* ---- keys ---- */

static bool
copy_text(char **to, const char *from, struct err *e)
{
	if (from == NULL)
		return true;
	*to = strdup(from);
	return *to != NULL || err_memory(e);
}

/* As PFXImportCertStore takes a key whose file does not say. */
static enum key_spec
choose_spec(const struct key *k, const struct modifiers *m)
{
	if (m->spec != KEY_SPEC_NONE)
		return m->spec;
	if (k->spec != KEY_SPEC_NONE)
		return k->spec;
	return k->algorithm == KEY_RSA ? AT_KEYEXCHANGE : AT_SIGNATURE;
}

static const char *
choose_provider(const struct key *k, const struct plan_options *o)
{
	if (o->provider != NULL)
		return o->provider;
	if (k->csp_name != NULL && *k->csp_name != '\0' && !o->no_properties)
		return k->csp_name;
	return provider_default(k->algorithm);
}

static bool
fill_info(const struct key *k, const struct plan_options *o,
    struct keyinfo *info, struct err *e)
{
	const struct keyinfo plain = KEYINFO_INIT;
	const struct modifiers *m = o->modifiers;
	const char *name = m->key_friendly_name;

	if (name == NULL && !o->no_properties)
		name = k->friendly_name;
	*info = plain;
	info->spec = choose_spec(k, m);
	info->exportable = !m->no_export && !o->on_token;
	info->export_encrypted_only = m->export_encrypted;
	info->is_protected = m->protect;
	if (o->provider != NULL && !provider_holds(o->provider, k, e))
		return false;
	return copy_text(&info->friendly_name, name, e) &&
	    copy_text(&info->description, m->key_description, e) &&
	    copy_text(&info->provider, choose_provider(k, o), e);
}

static bool
name_key(struct plan_key *pk, const struct certlist *file, struct err *e)
{
	long i = pair_find(pk->key, file);

	pk->has_cert = i >= 0;
	if (pk->has_cert ? keyvault_name_of_cert(file->items[i], &pk->name) :
	    keyvault_name_of_key(pk->key, &pk->name))
		return true;
	return err_memory(e);
}

static bool
take_keys(const struct contents *c, const struct plan_options *o,
    struct plan *p, struct err *e)
{
	for (size_t i = 0; i < c->keys.count; i++) {
		struct plan_key *pk = &p->keys[p->key_count++];

		pk->key = c->keys.items[i];
		if (!fill_info(pk->key, o, &pk->info, e) ||
		    !name_key(pk, &p->file, e))
			return false;
	}
	return true;
}

/* The planned key of a certificate, or PLAN_NO_KEY. Where only a local key id
 * pairs them, the name decides. */
static bool
find_planned_key(const struct plan *p, const struct cert *c, size_t *key,
    struct err *e)
{
	struct keyname n;

	*key = PLAN_NO_KEY;
	for (size_t i = 0; i < p->key_count; i++) {
		if (!p->keys[i].has_cert || !c->scanned ||
		    !identity_pairs(p->keys[i].key, c))
			continue;
		if (!keyvault_name_of_cert(c, &n))
			return err_memory(e);
		if (memcmp(&n, &p->keys[i].name, sizeof(n)) != 0)
			continue;
		*key = i;
		break;
	}
	return true;
}

/* ---- leaves ---- */

static bool
link_key(struct cert *c, const struct plan_key *pk,
    const struct plan_options *o, struct err *e)
{
	char container[KEYNAME_HEX + 1];
	struct certprop_key prop = CERTPROP_KEY_INIT;

	keyname_hex(&pk->name, container);
	prop.container = container;
	prop.provider = pk->info.provider;
	prop.type = provider_type(pk->info.provider, pk->key->algorithm);
	prop.flags = o->place == PLACE_MACHINE ? CRYPT_MACHINE_KEYSET : 0;
	/* CNG's keys have no key spec. */
	prop.spec = prop.type != PROVIDER_CNG ? (uint32_t)pk->info.spec : 0;
	return certprop_set_key(c, &prop, e);
}

static bool
plan_root_copy(struct plan *p, const struct cert *c, struct err *e)
{
	struct cert *copy = cert_dup(c, e);

	if (copy == NULL || !certlist_add(&p->copies, copy, e))
		return false;
	plan_cert_for(p, copy, placement_store(ROLE_ROOT), ROLE_ROOT, PLAN_NO_KEY);
	return true;
}

/* Is a self-signed leaf to be trusted, too? */
static bool
wants_root(const struct cert *c, const char *store,
    const struct plan_options *o, struct plan *p)
{
	if (!cert_is_root(c) ||
	    o->modifiers->no_chain || o->single_store ||
	    text_same(store, placement_store(ROLE_ROOT)))
		return false;
	if (o->modifiers->no_root)
		p->roots_left++;
	return !o->modifiers->no_root;
}

static bool
add_leaf(struct plan *p, struct cert *c, size_t key,
    const struct plan_options *o, struct err *e)
{
	const char *store = o->store != NULL ? o->store :
	    placement_store(ROLE_LEAF);

	if (o->modifiers->friendly_name != NULL && !cert_set_friendly_name(c,
	    view_str(o->modifiers->friendly_name), e))
		return false;
	plan_cert_for(p, c, store, ROLE_LEAF, key);
	if (wants_root(c, store, o, p) && !plan_root_copy(p, c, e))
		return false;
	return link_key(c, &p->keys[key], o, e);
}

/* ---- the others ---- */

/* A file without keys: what stands at the bottom is what a named store was
 * named for. */
static bool
is_bottom(const struct plan *p, const struct cert *c,
    const struct plan_options *o)
{
	return p->key_count == 0 && o->store != NULL &&
	    !placement_issued(c, &p->file);
}

static void
plan_other(struct plan *p, struct cert *c, const struct plan_options *o)
{
	bool bottom = is_bottom(p, c, o);
	enum role role = placement_role(c, &p->file);
	const char *store = placement_store(role);

	if (o->modifiers->no_root && role == ROLE_ROOT) {
		p->roots_left++;
		return;
	}
	if (o->modifiers->no_chain && (p->key_count != 0 ||
	    placement_issued(c, &p->file)))
		return;
	if (bottom || o->single_store)
		store = o->store;
	plan_cert_for(p, c, store, role, PLAN_NO_KEY);
}

/* Leaves first, then the others; key[i] is the key of certificate i. */
static bool
add_all(struct plan *p, const size_t *key, const struct plan_options *o,
    struct err *e)
{
	for (size_t i = 0; i < p->file.count; i++)
		if (key[i] != PLAN_NO_KEY && !add_leaf(p, p->file.items[i],
		    key[i], o, e))
			return false;
	for (size_t i = 0; i < p->file.count; i++)
		if (key[i] == PLAN_NO_KEY)
			plan_other(p, p->file.items[i], o);
	return true;
}

static bool
place_certs(struct plan *p, const struct plan_options *o, struct err *e)
{
	size_t *key = calloc(p->file.count + 1, sizeof(*key));
	bool ok = key != NULL || err_memory(e);

	for (size_t i = 0; ok && i < p->file.count; i++)
		ok = find_planned_key(p, p->file.items[i], &key[i], e);
	ok = ok && add_all(p, key, o, e);
	free(key);
	return ok;
}

bool
plan_pfx(struct contents *c, const struct plan_options *o, struct plan *p,
    struct err *e)
{
	if (!take_certs(c, p, e))
		return false;
	if (o->no_properties)
		forget_names(&p->file);
	if (!take_keys(c, o, p, e))
		return false;
	return o->modifiers->no_cert || place_certs(p, o, e);
}

bool
plan_addstore(struct contents *c, const char *store, struct plan *p,
    struct err *e)
{
	if (!take_certs(c, p, e))
		return false;
	for (size_t i = 0; i < p->file.count; i++) {
		struct cert *cert = p->file.items[i];
		bool root = cert_is_root(cert);

		plan_cert_for(p, cert, store, root ? ROLE_ROOT : ROLE_OTHER,
		    PLAN_NO_KEY);
		if (root && !issued_itself(cert,
		    &p->certs[i].signature_fits, e))
			return false;
	}
	return true;
}

void
plan_leave_out(struct plan *p, size_t n)
{
	p->cert_count--;
	memmove(&p->certs[n], &p->certs[n + 1], (p->cert_count - n) *
	    sizeof(*p->certs));
}

bool
plan_changed(const struct plan *p)
{
	for (size_t n = 0; n < p->cert_count; n++)
		if (p->certs[n].state != CHANGE_PRESENT)
			return true;
	for (size_t n = 0; n < p->key_count; n++)
		if (p->keys[n].state != CHANGE_PRESENT)
			return true;
	return false;
}
