/*
 * describe.h - certificates in words for people
 *
 * Lines of "  Label:          value". Everything from a file goes through
 * text_add_printable(), so that a name cannot move the cursor.
 *
 * Errors: sticky, in *out (bytes.h).
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "cert/cert.h"
#include "query/gather.h"

void	describe_label(struct bytes *out, const char *label);
void	describe_text(struct bytes *out, const char *label, struct view value);
void	describe_hex(struct bytes *out, const char *label, struct view value);
/* `form` is certname_text or certname_display. */
void	describe_name(struct bytes *out, const char *label, struct view name,
	    void (*form)(struct view, struct bytes *));
/* The lines of one certificate; -v has the names in full and the numbers. */
void	describe_cert(struct bytes *out, const struct cert *c, bool verbose);

/* What is known of its private key without opening it; nothing without one. */
bool	describe_key(struct bytes *out, const struct gather *g,
	    const struct gathered *x, struct err *e) MUST_CHECK;

/* To standard output; clears the text. ERR_IO, ERR_MEMORY. */
bool	describe_print(struct bytes *out, struct err *e) MUST_CHECK;
/* To either stream, and clears it. A failure of standard output shows when the
 * program ends (startup_flush()). */
void	describe_put(FILE *to, struct bytes *out);
/* The text, a name or words of a file, the end of the line. */
void	describe_line(FILE *to, const char *text, const char *name);
