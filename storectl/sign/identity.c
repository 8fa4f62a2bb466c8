#include "identity.h"

#include <stdlib.h>
#include <string.h>

#include "asn1/der.h"
#include "asn1/oids.h"
#include "cert/algname.h"
#include "cert/certname.h"
#include "container.h"
#include "io/passin.h"
#include "io/readfile.h"
#include "query/pick_in_files.h"
#include "query/engines.h"
#include "query/load_file.h"
#include "query/load_identity.h"
#include "query/unlock.h"

void
sign_identity_init(struct sign_identity *s)
{
	const struct contents no_contents = CONTENTS_INIT;
	const struct pick no_pick = PICK_INIT;

	memset(s, 0, sizeof(*s));
	s->file = no_contents;
	s->pick = no_pick;
}

void
sign_identity_clear(struct sign_identity *s)
{
	key_free(s->key);
	free(s->token);
	secret_clear(&s->pin);
	pick_clear(&s->pick);
	chain_pool_clear(&s->pool);
	contents_clear(&s->file);
	if (s->have_gather)
		gather_close(&s->gather);
	sign_identity_init(s);
}

static bool
open_selected(struct sign_identity *s, struct err *e)
{
	s->have_gather = true;
	return gather_open(&s->gather, s->selection, e);
}

/* Everything in them that chains go through. */
static bool
add_pool_of_stores(struct sign_identity *s, struct err *e)
{
	const struct chain_pool *pool = gather_pool(&s->gather, e);

	return pool != NULL && chain_pool_add_all(&s->pool, pool, e);
}

static bool
choose_in_store(struct sign_identity *s, bool debug, struct err *e)
{
	if (!open_selected(s, e) || !pick_gathered(&s->pick, &s->gather, debug,
	    &s->gathered, e))
		return false;
	s->leaf = s->gathered->cert;
	return add_pool_of_stores(s, e);
}

/* ---- a file ---- */

static bool
load_signing_file(struct sign_identity *s, const struct sign_options *o,
    struct err *e)
{
	struct secret password = SECRET_INIT;
	const struct load_passwords p = {
		.file = &password, .encoding = o->password_encoding,
	};
	bool ok;

	ok = o->password_from != NULL ? passin_source(o->password_from,
	    "Enter password: ", PASSIN_ONCE, "/p-from", &password, e) :
	    secret_copy(&password, &o->password, e);
	ok = ok && load_file(o->file, &p, &o->limits, &s->file, NULL, e);
	secret_clear(&password);
	return ok;
}

/* In the file, or where /csp and /kc say. */
static bool
has_key_somewhere(const struct sign_identity *s, const struct sign_options *o,
    const struct cert *c, bool *has, struct err *e)
{
	*has = pick_in_files_key(&s->file, c) >= 0;
	return *has || sign_container_has(o, s->gather.location.path != NULL ?
	    &s->gather : NULL, c, has, e);
}

/* Files may hold one certificate several times, with a key of its own each. */
static bool
has_keyed(const struct select_candidate *items, size_t count,
    const struct cert *c)
{
	for (size_t i = 0; i < count; i++)
		if (items[i].has_key && cert_same(items[i].cert, c))
			return true;
	return false;
}

static bool
choose_among(struct sign_identity *s, const struct sign_options *o,
    const struct select *criteria, struct err *e)
{
	size_t count = s->file.certs.count, n = 0;
	struct select_candidate *items = calloc(count + 1, sizeof(*items));
	bool ok = items != NULL || err_memory(e);

	for (size_t i = 0; ok && i < count; i++) {
		struct select_candidate *x = &items[n];

		x->cert = s->file.certs.items[i];
		x->index = i;
		ok = has_key_somewhere(s, o, x->cert, &x->has_key, e);
		if (!x->has_key || !has_keyed(items, n, x->cert))
			n++;
	}
	ok = ok && pick_from(&s->pick, criteria, items, n, &s->pool,
	    readfile_name(o->file), e);
	free(items);
	return ok;
}

/* The stores only help to build the chain. */
static bool
add_stores_if_there(struct sign_identity *s, struct err *e)
{
	struct err ignored = ERR_INIT;

	if (open_selected(s, &ignored) && add_pool_of_stores(s, &ignored))
		return true;
	return ignored.code != ERR_MEMORY || err_memory(e);
}

static bool
choose_in_file(struct sign_identity *s, const struct sign_options *o,
    struct err *e)
{
	struct select criteria = { 0 };

	if (!selection_criteria(s->selection, &criteria, e) ||
	    !load_signing_file(s, o, e) || !add_stores_if_there(s, e) ||
	    !chain_pool_add_list(&s->pool, &s->file.certs, CHAIN_KNOWN, e) ||
	    !choose_among(s, o, &criteria, e))
		return false;
	s->leaf = s->pick.chosen;
	return true;
}

/* Before anything is asked for or signed: osslsigncode would make a signature of
 * another key that nothing verifies, or fail with libcrypto's words. */
static bool
check_algorithm(const struct cert *leaf, struct err *e)
{
	const struct view oid = leaf->scan.key_oid;
	struct bytes name = BYTES_INIT;
	char buf[ALGNAME_MAX];

	if (der_oid_is(oid, OID_RSA) || der_oid_is(oid, OID_EC) ||
	    der_oid_is(oid, OID_DSA))
		return true;
	certname_quote(leaf->scan.subject, &name);
	err_set(e, ERR_UNSUPPORTED, "%.*s has a key of the algorithm %s, and "
	    "Windows only knows Authenticode signatures made with RSA and "
	    "ECDSA", name.failed ? 0 : (int)name.len, name.failed ? "" :
	    (const char *)name.data, algname_key(oid, buf));
	bytes_clear(&name);
	return false;
}

bool
sign_identity_choose(struct sign_identity *s, const struct sign_options *o,
    struct err *e)
{
	s->selection = &o->selection;
	return engines_start(e) && (o->file != NULL ?
	    choose_in_file(s, o, e) : choose_in_store(s, o->debug, e)) &&
	    check_algorithm(s->leaf, e);
}

/* ---- the key ---- */

/* The URI of the token that the key is on; NULL: on none. */
static bool
find_token(struct sign_identity *s, const struct gathered *x, struct err *e)
{
	struct keyinfo info;
	bool known;

	if (!gather_keyinfo(&s->gather, x, &info, &known, e))
		return false;
	if (known) {
		s->token = info.token;
		info.token = NULL;
	}
	keyinfo_clear(&info);
	return true;
}

static bool
ask_pin(struct sign_identity *s, const char *from, struct err *e)
{
	const char *prompt = "Enter the PIN of the token: ";
	bool ok;

	/* osslsigncode reads that itself. */
	if (from == NULL && strstr(s->token, "pin-source=") != NULL)
		return true;
	ok = from != NULL ? passin_source(from, prompt, PASSIN_ONCE,
	    "/kp-from", &s->pin, e) : passin_prompt(prompt, PASSIN_ONCE,
	    "/kp-from", &s->pin, e);
	return ok && unlock_try_pin(s->token, prompt, "/kp-from", &s->pin, e);
}

static bool
open_in_store(struct sign_identity *s, const struct gathered *x,
    const struct sign_options *o, struct err *e)
{
	struct load_identity l = {
		.g = &s->gather,
		.use = LOAD_IDENTITY_SIGN,
		.passphrase_from = o->key_password_from,
	};
	bool encrypted_only, ok;

	if (!find_token(s, x, e))
		return false;
	if (s->token != NULL)
		return ask_pin(s, o->key_password_from, e);
	ok = load_identity_key(&l, x, &s->key, &encrypted_only, e);
	secret_clear(&l.passphrase);
	return ok;
}

/* Of a certificate that came out of a file alone. */
static bool
open_elsewhere(struct sign_identity *s, const struct sign_options *o,
    struct err *e)
{
	struct gathered x = { NULL, true, 0 };
	bool ok;

	if (!sign_container_token(o, s->leaf, &s->token, e))
		return false;
	if (s->token != NULL)
		return ask_pin(s, o->key_password_from, e);
	x.cert = cert_dup(s->leaf, e);
	ok = x.cert != NULL && open_in_store(s, &x, o, e);
	cert_free(x.cert);
	return ok;
}

bool
sign_identity_open(struct sign_identity *s, const struct sign_options *o,
    struct err *e)
{
	long k;

	if (s->gathered != NULL)
		return open_in_store(s, s->gathered, o, e);
	k = pick_in_files_key(&s->file, s->leaf);
	if (k < 0)
		return open_elsewhere(s, o, e);
	s->key = keylist_take(&s->file.keys, (size_t)k);
	return true;
}
