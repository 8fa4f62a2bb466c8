#include "formats/load.h"

#include <string.h>

#include "asn1/der.h"
#include "formats/certs/armor.h"
#include "formats/certs/plaintext.h"
#include "formats/key/pemkey.h"
#include "formats/sniff.h"

/* One load(): what its blocks share. */
struct loading {
	const struct load_options	*o;
	struct kind_reading		 r;
	enum kind			 kind;		/* first that counted */
	enum kind			 refused;	/* first that did not */
	size_t				 skipped;
	const char			*skipped_label;	/* the first's */
};

/* ---- one block: binary, its kind known ---- */

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
 * Other bytes after certificates are ignored as others do, but
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
		return contents_warn(l->r.c, e, "ignored %zu byte%s of line ends "
		    "or zeros after the end of the %s", rest.len,
		    rest.len == 1 ? "" : "s", kind_name(kind));
	if (more != KIND_UNKNOWN)
		return err_set(e, ERR_INPUT, "a %s after the end of the %s at "
		    "offset %zu, expected one of them in a binary file",
		    kind_name(more), kind_name(kind), used);
	if ((kind_row(kind)->class & LOAD_CERTS) == 0)
		return err_set(e, ERR_INPUT, "%zu byte%s after the end of the "
		    "%s at offset %zu", rest.len, rest.len == 1 ? "" : "s",
		    kind_name(kind), used);
	return contents_warn(l->r.c, e, "ignored %zu byte%s after the end of "
	    "the %s at offset %zu", rest.len, rest.len == 1 ? "" : "s",
	    kind_name(kind), used);
}

/* cut: what follows the first element is known not to be part of it. */
static bool
load_kind(struct loading *l, enum kind kind, struct view in, bool cut,
    struct err *e)
{
	const struct kind_row *row = kind_row(kind);
	struct bytes mem = BYTES_INIT;
	struct view der;
	bool ok = false;
	size_t used;

	if (row->is != NULL)
		return row->read(in, &l->r, e);
	if (!ber_definite(in, (unsigned)limit_of(l->o->limits, LIMIT_DEPTH),
	    &mem, &der, &used, e)) {
		err_in(e, "truncated or malformed %s", row->name);
		goto out;
	}
	if (!cut && !check_trailing(l, kind, view_sub(in, used, in.len - used),
	    used, e))
		goto out;
	ok = row->read(der, &l->r, e);
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
refuse_kind(const struct load_options *o, enum kind kind, struct err *e)
{
	const char *cure = kind_row(kind)->cure;

	return err_set(e, ERR_FORMAT, "this is a %s, expected %s%s%s",
	    kind_name(kind), o->expected, cure != NULL ? "; " : "",
	    cure != NULL ? cure : "");
}

static bool
load_binary(struct loading *l, struct view in, struct err *e)
{
	enum kind kind = sniff(in);

	if (!wants(l->o, kind_row(kind)->class))
		return refuse_kind(l->o, kind, e);
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

static void
note_skipped(struct loading *l, const struct armor_block *b)
{
	if (l->skipped++ == 0)
		l->skipped_label = b->label;
}

/* Labels are hints only - a PKCS#7 is found under CERTIFICATE - but a label of
 * ours with something unknown inside is damage, not someone else's block. */
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
	note_skipped(l, b);
	return true;
}

static bool
skip_block(struct loading *l, enum kind kind, struct err *e)
{
	if (l->refused == KIND_UNKNOWN)
		l->refused = kind;
	if (kind == KIND_CRL) {
		l->r.c->crls++;
		return contents_warn(l->r.c, e, "1 CRL was skipped");
	}
	l->r.c->others++;
	return contents_warn(l->r.c, e, "a %s was skipped", kind_name(kind));
}

static bool
is_pem_key(struct view plain)
{
	const enum kind kind = sniff(plain);

	return kind == KIND_PKCS8 || kind == KIND_KEY_TRADITIONAL;
}

/* With each form of the password. */
static bool
decrypt_block(const struct loading *l, const struct armor_block *b,
    struct secret *plain, struct err *e)
{
	const struct passforms *f = l->r.passwords.file;

	if (f->count == 0)
		return pemkey_decrypt(b, NULL, plain, e);
	for (size_t i = 0; i < f->count; i++) {
		err_clear(e);
		if (pemkey_decrypt(b, &f->form[i].raw, plain, e)) {
			if (is_pem_key(secret_view(plain)))
				return true;
			err_set(e, ERR_PASSWORD, "wrong password, or the PEM "
			    "block %s is damaged", b->label);
		}
		if (e->code != ERR_PASSWORD)
			break;
	}
	return false;
}

/* Known by its label; what is in it was not looked at. */
static bool
load_foreign(struct loading *l, const struct armor_block *b, struct err *e)
{
	if (!label_has(b, "PGP ") && !label_has(b, "SSH2 ")) {
		if (label_has(b, "REQUEST"))
			return skip_block(l, KIND_REQUEST, e);
		if (label_has(b, "PUBLIC KEY"))
			return skip_block(l, KIND_PUBLIC_KEY, e);
	}
	note_skipped(l, b);
	return true;
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
	if (!decrypt_block(l, b, &plain, e))
		goto out;
	kind = sniff(secret_view(&plain));
	l->r.decrypted = true;
	ok = kind_row(kind)->read(secret_view(&plain), &l->r, e);
	l->r.decrypted = false;
 out:
	secret_clear(&plain);
	return ok;
}

static bool
load_block(struct loading *l, const struct armor_block *b, struct err *e)
{
	enum kind kind;

	if (b->foreign)
		return load_foreign(l, b, e);
	if (b->dek_iv_len != 0)
		return load_pem_encrypted(l, b, e);
	kind = sniff(view_bytes(&b->der));
	if (kind == KIND_UNKNOWN)
		return load_unknown(l, b, e);
	if (!wants(l->o, kind_row(kind)->class))
		return skip_block(l, kind, e);
	if (l->kind == KIND_UNKNOWN)
		l->kind = kind;
	/* Behind a TRUSTED CERTIFICATE are OpenSSL's notes on whom to trust
	 * with what. */
	return load_kind(l, kind, view_bytes(&b->der),
	    has_label(b, "TRUSTED CERTIFICATE"), e);
}

static bool
warn_unread(struct loading *l, const struct armor *a, struct err *e)
{
	if (l->skipped != 0 && !contents_warn(l->r.c, e, "%zu PEM block%s of "
	    "other kinds skipped (%s%s)", l->skipped, l->skipped == 1 ? "" :
	    "s", l->skipped_label, l->skipped == 1 ? "" : ", ..."))
		return false;
	return a->unread == 0 || contents_warn(l->r.c, e, "line %zu: what "
	    "looks like a PEM block is not one and was not read%s",
	    a->unread_line, a->unread == 1 ? "" : ", nor were others");
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
		refuse_kind(l->o, l->refused, e);
		goto out;
	}
	ok = warn_unread(l, &a, e);
 out:
	armor_clear(&a);
	return ok;
}

static bool
load_all(struct loading *l, struct view in, struct err *e)
{
	if (in.len == 0)
		return err_set(e, ERR_FORMAT, "this is an empty file, expected "
		    "%s", l->o->expected);
	if (!plaintext_is(in))
		return load_binary(l, in, e);
	if (load_text(l, in, e))
		return true;
	/* A text that says what it is. */
	if (e->code == ERR_FORMAT && kind_row(sniff(in))->cure != NULL)
		return refuse_kind(l->o, sniff(in), e);
	return false;
}

bool
load(struct view in, const struct load_options *o, struct contents *c,
    enum kind *kind, struct err *e)
{
	struct passforms password = PASSFORMS_INIT;
	struct passforms key_password = PASSFORMS_INIT;
	struct loading l = {
		.o = o,
		.r = {
			.passwords = { &password, &key_password,
				       o->public_only },
			.limits = o->limits, .c = c,
		},
	};
	bool ok;

	ok = passforms_make(&password, o->password, o->encoding, e) &&
	    passforms_make(&key_password, o->key_password, o->encoding, e) &&
	    load_all(&l, in, e);
	passforms_clear(&password);
	passforms_clear(&key_password);
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
	return kind_row(sniff(start))->cap;
}
