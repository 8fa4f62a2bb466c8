#include "download.h"

#include <string.h>

#include "base/text.h"
#include "body.h"
#include "net/httpget.h"
#include "report.h"
#include "storectl/engines.h"

static bool started;

static bool
start(struct err *e)
{
	/* libcrypto first, in our way: then libcurl starts it without the
	 * system's configuration. */
	if (!started)
		started = engines_start(e) && httpget_start(e);
	return started;
}

void
download_stop(void)
{
	if (started)
		httpget_stop();
	started = false;
}

bool
download_takes(const char *url)
{
	return text_starts(url, "http://") || text_starts(url, "https://");
}

static bool
show(void *arg, size_t bytes, unsigned attempt)
{
	report_progress(arg, bytes, attempt);
	return true;
}

static struct httpget_options
options_of(const struct options *o, const char *url)
{
	struct httpget_options h = {
		.proxy = o->proxy,
		.ca_file = o->ca_file,
		.max_bytes = (size_t)limit_of(&o->which.limits,
		    LIMIT_DOWNLOAD),
		.progress = show,
		/* Handed back to `show`, which only reads it. */
		.arg = (void *)(uintptr_t)url,
	};

	if (o->proxy != NULL && text_same(o->proxy, "none"))
		h.proxy = "";
	if (o->timeout.given)
		h.seconds = (unsigned)o->timeout.value;
	if (o->retries.given)
		h.attempts = (unsigned)o->retries.value + 1;
	return h;
}

bool
download(const char *url, const struct options *o, struct certlist *out,
    struct err *e)
{
	struct httpget_options h = options_of(o, url);
	struct bytes body = BYTES_INIT;
	bool ok;

	if (!start(e))
		return false;
	report_progress_begin();
	ok = httpget(url, &h, &body, e);
	report_progress_end();
	ok = ok && (body_read(view_bytes(&body), &o->which.limits, out, e) ||
	    err_in(e, "%s", url));
	bytes_clear(&body);
	return ok;
}
