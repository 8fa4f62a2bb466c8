/*
 * engines.h - libcrypto and libtasn1, started when a verb needs them
 *
 * Starting both costs more than listing a small store does, and listing needs
 * neither: hashes come from base/sha.h and certificates are scanned. A verb
 * that verifies signatures, opens keys or reads files calls engines_start(),
 * as often as it likes; main stops them.
 */

#pragma once

#include "base/err.h"

bool	engines_start(struct err *e) MUST_CHECK;
void	engines_stop(void);
