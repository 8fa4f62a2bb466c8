/*
 * columns.h - text in the columns of a terminal
 *
 * Widths are display columns: a Chinese character takes two, a combining accent
 * none. They are glibc's, in its C.UTF-8 locale whatever the user's own is, since
 * we print UTF-8. Text is expected to be printable (text_add_printable()).
 *
 * Errors: sticky, in *out (bytes.h).
 */

#pragma once

#include "base/bytes.h"

size_t	columns_of(struct view utf8);
/* Exactly `width` columns: padded with spaces, or cut and ended with U+2026. */
void	columns_add(struct bytes *out, struct view utf8, size_t width);

/* Of the terminal that standard output is; 0: it is not one. */
size_t	columns_of_terminal(void);
/* Is it a terminal, and are colours wanted (NO_COLOR)? */
bool	columns_coloured(void);
