/*
 * wizard.h - the Certificate Import Wizard's questions, on the terminal
 *
 * In Windows' order: store location, file, password (where one is needed),
 * strong protection, exportable, extended properties, certificate store, and a
 * summary to say yes to. Takes PFX files and every certificate container; the
 * questions about a key are left out where there is none. The presets are
 * Windows' own.
 *
 * import_wizard() fills the import and its options; import_plan() and the rest follow.
 *
 * Ownership: answers are new; import_wizard_clear() after import_clear().
 * Errors:    those of passin.h and import_load(); ERR_CANCELLED for a no at the
 *            end, a file that cannot be read or a wrong password too often.
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
