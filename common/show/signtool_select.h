/*
 * signtool_select.h - SignTool's words about the choice of a certificate
 *
 * A refusal goes to standard error in SignTool's words; our own sentence
 * follows from whoever reports the error.
 */

#ifndef SPCKIT_SHOW_SIGNTOOL_SELECT_H
#define SPCKIT_SHOW_SIGNTOOL_SELECT_H

#include "base/bytes.h"
#include "base/err.h"
#include "query/pick.h"

/* Nothing when one was chosen, or the error is about something else. */
void	signtool_select_refused(const struct pick *p, const struct err *e);
/* "The following certificates were considered:" and what each filter left. */
void	signtool_select_debug(const struct pick *p, struct bytes *out);
/* "The following certificate was selected:" */
void	signtool_select_chosen(const struct cert *c, struct bytes *out);

#endif
