#include "formats/load.h"

#include <string.h>

#include "asn1/der.h"
#include "formats/certs/armor.h"
#include "formats/certs/spc.h"
#include "formats/certs/sst.h"
#include "formats/key/msblob.h"
#include "formats/key/pbe.h"
#include "formats/key/pemkey.h"
#include "formats/key/pkcs8.h"
#include "formats/key/pvk.h"
#include "formats/pfx/pfx.h"
#include "formats/signed/pe.h"

/* One load(): what its blocks share. */
struct loading {
	const struct load_options	*o;
	struct contents			*c;
	uint64_t			 iterations;	/* of all keys */
	enum kind			 kind;		/* first that counted */
	enum kind			 refused;	/* first that did not */
	size_t				 skipped;
};

static bool
add_key(struct loading *l, struct key *k, bool encrypted, struct err *e)
{
	if (k == NULL)
		return false;
	if (encrypted) {
		k->was_encrypted = true;
		l->c->encrypted = true;
	}
	return keylist_add(&l->c->keys, k, e);
}

static const struct secret *
given_password(const struct load_options *o)
{
	return o->password != NULL && o->password->given ? o->password : NULL;
}

static bool
load_encrypted_pkcs8(struct loading *l, struct view der, struct err *e)
{
	struct pbe_password password = PBE_PASSWORD_INIT;
	const struct secret *given = given_password(l->o);
	bool ok = false;

	if (given != NULL && !pbe_password_make(&password, given, e))
		goto out;
	ok = add_key(l, pkcs8_read_encrypted(der, given != NULL ? &password :
	    NULL, l->o->limits, &l->iterations, e), true, e);
 out:
	pbe_password_clear(&password);
	return ok;
}

static bool
load_cert(struct loading *l, struct view der, struct err *e)
{
	struct cert *cert = cert_new(der, e);

	return cert != NULL && certlist_add(&l->c->certs, cert, e);
}

/* ---- one block: binary, its kind known ---- */

/* Kinds that say themselves where they end. */
static bool
load_own_end(struct loading *l, enum kind kind, struct view in, struct err *e)
{
	const struct limits *limits = l->o->limits;

	switch (kind) {
	case KIND_PVK:
		return add_key(l, pvk_read(in, given_password(l->o), limits,
		    e), pvk_is_encrypted(in), e);
	case KIND_KEYBLOB:
		return add_key(l, msblob_read(in, limits, e), false, e);
	case KIND_SST:
		return sst_read(in, limits, l->c, e);
	case KIND_ELEMENT:
		return sst_read_element(in, limits, l->c, e);
	default:
		return pe_read(in, limits, l->c, e);
	}
}

static bool
is_padding(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.data[i] != '\0' && v.data[i] != '\r' &&
		    v.data[i] != '\n')
			return false;
	return true;
}

/*
 * Line ends and zeros are what mail gateways, editors and smart cards add.
 * Other bytes behind certificates are ignored as everybody ignores them, but
 * not when they begin something that the user may believe to be read.
 */
static bool
check_trailing(struct loading *l, enum kind kind, struct view rest,
    size_t used, struct err *e)
{
	enum kind more = sniff(rest);

	if (rest.len == 0)
		return true;
	if (is_padding(rest))
		return contents_warn(l->c, e, "ignored %zu byte%s of line ends "
		    "or zeros behind the end of the %s", rest.len,
		    rest.len == 1 ? "" : "s", kind_name(kind));
	if (more != KIND_UNKNOWN)
		return err_set(e, ERR_INPUT, "a %s behind the end of the %s at "
		    "offset %zu, expected one of them in a binary file",
		    kind_name(more), kind_name(kind), used);
	if ((LOAD_KIND(kind) & LOAD_CERTS) == 0)
		return err_set(e, ERR_INPUT, "%zu byte%s behind the end of the "
		    "%s at offset %zu", rest.len, rest.len == 1 ? "" : "s",
		    kind_name(kind), used);
	return contents_warn(l->c, e, "ignored %zu byte%s behind the end of "
	    "the %s at offset %zu", rest.len, rest.len == 1 ? "" : "s",
	    kind_name(kind), used);
}

/* der is whole and definite. A certificate that was not definite is turned
 * into what its signature was made of, DER. */
static bool
load_asn1(struct loading *l, enum kind kind, struct view der, struct err *e)
{
	const struct limits *limits = l->o->limits;

	switch (kind) {
	case KIND_PKCS8:
		return add_key(l, pkcs8_read(der, limits, e), false, e);
	case KIND_PKCS8_ENCRYPTED:
		return load_encrypted_pkcs8(l, der, e);
	case KIND_KEY_TRADITIONAL:
		return add_key(l, pkcs8_read_traditional(der, limits, e),
		    false, e);
	case KIND_CERT:
		return load_cert(l, der, e);
	case KIND_PFX:
		return pfx_read(der, given_password(l->o), limits, l->c, e);
	default:
		return spc_read(der, limits, l->c, e);
	}
}

static bool
has_own_end(enum kind kind)
{
	return kind == KIND_PVK || kind == KIND_KEYBLOB || kind == KIND_SST ||
	    kind == KIND_ELEMENT || kind == KIND_PE;
}

/* cut: what follows the first element is known to be no part of it. */
static bool
load_kind(struct loading *l, enum kind kind, struct view in, bool cut,
    struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct view der;
	bool ok = false;
	size_t used;

	if (has_own_end(kind))
		return load_own_end(l, kind, in, e);
	if (!ber_definite(in, (unsigned)limit_of(l->o->limits, LIMIT_DEPTH),
	    &mem, &der, &used, e)) {
		err_in(e, "no whole %s", kind_name(kind));
		goto out;
	}
	if (!cut && !check_trailing(l, kind, view_sub(in, used, in.len - used),
	    used, e))
		goto out;
	ok = load_asn1(l, kind, der, e);
 out:
	bytes_clear(&mem);
	return ok;
}

static bool
wants(const struct load_options *o, unsigned kinds)
{
	return (o->kinds & kinds) != 0;
}

static bool
refuse(const struct load_options *o, enum kind kind, struct err *e)
{
	return err_set(e, ERR_FORMAT, "this is a %s, expected %s",
	    kind_name(kind), o->expected);
}

static bool
load_binary(struct loading *l, struct view in, struct err *e)
{
	enum kind kind = sniff(in);

	if (!wants(l->o, LOAD_KIND(kind)))
		return refuse(l->o, kind, e);
	l->kind = kind;
	return load_kind(l, kind, in, false, e);
}

/* ---- the blocks of a text ---- */

static bool
has_label(const struct armor_block *b, const char *label)
{
	return strcmp(b->label, label) == 0;
}

static bool
label_has(const struct armor_block *b, const char *word)
{
	return strstr(b->label, word) != NULL;
}

/* Labels are hints only - a PKCS#7 is found under CERTIFICATE - but a label of
 * ours with something unknown inside is damage, not somebody else's block. */
static bool
load_unknown(struct loading *l, const struct armor_block *b, struct err *e)
{
	if (has_label(b, "OPENSSH PRIVATE KEY")) {
		if (wants(l->o, LOAD_KEYS))
			return err_set(e, ERR_UNSUPPORTED, "a private key in "
			    "OpenSSH's own format (ssh-keygen -p -m PKCS8 -f "
			    "FILE converts it)");
	} else if (label_has(b, "CERTIFICATE") || label_has(b, "PKCS") ||
	    label_has(b, "PRIVATE KEY"))
		return err_set(e, ERR_INPUT, "the PEM block %s holds no %s, "
		    "or a damaged one", b->label, label_has(b, "KEY") ?
		    "private key" : "certificate");
	/* They stand before the key that repeats them. */
	if (!label_has(b, "PARAMETERS"))
		l->skipped++;
	return true;
}

static bool
skip_block(struct loading *l, enum kind kind, struct err *e)
{
	if (l->refused == KIND_UNKNOWN)
		l->refused = kind;
	if (kind == KIND_CRL) {
		l->c->crls++;
		return contents_warn(l->c, e, "1 CRL was skipped");
	}
	l->c->others++;
	return contents_warn(l->c, e, "a %s was skipped", kind_name(kind));
}

/* A traditional key in PEM's own encryption: what it is shows only inside. */
static bool
load_pem_encrypted(struct loading *l, const struct armor_block *b,
    struct err *e)
{
	struct secret plain = SECRET_INIT;
	enum kind kind;
	bool ok = false;

	if (!wants(l->o, LOAD_KEYS))
		return skip_block(l, KIND_KEY_TRADITIONAL, e);
	if (l->kind == KIND_UNKNOWN)
		l->kind = KIND_KEY_TRADITIONAL;
	if (!pemkey_decrypt(b, given_password(l->o), &plain, e))
		goto out;
	kind = sniff(secret_view(&plain));
	if (kind == KIND_PKCS8)
		ok = add_key(l, pkcs8_read(secret_view(&plain),
		    l->o->limits, e), true, e);
	else if (kind == KIND_KEY_TRADITIONAL)
		ok = add_key(l, pkcs8_read_traditional(secret_view(&plain),
		    l->o->limits, e), true, e);
	else
		err_set(e, ERR_PASSWORD, "wrong password, or the PEM block %s "
		    "is damaged", b->label);
 out:
	secret_clear(&plain);
	return ok;
}

static bool
load_block(struct loading *l, const struct armor_block *b, struct err *e)
{
	enum kind kind;

	if (b->dek_iv_len != 0)
		return load_pem_encrypted(l, b, e);
	kind = sniff(view_bytes(&b->der));
	if (kind == KIND_UNKNOWN)
		return load_unknown(l, b, e);
	if (!wants(l->o, LOAD_KIND(kind)))
		return skip_block(l, kind, e);
	if (l->kind == KIND_UNKNOWN)
		l->kind = kind;
	/* Behind a TRUSTED CERTIFICATE are OpenSSL's notes on whom to trust
	 * with what. */
	return load_kind(l, kind, view_bytes(&b->der),
	    has_label(b, "TRUSTED CERTIFICATE"), e);
}

static bool
load_text(struct loading *l, struct view in, struct err *e)
{
	struct armor a = ARMOR_INIT;
	bool ok = false;

	if (!armor_open(in, l->o->limits, &a, e))
		goto out;
	for (size_t i = 0; i < a.count; i++) {
		if (load_block(l, &a.blocks[i], e))
			continue;
		if (a.count > 1)
			err_in(e, "PEM block %zu of %zu", i + 1, a.count);
		goto out;
	}
	if (l->kind == KIND_UNKNOWN) {
		refuse(l->o, l->refused, e);
		goto out;
	}
	ok = l->skipped == 0 || contents_warn(l->c, e, "%zu PEM block%s of "
	    "other kinds skipped", l->skipped, l->skipped == 1 ? "" : "s");
 out:
	armor_clear(&a);
	return ok;
}

bool
load(struct view in, const struct load_options *o, struct contents *c,
    enum kind *kind, struct err *e)
{
	struct loading l = { .o = o, .c = c };
	bool ok;

	if (kind != NULL)
		*kind = KIND_UNKNOWN;
	if (in.len == 0)
		return err_set(e, ERR_FORMAT, "this is an empty file, expected "
		    "%s", o->expected);
	ok = armor_is_text(in) ? load_text(&l, in, e) :
	    load_binary(&l, in, e);
	if (kind != NULL)
		*kind = l.kind;
	return ok;
}

enum limit
load_cap_key(struct view start)
{
	(void)start;
	return LIMIT_KEY_FILE;
}

enum limit
load_cap_any(struct view start)
{
	if (sst_is_store(start))
		return LIMIT_SST;
	if (start.len >= 2 && start.data[0] == 'M' && start.data[1] == 'Z')
		return LIMIT_SIGNED_FILE;
	return LIMIT_CONTAINER;
}
