#include "import.h"

#include <stdlib.h>
#include <string.h>

#include "cert/certprop.h"
#include "cert/provider.h"
#include "formats/load.h"
#include "formats/sniff.h"
#include "io/passin.h"
#include "io/readfile.h"
#include "notes.h"

void
import_init(struct import *i, enum verb verb,
    const struct import_options *options)
{
	memset(i, 0, sizeof(*i));
	i->verb = verb;
	i->options = options;
}

void
import_clear(struct import *i)
{
	modifiers_clear(&i->modifiers);
	secret_clear(&i->password);
	secret_clear(&i->key_password);
	plan_clear(&i->plan);
	contents_clear(&i->contents);
	free(i->canonical);
	i->canonical = NULL;
}

/* ---- the file ---- */

static bool
try_load(struct import *i, struct view file, struct err *e)
{
	struct load_options o = {
		.kinds = LOAD_PFX | LOAD_PEM_KEYS | LOAD_PEM_CERTS,
		.expected = "a PFX",
		.password = &i->password,
		.key_password = &i->key_password,
		.encoding = i->options->encoding,
		.limits = i->options->limits,
	};

	if (i->verb == VERB_ADD_STORE) {
		o.kinds = LOAD_CERTS;
		o.expected = "certificates";
	}
	err_clear(e);
	contents_clear(&i->contents);
	return load(file, &o, &i->contents, &i->kind, e);
}

static bool
read_import(struct import *i, struct view file, struct err *e)
{
	while (!try_load(i, file, e)) {
		if (!i->options->may_ask)
			return e->code == ERR_PASSWORD_NEEDED &&
			    !i->password.given && err_add(e, " (%s)",
			    i->options->ask_instead);
		if (!passin_retry("Enter PFX password:", "-p-from",
		    &i->password, &i->password, e))
			return false;
	}
	return true;
}

/* A file of another kind: what takes it? */
static void
add_other_verb(const struct import *i, struct view file, struct err *e)
{
	unsigned class = kind_row(sniff(file))->class;

	if (i->verb == VERB_ADD_STORE && (class & LOAD_PFX) != 0)
		err_add(e, "; use certimport -importPFX");
	else if ((class & LOAD_KEYS) != 0)
		err_add(e, "; use pvk2pfx to make a PFX of a key and its "
		    "certificate");
	else if (i->verb == VERB_IMPORT_PFX && (class & LOAD_CERTS) != 0)
		err_add(e, "; use certimport -addstore STORE FILE to import "
		    "certificates");
}

/* Besides PFX only a key together with its certificate (PEM) is an identity. */
static bool
check_kind(const struct import *i, struct err *e)
{
	if (i->verb == VERB_ADD_STORE || i->kind == KIND_PFX)
		return true;
	if (i->contents.keys.count == 0)
		return err_set(e, ERR_FORMAT, "no private key in it (%s), "
		    "expected a PFX; use certimport -addstore STORE FILE to "
		    "import certificates", kind_name(i->kind));
	return i->contents.certs.count != 0 || err_set(e, ERR_FORMAT, "no "
	    "certificate in it (%s), expected a PFX; use pvk2pfx to make one "
	    "of a key and its certificate", kind_name(i->kind));
}

bool
import_load(struct import *i, struct err *e)
{
	struct bytes file = BYTES_INIT;
	bool ok = false;

	if (!readfile(i->file, load_cap_any, i->options->limits, &file, e))
		goto out;
	ok = read_import(i, view_bytes(&file), e) && check_kind(i, e);
	if (!ok && e->code == ERR_FORMAT && i->kind == KIND_UNKNOWN)
		add_other_verb(i, view_bytes(&file), e);
	if (!ok)
		err_in(e, "%s", readfile_name(i->file));
 out:
	bytes_clear(&file);
	return ok;
}

/* ---- the plan ---- */

static bool
choose_keys(const struct import *i, struct plan_options *o, struct err *e)
{
	const char *csp = i->options->csp;

	o->on_token = csp != NULL && token_is_uri(csp);
	if (!o->on_token)
		return provider_resolve(csp, &o->provider, e);
	return !i->modifiers.protect || err_set(e, ERR_USAGE, "the modifier "
	    "Protect and a key on a token cannot be used together: the "
	    "token's PIN protects it");
}

bool
import_plan(struct import *i, struct err *e)
{
	struct plan_options o = {
		.store = i->store,
		.single_store = i->single_store,
		.modifiers = &i->modifiers,
		.no_properties = i->no_properties,
		.place = i->options->place,
	};

	if (i->verb == VERB_ADD_STORE && i->store != NULL)
		return plan_addstore(&i->contents, i->store, &i->plan, e);
	if (!choose_keys(i, &o, e))
		return false;
	if (!plan_pfx(&i->contents, &o, &i->plan, e))
		return err_in(e, "%s", readfile_name(i->file));
	if (i->plan.key_count == 0 && i->plan.cert_count == 0 &&
	    i->plan.roots_left != 0)
		return err_set(e, ERR_NO_KEY, "%s: no private key in it, and "
		    "all of its certificates are self-signed, which the "
		    "modifier NoRoot leaves out", readfile_name(i->file));
	return true;
}

bool
import_read(struct import *i, struct err *e)
{
	return import_load(i, e) && import_plan(i, e);
}

bool
import_protects(const struct import *i)
{
	return i->modifiers.protect && i->plan.key_count != 0;
}

/* ---- into the change ---- */

/* A key that is here already stays where it is. */
static bool
put_on_token(struct import *i, struct plan_key *k, const struct location *l,
    struct err *e)
{
	struct keyinfo *info = &k->info;
	enum token_state state;

	if (i->options->token == NULL ||
	    (!i->options->force && keyvault_has(l, &k->name)))
		return true;
	free(info->token);
	info->token = NULL;
	if (!token_put(i->options->token, k->key, info->friendly_name, &state,
	    &info->token, e))
		return false;
	k->put_on_token = k->put_on_token || state == TOKEN_ADDED;
	return true;
}

static bool
apply_keys(struct import *i, const struct location *l, struct change *c,
    struct err *e)
{
	const struct secret *passphrase = i->options->passphrase;

	if (import_protects(i) && (passphrase == NULL || !passphrase->given))
		return err_set(e, ERR_PASSWORD_NEEDED, "the modifier Protect "
		    "needs a passphrase for the key: set it with "
		    "-protect-from SOURCE");
	for (size_t n = 0; n < i->plan.key_count; n++) {
		struct plan_key *k = &i->plan.keys[n];

		if (!put_on_token(i, k, l, e) ||
		    !change_add_key(c, k->key, &k->name, &k->info, passphrase,
		    i->options->force, &k->state, e))
			return false;
	}
	return true;
}

void
import_undo(struct import *i)
{
	struct err ignored = ERR_INIT;

	for (size_t n = 0; n < i->plan.key_count; n++) {
		struct plan_key *k = &i->plan.keys[n];

		/* One that stays does no harm: the next import finds it. */
		if (k->put_on_token && k->info.token != NULL &&
		    token_remove(i->options->token, k->info.token, &ignored))
			k->put_on_token = false;
	}
}

/* A certificate that comes alone may find its key here: it then says where, as
 * Windows does after certutil -repairstore. */
static bool
find_stored_key(struct plan_cert *pc, const struct location *l, struct err *e)
{
	char container[KEYNAME_HEX + 1];
	struct certprop_key prop = CERTPROP_KEY_INIT;
	struct keyinfo info = KEYINFO_INIT;
	struct keyname name;
	struct view ignored;
	bool ok;

	if (!pc->cert->scanned)
		return true;
	if (!keyvault_name_of_cert(pc->cert, &name))
		return err_memory(e);
	if (!keyvault_has(l, &name))
		return true;
	pc->has_key = true;
	if (certprop_get(pc->cert, CERTPROP_KEY_PROV_INFO, &ignored))
		return true;
	if (!keyvault_info(l, &name, &info, e))
		return false;
	keyname_hex(&name, container);
	prop.container = container;
	prop.provider = info.provider;
	prop.type = provider_type(info.provider != NULL ? info.provider : "",
	    KEY_UNKNOWN);
	prop.spec = prop.type != PROVIDER_CNG ? (uint32_t)info.spec : 0;
	ok = certprop_set_key(pc->cert, &prop, e);
	keyinfo_clear(&info);
	return ok;
}

static bool
apply_cert(struct import *i, struct plan_cert *pc, const struct location *l,
    struct change *c, struct err *e)
{
	if (pc->store == i->store)
		pc->store = i->canonical;
	if (!pc->has_key && i->verb == VERB_ADD_STORE && !find_stored_key(pc, l, e))
		return false;
	return change_add_cert(c, pc->store, pc->cert, i->options->force,
	    &pc->state, e);
}

bool
import_apply(struct import *i, const struct location *l, struct change *c,
    struct err *e)
{
	if (i->store != NULL && i->canonical == NULL &&
	    !location_store_name(l, i->store, &i->canonical, e))
		return false;
	if (!apply_keys(i, l, c, e))
		return false;
	/* The leaves come last: they are the commit. */
	for (size_t n = i->plan.cert_count; n-- > 0; )
		if (!apply_cert(i, &i->plan.certs[n], l, c, e))
			return false;
	return true;
}

bool
import_write(struct import *i, struct err *e)
{
	struct location l = LOCATION_INIT;
	struct change *c = NULL;
	struct notes notes;
	bool ok = false;

	notes_init(&notes, &l);
	if (!location_open(&l, i->options->place, LOCATION_WRITE, e))
		goto out;
	c = change_begin(&l, e);
	if (c == NULL)
		goto out;
	if (!import_apply(i, &l, c, e) || !change_commit(c, e)) {
		import_undo(i);
		goto out;
	}
	/* It is done; what could not be said about it changes nothing. */
	ok = true;
	if (!notes_make(i, &notes, e))
		err_clear(e);
 out:
	change_abort(c);
	notes_clear(&notes);
	location_close(&l);
	return ok;
}
