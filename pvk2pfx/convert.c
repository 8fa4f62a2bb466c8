#include "convert.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/codepage.h"
#include "base/text.h"
#include "chain/pair.h"
#include "formats/load.h"
#include "formats/pfx/pfx.h"
#include "io/passin.h"
#include "io/readfile.h"
#include "show/caveat.h"

enum { KEY_FILE_MODE = 0600 };

const char *
convert_profile_name(enum pbe_profile profile)
{
	return profile == PBE_SHA1_3DES ? "TripleDES-SHA1" : "AES256-SHA256";
}

void
conversion_init(struct conversion *c, const struct convert_options *options)
{
	const struct atomicfile no_file = ATOMICFILE_INIT;

	memset(c, 0, sizeof(*c));
	c->options = options;
	c->replace = options->force;
	c->file = no_file;
}

void
conversion_clear(struct conversion *c)
{
	secret_clear(&c->pi);
	secret_clear(&c->po);
	identity_free(c->id);
	c->id = NULL;
	contents_clear(&c->key_file);
	contents_clear(&c->cert_file);
	contents_clear(&c->caveats);
	atomicfile_abort(&c->file);
}

static bool
read_cert_file(struct conversion *c, struct err *e)
{
	const struct load_options o = {
		.kinds = LOAD_CERTS,
		.expected = "a certificate container or a certificate",
		.limits = c->options->limits,
	};
	struct bytes file = BYTES_INIT;
	bool ok = false;

	if (!readfile(c->spc, load_cap_any, c->options->limits, &file, e))
		goto out;
	ok = load(view_bytes(&file), &o, &c->cert_file, NULL, e) ||
	    err_in(e, "%s", readfile_name(c->spc));
 out:
	bytes_clear(&file);
	return ok;
}

/* ---- the key ---- */

static bool
try_password(struct conversion *c, struct view file,
    const struct secret *password, struct err *e)
{
	const struct load_options o = {
		.kinds = LOAD_KEYS,
		.expected = "a private key",
		.password = password,
		.limits = c->options->limits,
	};

	err_clear(e);
	contents_clear(&c->key_file);
	return load(file, &o, &c->key_file, NULL, e);
}

/*
 * The password of a PVK is bytes: what Windows made of it in the code page of
 * the day. PKCS#8 came later and means UTF-8, so the bytes as given are tried
 * as well. Bytes that are not UTF-8 are in the code page already.
 */
static bool
try_encoded(struct conversion *c, struct view file, struct err *e)
{
	const char *encoding = c->options->pi_encoding;
	struct secret encoded = SECRET_INIT;
	bool ok;

	if (encoding == NULL || !c->pi.given ||
	    !text_is_utf8(secret_view(&c->pi)))
		return try_password(c, file, &c->pi, e);
	ok = codepage_encode(&c->pi, encoding, &encoded, e) &&
	    try_password(c, file, &encoded, e);
	if (!ok && e->code == ERR_PASSWORD && !secret_equal(&encoded, &c->pi))
		ok = try_password(c, file, &c->pi, e);
	secret_clear(&encoded);
	return ok;
}

/* False, with *e as it was or that of asking: there is no other try. */
static bool
ask_password(struct conversion *c, struct err *e)
{
	struct bytes prompt = BYTES_INIT;
	bool ok;

	if (!c->options->may_ask)
		return e->code == ERR_PASSWORD_NEEDED && err_add(e,
		    ": set it in the row's second column");
	bytes_add_str(&prompt, "Enter password of private key ");
	text_add_printable(&prompt, view_str(readfile_name(c->pvk)));
	bytes_add(&prompt, ": ", sizeof(": "));
	ok = bytes_ok(&prompt, e) && passin_retry((const char *)prompt.data,
	    "-pi-from", &c->pi, &c->pi, e);
	bytes_clear(&prompt);
	return ok;
}

static void
add_password_hint(const struct conversion *c, struct err *e)
{
	const struct view password = secret_view(&c->pi);

	if (text_begins_with_quote(password))
		err_add(e, "; the password begins with a typographic quote, as "
		    "web pages make them: is it part of the password?");
	else if (c->options->pi_encoding == NULL && !text_is_ascii(password))
		err_add(e, "; the password has letters outside ASCII, so if it "
		    "was set on Windows, -pi-encoding with the code page of "
		    "that system (cp1252, ...) may help");
}

static bool
load_key(struct conversion *c, struct view file, struct err *e)
{
	while (!try_encoded(c, file, e)) {
		if (e->code == ERR_PASSWORD)
			add_password_hint(c, e);
		if (!ask_password(c, e))
			return false;
	}
	return true;
}

static bool
read_key_file(struct conversion *c, struct bytes *file, struct err *e)
{
	size_t count;

	if (!load_key(c, view_bytes(file), e))
		return err_in(e, "%s", readfile_name(c->pvk));
	count = c->key_file.keys.count;
	if (count == 0)
		err_set(e, ERR_NO_KEY, "no private key in it");
	else if (count > 1)
		err_set(e, ERR_AMBIGUOUS, "%zu private keys in it, expected "
		    "one: one PFX holds one key", count);
	return count == 1 || err_in(e, "%s", readfile_name(c->pvk));
}

/* ---- both ---- */

/* Checked before a password is typed; the guard is the commit. */
static bool
check_pfx(struct conversion *c, struct err *e)
{
	if (c->pfx == NULL)
		return true;
	if (strcmp(c->pfx, "-") == 0)
		return !isatty(STDOUT_FILENO) || err_set(e, ERR_USAGE,
		    "-pfx -: standard output is a terminal, expected a file "
		    "or a pipe");
	return atomicfile_check(c->pfx, c->replace, e);
}

static bool
pair(struct conversion *c, struct err *e)
{
	struct key *k = keylist_take(&c->key_file.keys, 0);

	if (!keylist_add(&c->cert_file.keys, k, e))
		return false;
	c->id = pair_take(&c->cert_file, 0, e);
	if (c->id != NULL)
		return true;
	if (e->code == ERR_NO_MATCH)
		err_add(e, " of %s", readfile_name(c->pvk));
	return err_in(e, "%s", readfile_name(c->spc));
}

static bool
add_caveat(struct conversion *c, struct bytes *text, struct err *e)
{
	bool ok = true;

	if (text->len != 0 || text->failed) {
		bytes_add_u8(text, 0);
		ok = bytes_ok(text, e) && contents_warn(&c->caveats, e, "%s",
		    (const char *)text->data);
	}
	bytes_clear(text);
	return ok;
}

static bool
find_caveats(struct conversion *c, struct err *e)
{
	struct bytes text = BYTES_INIT;

	caveat_validity(&text, c->id->leaf);
	if (!add_caveat(c, &text, e))
		return false;
	caveat_chain(&text, c->id->leaf, &c->id->chain);
	return add_caveat(c, &text, e);
}

bool
convert_read(struct conversion *c, struct failure *f)
{
	struct bytes key_bytes = BYTES_INIT;
	bool ok = false;

	f->part = PART_PFX;
	f->file = c->pfx;
	if (!check_pfx(c, &f->err))
		return false;
	f->part = PART_PVK;
	f->file = c->pvk;
	if (!readfile(c->pvk, load_cap_key, c->options->limits, &key_bytes,
	    &f->err))
		goto out;
	f->part = PART_SPC;
	f->file = c->spc;
	if (!read_cert_file(c, &f->err))
		goto out;
	f->part = PART_PVK;
	f->file = c->pvk;
	if (!read_key_file(c, &key_bytes, &f->err))
		goto out;
	f->part = PART_SPC;
	f->file = c->spc;
	ok = pair(c, &f->err) && find_caveats(c, &f->err);
 out:
	bytes_clear(&key_bytes);
	return ok;
}

/* ---- the PFX ---- */

/* The key's password as text: a PFX holds UTF-16, not bytes. */
static bool
take_key_password(struct conversion *c, struct err *e)
{
	if (!c->pi.given) {
		c->empty_password = true;
		return true;
	}
	if (text_is_utf8(secret_view(&c->pi)))
		return secret_copy(&c->po, &c->pi, e);
	if (c->options->pi_encoding != NULL)
		return codepage_decode(&c->pi, c->options->pi_encoding,
		    &c->po, e);
	return err_set(e, ERR_INPUT, "the private key's password is not valid "
	    "UTF-8, and a PFX needs text: name its code page with -pi-encoding, or "
	    "give the PFX a password of its own with -po or -po-from");
}

static bool
choose_pfx_password(struct conversion *c, struct err *e)
{
	if (c->po_from != NULL)
		return passin_source(c->po_from, "Enter password of the PFX: ",
		    PASSIN_CONFIRM, "-po-from", &c->po, e);
	if (!c->po.given)
		return take_key_password(c, e);
	if (!text_is_utf8(secret_view(&c->po)))
		return err_set(e, ERR_INPUT, "the password of the PFX is not "
		    "valid UTF-8");
	return true;
}

static bool
write_to_stdout(struct view v, struct err *e)
{
	if (fwrite(v.data, 1, v.len, stdout) != v.len || fflush(stdout) != 0)
		return err_set(e, ERR_IO, "cannot write to standard output");
	return true;
}

bool
convert_write(struct conversion *c, struct failure *f)
{
	const struct pfx_options o = {
		.profile = c->options->profile,
		.iterations = c->options->iterations,
		.friendly_name = c->options->name,
		.csp_name = c->options->csp,
	};
	struct bytes pfx = BYTES_INIT;
	bool ok = false;

	f->part = PART_COMMAND;
	f->file = NULL;
	if (!choose_pfx_password(c, &f->err))
		goto out;
	f->part = PART_PFX;
	f->file = c->pfx;
	if (!pfx_write(c->id, &c->po, &o, &pfx, &f->err))
		goto out;
	if (strcmp(c->pfx, "-") == 0)
		ok = write_to_stdout(view_bytes(&pfx), &f->err);
	else
		ok = atomicfile_begin(&c->file, c->pfx, KEY_FILE_MODE,
		    &f->err) && atomicfile_write(&c->file, view_bytes(&pfx),
		    &f->err);
 out:
	bytes_clear(&pfx);
	return ok;
}

bool
convert_commit(struct conversion *c, struct failure *f)
{
	if (strcmp(c->pfx, "-") == 0)
		return true;
	f->part = PART_PFX;
	f->file = c->pfx;
	return atomicfile_commit(&c->file, c->replace, &f->err);
}
