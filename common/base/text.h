/*
 * text.h - the few things done to text: hex, case, UTF-8 and UTF-16
 *
 * Text inside the project is UTF-8. What files hold as UTF-16 (BMPString,
 * UTF-16LE properties) is converted here. Nothing depends on the locale.
 */

#pragma once

#include <stdio.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/secret.h"

/* Lower-case hex of v into buf (2 * v.len + 1 bytes needed); cut to fit. */
void	text_hex(struct view v, char *buf, size_t size);
void	text_add_hex(struct bytes *out, struct view v);
/* 0 to 15; -1 if not a hex digit. */
int	text_hex_value(unsigned char c);
/* Hex, with spaces, tabs and colons between the octets, into out. */
bool	text_unhex(const char *s, unsigned char *out, size_t size, size_t *len)
	    MUST_CHECK;

/* Compare without regard to ASCII case. */
bool	text_same(const char *a, const char *b);
bool	text_starts(const char *s, const char *prefix);

bool	text_is_utf8(struct view v);
bool	text_is_ascii(struct view v);
bool	text_same_letter(char a, char b);	/* in any case */
bool	text_is_space(unsigned char c);	/* tab to carriage return, blank */
/* With a typographic quote, U+2018 to U+201F, as web pages have them. */
bool	text_begins_with_quote(struct view v);

/* UTF-8 -> UTF-16BE without terminator (surrogate pairs where needed). False
 * when v is not UTF-8. The secret version is for passwords. */
bool	text_to_utf16be(struct view v, struct bytes *out) MUST_CHECK;
bool	text_secret_to_utf16be(struct view v, struct secret *out,
	    struct err *e) MUST_CHECK;
/* UTF-16 -> UTF-8; a lone surrogate or odd last byte becomes U+FFFD. Stops at
 * a NUL character when stop_at_nul. */
enum text_order { TEXT_BE, TEXT_LE };
void	text_from_utf16(struct view v, enum text_order order, bool stop_at_nul,
	    struct bytes *out);
/* Latin-1 -> UTF-8 (which T61String is in practice). */
void	text_from_latin1(struct view v, struct bytes *out);

/* The next part of a comma-separated list, trimmed; false after the last, when
 * *list is NULL. */
bool	text_next_part(const char **list, struct view *part);

/* Append v percent-encoded: every octet, or with `plain` all but letters,
 * digits and "-._~" (RFC 3986, 2.3). */
void	text_add_percent(struct bytes *out, struct view v, bool plain);

/* Append v to out for a terminal or a message: control characters and broken
 * UTF-8 become \xNN, so that a certificate's name cannot move the cursor. */
void	text_add_printable(struct bytes *out, struct view v);
/* The same, written; nothing if out of memory. */
void	text_put_printable(FILE *to, struct view v);
