/*
 * certname.h - distinguished names as Windows' tools write them
 *
 * "CN=MyCompany Inc., O=MyCompany, S=Washington, C=US": the most specific part
 * first (the reverse of the encoding), S for state, E for e-mail, values with
 * special characters in quotes, unknown types as OID.1.2.3=.
 *
 * The text is valid UTF-8 whatever the certificate holds: octets that are none
 * become U+FFFD. It may hold control characters; whoever prints it to a
 * terminal uses text_add_printable().
 *
 * Errors: sticky, in *out (bytes.h).
 */

#ifndef SPCKIT_CERT_CERTNAME_H
#define SPCKIT_CERT_CERTNAME_H

#include "base/bytes.h"

/* `name` is a whole Name as certscan.h gives it. */
void	certname_text(struct view name, struct bytes *out);
/* The one name a list shows: CN, else OU, O, e-mail, else the whole text. */
void	certname_display(struct view name, struct bytes *out);
/* The same, printable; and in quotes. */
void	certname_show(struct view name, struct bytes *out);
void	certname_quote(struct view name, struct bytes *out);

#endif
