/*
 * sniff.h - what kind of bytes are these?
 *
 * Looks at fixed headers and the outermost ASN.1 layers of one binary block
 * (armor.h has removed the text). What load() accepts has been sniffed as its
 * kind: a fuzz target holds that.
 *
 * The shapes in kinds.c are elements in the order of the file, a letter each:
 *
 *	( )  into a SEQUENCE, and out of it	< into a [0]
 *	s    a SEQUENCE		n  one that does not begin with an OID
 *	t    a SET		0  a [0]
 *	i    an INTEGER		v  one of a single byte
 *	o    an OCTET STRING	c  a constructed one	b  a BIT STRING
 *	d    a UTCTime or GeneralizedTime
 *	O    an OID		P  a type of pkcs-7	S  signedData	C  a CTL
 *
 * What follows the last letter does not matter.
 */

#pragma once

#include "base/bytes.h"
#include "formats/kinds.h"

enum kind	 sniff(struct view binary);
