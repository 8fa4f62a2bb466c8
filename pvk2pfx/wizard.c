#include "wizard.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cert/certname.h"
#include "io/ask.h"
#include "io/passin.h"
#include "io/typedpath.h"

enum { NAME_TRIES = 5 };

/* abc.pvk -> abc.pfx; what has no name of its own gets a plain one. */
static char *
suggest_name(const char *pvk)
{
	struct bytes b = BYTES_INIT;
	const char *slash = strrchr(pvk, '/');
	const char *dot = strrchr(pvk, '.');
	size_t len = strlen(pvk);
	char *name = NULL;

	if (dot != NULL && dot > pvk && (slash == NULL || dot > slash + 1))
		len = (size_t)(dot - pvk);
	if (strcmp(pvk, "-") == 0 || text_starts(pvk, "fd:") ||
	    text_starts(pvk, "env:"))
		bytes_add_str(&b, "certificate");
	else
		bytes_add(&b, pvk, len);
	bytes_add(&b, ".pfx", sizeof(".pfx"));
	if (!b.failed)
		name = strdup((const char *)b.data);
	bytes_clear(&b);
	return name;
}

/* Asks with the text of b as the question. */
static bool
ask_bytes(struct bytes *b, bool preset, bool *yes, struct err *e)
{
	bytes_add_u8(b, 0);
	return bytes_ok(b, e) && ask_yes((const char *)b->data, preset, yes,
	    e);
}

static bool
may_replace(const char *name, bool *replace, struct err *e)
{
	struct bytes prompt = BYTES_INIT;
	bool ok;

	text_add_printable(&prompt, view_str(name));
	bytes_add_str(&prompt, " exists. Replace it?");
	ok = ask_bytes(&prompt, false, replace, e);
	bytes_clear(&prompt);
	return ok;
}

/* One name that can be written, or *name stays NULL and the person has been
 * told why. */
static bool
ask_pfx_name(const char *preset, char **name, bool *replace, struct err *e)
{
	const struct err why = *e;
	char *typed;
	bool ok;

	err_clear(e);
	*replace = false;
	if (!ask_text("Save the PFX as", preset, &why, &typed, e))
		return false;
	ok = typedpath(typed, name, e);
	free(typed);
	if (!ok)
		return false;
	if (atomicfile_check(*name, false, e))
		return true;
	if (e->code == ERR_EXISTS && atomicfile_check(*name, true, e)) {
		err_clear(e);
		if (may_replace(*name, replace, e) && *replace)
			return true;
	}
	free(*name);
	*name = NULL;
	/* Another try unless the answer was Ctrl-C or the like. */
	return e->code != ERR_CANCELLED && e->code != ERR_MEMORY;
}

static bool
choose_name(const struct conversion *c, char **name, bool *replace,
    struct err *e)
{
	char *preset = suggest_name(c->pvk);
	bool ok = true;

	if (preset == NULL)
		return err_memory(e);
	err_clear(e);
	for (int i = 0; ok && *name == NULL && i < NAME_TRIES; i++)
		ok = ask_pfx_name(preset, name, replace, e);
	free(preset);
	if (ok && *name == NULL)
		return err_set(e, ERR_CANCELLED, "no usable name after %d "
		    "tries", NAME_TRIES);
	return ok;
}

static void
describe(const struct conversion *c, struct bytes *out)
{
	const struct identity *id = c->id;
	struct bytes name = BYTES_INIT;
	size_t more = id->chain.count + id->unrelated.count;

	if (id->leaf->scanned)
		certname_display(id->leaf->scan.subject, &name);
	text_add_printable(out, view_str(c->pfx));
	bytes_addf(out, " will hold the %s key and its certificate \"",
	    id->key->algorithm_name);
	text_add_printable(out, view_bytes(&name));
	bytes_add_str(out, "\"");
	if (more != 0)
		bytes_addf(out, " with %zu more certificate%s", more,
		    more == 1 ? "" : "s");
	bytes_addf(out, ",\nprotected by %s (%s).\n",
	    c->po.len != 0 ? "the password" : "NO password",
	    convert_profile_name(c->options->profile));
	for (size_t i = 0; i < c->caveats.warning_count; i++) {
		bytes_add_str(out, "Note: ");
		text_add_printable(out, view_str(c->caveats.warnings[i]));
		bytes_add_str(out, "\n");
	}
	bytes_add_str(out, "Write it?");
	bytes_clear(&name);
}

static bool
confirm_writing(struct conversion *c, struct err *e)
{
	struct bytes prompt = BYTES_INIT;
	bool yes = false, ok;

	describe(c, &prompt);
	ok = ask_bytes(&prompt, true, &yes, e);
	bytes_clear(&prompt);
	c->caveats_told = true;
	return ok && (yes || err_set(e, ERR_CANCELLED, "cancelled: nothing "
	    "was written"));
}

bool
convert_wizard(struct conversion *c, char **name, struct err *e)
{
	*name = NULL;
	c->po_from = NULL;
	if (!choose_name(c, name, &c->replace, e))
		return false;
	c->pfx = *name;
	return passin_prompt("Enter a password for it: ", PASSIN_CONFIRM,
	    "-po-from", &c->po, e) && confirm_writing(c, e);
}
