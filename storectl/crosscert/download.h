/*
 * download.h - a URL -> the certificates there
 *
 * With the proxy, CAs, time and limits of the command line. What takes more
 * than a second is shown on a terminal's standard error, and only there.
 *
 * State:  the network is started by the first download; download_stop().
 * Errors: those of httpget.h and body.h; sentences begin with the URL.
 */

#ifndef SPCKIT_CROSSCERT_DOWNLOAD_H
#define SPCKIT_CROSSCERT_DOWNLOAD_H

#include <stdbool.h>

#include "base/err.h"
#include "cert/cert.h"
#include "options.h"

/* Is it one that we would fetch? For links that came from a certificate. */
bool	download_takes(const char *url);
bool	download(const char *url, const struct options *o,
	    struct certlist *out, struct err *e) MUST_CHECK;
void	download_stop(void);

#endif
