#include "wizard.h"

#include <stdlib.h>

#include "base/text.h"
#include "io/ask.h"
#include "io/passin.h"

enum { TRIES = 3 };

void
import_wizard_clear(struct wizard *w)
{
	free(w->file);
	free(w->store);
	w->file = w->store = NULL;
}

static bool
ask_second(const char *question, bool *second, struct err *e)
{
	unsigned n;

	if (!ask_number(question, 2, &n, e))
		return false;
	*second = n == 2;
	return true;
}

/* The refusal before is the beginning of the question: only passin writes to
 * the terminal. */
static bool
ask_again(const char *question, const struct err *why, char **answer,
    struct err *e)
{
	struct bytes b = BYTES_INIT;
	bool ok;

	if (why->code != ERR_NONE) {
		text_add_printable(&b, view_str(why->msg));
		bytes_add_str(&b, "\n");
	}
	bytes_add_str(&b, question);
	bytes_add_u8(&b, 0);
	ok = bytes_ok(&b, e) && passin_line((const char *)b.data, NULL, answer,
	    e);
	bytes_clear(&b);
	return ok;
}

/* ---- the file ---- */

/* A PFX, else certificates. */
static bool
load_any(struct import *i, struct err *e)
{
	i->verb = VERB_IMPORT_PFX;
	if (import_load(i, e))
		return true;
	if (e->code != ERR_FORMAT)
		return false;
	err_clear(e);
	i->verb = VERB_ADD_STORE;
	return import_load(i, e);
}

/* What another answer may mend. */
static bool
is_worth_another_try(const struct err *e)
{
	return e->code != ERR_CANCELLED && e->code != ERR_MEMORY &&
	    e->code != ERR_PASSWORD_NEEDED;
}

/* `why` is what was wrong with the answer before. */
static bool
ask_for_file(struct wizard *w, struct import *i, const struct err *why,
    struct err *e)
{
	/* The same file, and another password. */
	if (why->code == ERR_PASSWORD) {
		i->prompt = "The password is not correct. Enter PFX password:";
		return true;
	}
	i->prompt = NULL;
	free(w->file);
	w->file = NULL;
	if (!ask_again("File to import", why, &w->file, e))
		return false;
	i->file = w->file;
	return true;
}

static bool
ask_file(struct wizard *w, struct import *i, struct err *e)
{
	struct err why = ERR_INIT;

	for (int n = 0; n < TRIES; n++) {
		if (!ask_for_file(w, i, &why, e))
			return false;
		err_clear(&why);
		if (load_any(i, &why))
			return true;
		if (!is_worth_another_try(&why))
			break;
		secret_clear(&i->password);
	}
	*e = why;
	return false;
}

/* ---- the pages ---- */

static bool
ask_location(struct import_options *o, struct err *e)
{
	bool machine;

	if (!ask_second("Welcome to the Certificate Import Wizard\n"
	    "Store location: 1 Current User, 2 Local Machine", &machine, e))
		return false;
	o->place = machine ? PLACE_MACHINE : PLACE_USER;
	return true;
}

static bool
ask_protection(struct import *i, struct err *e)
{
	bool protect, exportable, properties;

	if (!ask_yes("Private key protection\nEnable strong private key "
	    "protection (a passphrase at each use)?", false, &protect, e) ||
	    !ask_yes("Mark this key as exportable?", false, &exportable, e) ||
	    !ask_yes("Include all extended properties?", true, &properties, e))
		return false;
	i->modifiers.protect = protect;
	i->modifiers.no_export = !exportable;
	i->no_properties = !properties;
	return true;
}

static bool
ask_store(struct wizard *w, struct import *i, struct err *e)
{
	bool one;

	if (!ask_second("Certificate store\n1 Automatically select the "
	    "certificate store based on the type of certificate\n"
	    "2 Place all certificates in the following store\nWhich", &one, e))
		return false;
	if (!one)
		return true;
	if (!passin_line("Certificate store", "My", &w->store, e))
		return false;
	i->store = w->store;
	i->single_store = true;
	return true;
}

static void
add_summary(const struct import *i, const struct import_options *o,
    struct bytes *b)
{
	const struct contents *c = &i->contents;

	bytes_addf(b, "Completing the Certificate Import Wizard\n"
	    "  Store location:    %s\n", o->place == PLACE_USER ?
	    "Current User" : "Local Machine");
	bytes_add_str(b, "  Certificate store: ");
	text_add_printable(b, view_str(i->store != NULL ? i->store :
	    "automatically selected"));
	bytes_addf(b, "\n  Content:           %zu private key%s, %zu "
	    "certificate%s\n  File:              ", c->keys.count,
	    c->keys.count == 1 ? "" : "s", c->certs.count,
	    c->certs.count == 1 ? "" : "s");
	text_add_printable(b, view_str(i->file));
	if (c->keys.count != 0)
		bytes_addf(b, "\n  Private key:       %sexportable, %s",
		    i->modifiers.no_export ? "not " : "",
		    i->modifiers.protect ? "with a passphrase of its own" :
		    "no passphrase");
	bytes_add_str(b, "\nFinish?");
	bytes_add_u8(b, 0);
}

static bool
confirm_import(const struct import *i, const struct import_options *o,
    struct err *e)
{
	struct bytes b = BYTES_INIT;
	bool yes = false, ok;

	add_summary(i, o, &b);
	ok = bytes_ok(&b, e) && ask_yes((const char *)b.data, true, &yes, e);
	bytes_clear(&b);
	if (!ok)
		return false;
	return yes || err_set(e, ERR_CANCELLED, "cancelled: nothing was "
	    "imported");
}

bool
import_wizard(struct wizard *w, struct import *i, struct import_options *o,
    struct err *e)
{
	return ask_location(o, e) && ask_file(w, i, e) &&
	    (i->contents.keys.count == 0 || ask_protection(i, e)) &&
	    ask_store(w, i, e) && confirm_import(i, o, e);
}
