/*
 * httpget.h - a URL -> its bytes, over http or https
 *
 * The only module that reaches the network, and the only one that knows
 * libcurl. http and https, also after redirects (HTTPGET_REDIRECTS of them);
 * proxies from the environment (http_proxy, https_proxy, all_proxy, no_proxy)
 * or -proxy; https servers are verified. No cookie, password or ~/.netrc is
 * ever sent; a URL with a password is refused, also after a redirect.
 *
 * A server that is overloaded (5xx, 408, 429), does not answer, or closes the
 * connection early is tried again (-retries), after a pause that doubles. What
 * takes more than a second is shown on a terminal's standard error.
 *
 * Input:      untrusted. LIMIT_DOWNLOAD bounds its size, and -timeout all
 *             attempts together, pauses included. (Before libcurl 7.87 a
 *             name server that does not answer may take longer.)
 * Ownership:  *out is set on success only; the caller clears it.
 * Errors:     ERR_NOT_FOUND (404, 410, no such host), ERR_ACCESS (401, 403,
 *             407), ERR_LIMIT (too large, too slow, too many redirects),
 *             ERR_UNTRUSTED (the server's certificate), ERR_UNSUPPORTED
 *             (another scheme, a password), ERR_USAGE (not a URL),
 *             ERR_IO. Sentences begin with the URL.
 * State:      the first call, before there are threads, starts libcurl, and that
 *             libcrypto; osslctx_init() is to have come before, so that no
 *             configuration file of OpenSSL is read. httpget_stop() at the end.
 */

#pragma once

#include "base/bytes.h"
#include "base/err.h"
#include "options.h"

enum { HTTPGET_REDIRECTS = 10, HTTPGET_URL = 2048 };

struct httpget_how {
	enum limit	 limit;		/* of the answer */
	struct view	 post;		/* empty: GET */
	const char	*post_type;
};

bool	httpget(const char *url, const struct cmdline *o,
	    struct bytes *out, struct err *e) MUST_CHECK;
/* The same with another limit, or a POST, which keeps its body over
 * redirects. */
bool	httpget_as(const char *url, const struct httpget_how *how,
	    const struct cmdline *o, struct bytes *out, struct err *e)
	    MUST_CHECK;
/* A URL from a certificate as a string, if it is one for httpget(). */
bool	httpget_url(struct view url, char text[HTTPGET_URL + 1],
	    struct err *e) MUST_CHECK;
void	httpget_stop(void);
