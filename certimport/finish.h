/*
 * finish.h - the wizard's last page, and its warning
 *
 * import_finish() lists which certificate goes into which store, and asks
 * whether to do it. Whatever is to go into Root, and is not there yet, decides
 * about trust: as on Windows each is asked about, by its name and thumbprint,
 * and "no" is the preset. One that is refused is left out of the plan, and a
 * note says so.
 *
 * Errors: ERR_CANCELLED where nothing is left to import; those of passin.h and
 *         of reading the location.
 */

#pragma once

#include "import.h"

/* After import_plan(). */
bool	import_finish(struct import *i, struct err *e) MUST_CHECK;
