#include "wizard.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "finish.h"
#include "io/ask.h"
#include "io/typedpath.h"

void
import_wizard_clear(struct wizard *w)
{
	free(w->file);
	free(w->store);
	w->file = w->store = NULL;
}

static bool
ask_second(const char *question, const struct err *why, bool *second,
    struct err *e)
{
	unsigned n;
	bool ok = ask_number(question, 2, why, &n, e);

	*second = ok && n == 2;
	return ok;
}

/* ---- the location ---- */

/* Of a path that is not there yet, the last folder that is. */
static bool
may_make(const char *path)
{
	char *copy = strdup(path), *slash;
	bool ok = copy != NULL;

	while (ok && access(copy, F_OK) == -1 &&
	    (slash = strrchr(copy, '/')) != NULL && slash != copy)
		*slash = '\0';
	ok = ok && (access(copy, F_OK) == -1 ||
	    faccessat(AT_FDCWD, copy, W_OK, AT_EACCESS) == 0);
	free(copy);
	return ok;
}

/* The import itself has the last word; this is so that no answers are lost. */
static bool
check_place(enum place place, struct err *e)
{
	struct location l = LOCATION_INIT;
	bool ok;

	if (!location_open(&l, place, LOCATION_READ, e))
		return false;
	ok = (l.fd == -1 ? may_make(l.path) : faccessat(l.fd, ".", W_OK,
	    AT_EACCESS) == 0) || err_set(e, ERR_ACCESS, "%s: no permission "
	    "to write there%s", l.path, place == PLACE_MACHINE ?
	    " (root has it)" : "");
	location_close(&l);
	return ok;
}

static bool
ask_location(struct import_options *o, struct err *e)
{
	const char *question = "Welcome to the Certificate Import Wizard\n"
	    "Store location: 1 Current User, 2 Local Machine";
	struct err why = ERR_INIT;
	bool machine, ok = false;

	while (!ok) {
		if (!ask_second(question, &why, &machine, e))
			return false;
		o->place = machine ? PLACE_MACHINE : PLACE_USER;
		err_clear(&why);
		ok = check_place(o->place, &why);
		question = "Store location: 1 Current User, 2 Local Machine";
	}
	return true;
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

/* `why` is what was wrong with the answer before. The file whose password was
 * wrong is offered again. */
static bool
ask_for_file(struct wizard *w, struct import *i, const struct err *why,
    struct err *e)
{
	const char *preset = why->code == ERR_PASSWORD ? w->file : NULL;
	char *typed;
	bool ok;

	if (!ask_text("File to import", preset, why, &typed, e))
		return false;
	i->file = NULL;
	free(w->file);
	ok = typedpath(typed, &w->file, e);
	free(typed);
	i->file = w->file;
	return ok;
}

static bool
ask_file(struct wizard *w, struct import *i, struct err *e)
{
	struct err why = ERR_INIT;

	for (;;) {
		if (!ask_for_file(w, i, &why, e))
			return false;
		err_clear(&why);
		if (*i->file == '\0' || strcmp(i->file, "-") == 0)
			err_set(&why, ERR_USAGE, "Type the name of a file.");
		else if (load_any(i, &why))
			return true;
		if (!is_worth_another_try(&why))
			break;
		secret_clear(&i->password);
	}
	*e = why;
	return false;
}

/* ---- the key and the store ---- */

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

/* A name as it is listed, or as Windows shows it: "Personal". */
static bool
take_store_name(struct wizard *w, const char *answer, struct err *e)
{
	const char *known;

	if (!location_valid_name(answer))
		return err_set(e, ERR_USAGE, "\"%s\" is not a valid name for "
		    "a store", answer);
	for (size_t n = 0; (known = location_known_store(n)) != NULL; n++)
		if (text_same(known, answer) ||
		    text_same(location_display_name(known), answer))
			answer = known;
	w->store = strdup(answer);
	return w->store != NULL || err_memory(e);
}

static bool
ask_store_name(struct wizard *w, struct err *e)
{
	struct err why = ERR_INIT;
	char *answer;

	while (w->store == NULL) {
		if (!ask_text("Certificate store", "My", &why, &answer, e))
			return false;
		err_clear(&why);
		if (!take_store_name(w, answer, &why) &&
		    why.code == ERR_MEMORY) {
			free(answer);
			return err_memory(e);
		}
		free(answer);
	}
	return true;
}

static bool
ask_store(struct wizard *w, struct import *i, struct err *e)
{
	const struct err none = ERR_INIT;
	bool one;

	if (!ask_second("Certificate store\n1 Automatically select the "
	    "certificate store based on the type of certificate\n"
	    "2 Place all certificates in the following store\nWhich", &none,
	    &one, e))
		return false;
	if (!one)
		return true;
	if (!ask_store_name(w, e))
		return false;
	i->store = w->store;
	i->single_store = true;
	return true;
}

bool
import_wizard(struct wizard *w, struct import *i, struct import_options *o,
    struct err *e)
{
	return ask_location(o, e) && ask_file(w, i, e) &&
	    (i->contents.keys.count == 0 || ask_protection(i, e)) &&
	    ask_store(w, i, e) && import_plan(i, e) && import_finish(i, e);
}
