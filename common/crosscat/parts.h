/*
 * parts.h - what the two halves of crosscat.h share
 */

#ifndef SPCKIT_CROSSCAT_PARTS_H
#define SPCKIT_CROSSCAT_PARTS_H

#include "base/bytes.h"
#include "base/err.h"

/* A name for comparing: ASCII letters small, any dash a hyphen, one blank for
 * several. Both the page's names and those people type come out the same. New,
 * the caller's; NULL: out of memory. */
char	*crosscat_folded(struct view name, struct err *e) MUST_CHECK;

#endif
