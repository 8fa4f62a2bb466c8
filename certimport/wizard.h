/*
 * wizard.h - the Certificate Import Wizard's questions, on the terminal
 *
 * In Windows' order: store location, file, password (where one is needed),
 * strong protection, exportable, extended properties, certificate store, and
 * what finish.h asks. Takes PFX files and every certificate container; the
 * questions about a key are left out where there is none. The presets are
 * Windows' own. An answer that will not do is asked for again, and after three
 * wrong passwords the file is: only Ctrl-C, Ctrl-D and a no at the end cancel.
 *
 * import_wizard() fills the import, its options and its plan; writing follows.
 *
 * Ownership: answers are new; import_wizard_clear() after import_clear().
 * Errors:    ERR_CANCELLED; those of import_plan() and of finish.h.
 */

#pragma once

#include "import.h"

struct wizard {
	char	*file;
	char	*store;
};
#define WIZARD_INIT { NULL, NULL }

/* `o` is what i->options points to. */
bool	import_wizard(struct wizard *w, struct import *i,
	    struct import_options *o, struct err *e) MUST_CHECK;
void	import_wizard_clear(struct wizard *w);
