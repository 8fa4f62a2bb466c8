/*
 * rootuse.h - what a root may be used for, as its properties say
 *
 * Microsoft's list of roots (crosscert roots) restricts a root by properties
 * that Windows keeps beside the certificate, and a user may set the first one
 * himself:
 *
 *   9	  the usages it is trusted for (extended key usage); absent: all
 *   122  usages it is not trusted for, at no time
 *   104  a date from which nothing below it is trusted; what was signed and
 *	  stamped before is
 *   126  a date from which new certificates below it are not trusted; those
 *	  issued before are. 127: for these usages only
 *
 * These are "EKU removal", "disable" and "NotBefore" of Microsoft's root
 * program; how they are spelled is read off its lists. That 122 does not narrow
 * 104 is the reading that trusts less.
 *
 * Input:  untrusted. A property that does not read restricts everything.
 */

#pragma once

#include "base/bytes.h"
#include "cert/cert.h"

enum rootuse {
	ROOTUSE_ALLOWED,
	ROOTUSE_OTHER_USAGES,	/* trusted for others only */
	ROOTUSE_DISABLED,	/* from a date before `when` */
	ROOTUSE_ISSUED_LATER,	/* the leaf, than the root is trusted for */
};

/* `usage` is the OID body of what the chain is judged for, empty for any use;
 * `when` is the time it is judged at (of the timestamp, if there is one), and
 * `issued` the leaf's notBefore. */
enum rootuse	 rootuse_judge(const struct cert *root, struct view usage,
		    int64_t when, int64_t issued);
/* "not trusted for this usage", ...; NULL: allowed. */
const char	*rootuse_text(enum rootuse u);
