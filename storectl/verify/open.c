#include "verify.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "formats/certs/armor.h"
#include "formats/certs/plaintext.h"
#include "formats/signed/leftover.h"
#include "formats/sniff.h"
#include "io/readfile.h"
#include "query/engines.h"
#include "query/load_crls.h"
#include "query/load_file.h"

/* ---- roots ---- */

static bool
add_anchor(struct anchors *a, const unsigned char sha1[SHA1_LEN],
    struct err *e)
{
	if (a->count == VERIFY_ANCHORS)
		return err_set(e, ERR_LIMIT, "more than %d roots",
		    VERIFY_ANCHORS);
	memcpy(a->sha1[a->count++], sha1, SHA1_LEN);
	return true;
}

/* A file's certificates are roots, and may be part of a chain. */
static bool
add_root_file(struct verify *v, struct anchors *a, const char *name,
    struct err *e)
{
	const struct load_passwords none = { 0 };
	struct contents c = CONTENTS_INIT;
	bool ok;

	ok = load_file(name, &none, &v->o->limits, &c, NULL, e);
	if (ok && c.certs.count == 0)
		ok = err_set(e, ERR_NO_CERT, "%s: no certificate in it", name);
	while (ok && c.certs.count > 0) {
		struct cert *cert = certlist_take(&c.certs, 0);

		ok = add_anchor(a, cert->sha1, e);
		if (ok)
			ok = certlist_add(&v->given, cert, e);
		else
			cert_free(cert);
	}
	contents_clear(&c);
	return ok;
}

/* A thumbprint, or a file. */
static bool
add_root_or_pin(struct verify *v, struct anchors *a, const char *value,
    struct err *e)
{
	unsigned char sha1[SHA1_LEN];
	size_t len;

	if (text_unhex(value, sha1, sizeof(sha1), &len) && len == SHA1_LEN)
		return add_anchor(a, sha1, e);
	return add_root_file(v, a, value, e);
}

/* Without -kernel-root: Microsoft's, and the pinned cross-certificates that it
 * issued. */
static bool
add_kernel_roots(struct verify *v, struct err *e)
{
	unsigned char sha1[SHA1_LEN];
	size_t len;

	if (v->o->kernel_root != NULL)
		return add_root_or_pin(v, &v->kernel, v->o->kernel_root, e);
	if (!crosscat_builtin(&v->pins, e))
		return false;
	return text_unhex(CROSSCAT_ROOT_SHA1, sha1, sizeof(sha1), &len) &&
	    add_anchor(&v->kernel, sha1, e);
}

static bool
add_roots(struct verify *v, struct err *e)
{
	const struct opt_list *l = &v->o->stamp_root;

	for (size_t i = 0; i < l->count; i++)
		if (!add_root_or_pin(v, &v->stamp, l->items[i], e))
			return false;
	return v->policy != VERIFY_KERNEL || add_kernel_roots(v, e);
}

/* ---- revocation lists, the catalogue ---- */

enum limit
verify_size(struct view start)
{
	(void)start;
	return LIMIT_SIGNED_FILE;
}

/* Binary, or one or more blocks of text; `what` they are. */
static bool
read_blocks(const char *name, const char *what, const struct limits *limits,
    bool (*each)(struct view der, void *arg, struct err *e), void *arg,
    struct err *e)
{
	struct bytes file = BYTES_INIT;
	struct armor a = ARMOR_INIT;
	bool ok;

	if (!readfile(name, verify_size, limits, &file, e))
		return false;
	if (!plaintext_is(view_bytes(&file)))
		ok = each(view_bytes(&file), arg, e);
	else
		ok = armor_open(view_bytes(&file), limits, &a, e);
	for (size_t i = 0; ok && i < a.count; i++)
		ok = each(view_bytes(&a.blocks[i].der), arg, e);
	if (!ok && e->code == ERR_FORMAT)
		err_set(e, ERR_FORMAT, "not a %s", what);
	armor_clear(&a);
	bytes_clear(&file);
	return ok || err_in(e, "%s", readfile_name(name));
}

static bool
add_crls(struct verify *v, struct err *e)
{
	for (size_t i = 0; i < v->o->crl.count; i++)
		if (!load_crls(v->o->crl.items[i], &v->o->limits,
		    &v->revocation.crls, e))
			return false;
	return true;
}

static bool
keep_catalog(struct view der, void *arg, struct err *e)
{
	struct verify *v = arg;
	bool is_signed;

	if (sniff(der) != KIND_CAT)
		return err_set(e, ERR_FORMAT, "another kind of file");
	bytes_init(&v->cat_file, der.len);
	if (!bytes_set(&v->cat_file, der, e) ||
	    !authenticode_read(view_bytes(&v->cat_file), &v->o->limits,
	    &v->cat_signature, &is_signed, e) ||
	    !leftover_check_pkcs7(der, &v->o->limits, e))
		return false;
	return cat_open(&v->cat, v->cat_signature.data.content, e);
}

static bool
open_root_stores(struct verify *v, struct err *e)
{
	const struct selection roots = { .store = "Root" };

	if (!gather_open(&v->g, &roots, e))
		return false;
	v->stores = gather_pool(&v->g, e);
	/* What is fetched is written into the store. */
	gather_unlock(&v->g);
	return v->stores != NULL;
}

bool
verify_open(struct verify *v, const struct verify_options *o, struct err *e)
{
	const struct authenticode empty = AUTHENTICODE_INIT;
	const struct osslsigncode none = OSSLSIGNCODE_INIT;

	memset(v, 0, sizeof(*v));
	v->cat_signature = empty;
	v->program = none;
	v->o = o;
	v->policy = verify_options_policy(o);
	v->now = (int64_t)time(NULL);
	return engines_start(e) && open_root_stores(v, e) && add_roots(v, e) &&
	    add_crls(v, e) && (o->catalog == NULL ||
	    read_blocks(o->catalog, "catalogue", &o->limits, keep_catalog, v,
	    e));
}

void
verify_close(struct verify *v)
{
	authenticode_clear(&v->cat_signature);
	bytes_clear(&v->cat_file);
	osslsigncode_clear(&v->program);
	revocation_clear(&v->revocation);
	crosscat_clear(&v->pins);
	gather_close(&v->g);
	certlist_clear(&v->given);
}
