/*
 * choose.h - of several certificates that match, which one is meant?
 *
 * A renewal keeps its names and often its key: the certificate that is valid
 * longest is meant. One whose validity cannot be read loses to any other, and
 * of two that are valid equally long the first stays.
 */

#ifndef SPCKIT_CHAIN_CHOOSE_H
#define SPCKIT_CHAIN_CHOOSE_H

#include <stdbool.h>

#include "cert/cert.h"

/* Is a valid for longer than b? */
bool	choose_longer(const struct cert *a, const struct cert *b);

#endif
