/*
 * wizard.h - the questions that pvk2pfx asks when -pfx is not given
 *
 * The export wizard of the Windows program in a few lines: the name of the
 * file, its password twice, what will be written, and a yes. Needs a terminal.
 *
 * Ownership: *name is new and the caller's; c->pfx points to it.
 */

#pragma once

#include "convert.h"

/* Fills pfx, po and replace of a conversion that has been read. */
bool	convert_wizard(struct conversion *c, char **name, struct err *e)
	    MUST_CHECK;
