/*
 * certname.h - distinguished names as Windows' tools write them
 *
 * "CN=MyCompany Inc., O=MyCompany, S=Washington, C=US": the most specific part
 * first (the reverse of the encoding), S for state, E for e-mail, values with
 * special characters in quotes, unknown types as OID.1.2.3=.
 *
 * The text is valid UTF-8 whatever the certificate holds: octets that are not
 * become U+FFFD. It may hold control characters where it is not printable.
 *
 * Names are whole Names as certscan.h gives them; an empty one (of a
 * certificate that cannot be parsed) has no text.
 *
 * Errors: sticky, in *out (bytes.h).
 */

#pragma once

#include "base/bytes.h"

void	certname_text(struct view name, struct bytes *out);
/* The one name a list shows: CN, else OU, O, e-mail, else the whole text. */
void	certname_display(struct view name, struct bytes *out);
/* The same, printable; and in quotes. */
void	certname_show(struct view name, struct bytes *out);
void	certname_quote(struct view name, struct bytes *out);
/* The same for a sentence: printable, without quotes, cut to fit. */
#define CERTNAME_MAX	256
const char *certname_brief(struct view name, char buf[CERTNAME_MAX]);
/* The same name, as RFC 5280, 7.1 compares names: libcrypto's answer. */
bool	certname_same(struct view a, struct view b);
