#include "download.h"

#include <string.h>

#include "base/text.h"
#include "body.h"
#include "cli/progress.h"
#include "cli/workers.h"
#include "httpget.h"
#include "query/engines.h"

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

/* ---- how far it is ---- */

enum { SHOWN_URL = 40, MS = 1000 };

struct shown {
	struct progress	 line;
	struct bytes	 url;	/* what of it is shown */
};

static void
shown_begin(struct shown *s, const char *url)
{
	bytes_init(&s->url, 0);
	text_add_printable(&s->url, view_str(url));
	progress_begin(&s->line, stderr);
}

static void
shown_end(struct shown *s)
{
	progress_hide(&s->line);
	bytes_clear(&s->url);
}

static bool
show(void *arg, size_t bytes, unsigned attempt)
{
	struct shown *s = arg;
	struct view url = view_sub(view_bytes(&s->url), 0,
	    s->url.len < SHOWN_URL ? s->url.len : SHOWN_URL);

	progress_show(&s->line, "%.*s: %zu bytes, attempt %u, %lld s ",
	    (int)url.len, url.len != 0 ? (const char *)url.data : "", bytes,
	    attempt, (workers_clock() - s->line.begun) / MS);
	return true;
}

/* ---- one download ---- */

static struct httpget_options
options_of(const struct options *o, struct shown *s)
{
	struct httpget_options h = {
		.proxy = o->proxy,
		.ca_file = o->ca_file,
		.max_bytes = (size_t)limit_of(&o->which.limits,
		    LIMIT_DOWNLOAD),
		.progress = show,
		.arg = s,
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
	struct bytes body = BYTES_INIT;
	struct httpget_options h;
	struct shown shown;
	bool ok;

	if (!start(e))
		return false;
	shown_begin(&shown, url);
	h = options_of(o, &shown);
	ok = httpget(url, &h, &body, e);
	shown_end(&shown);
	ok = ok && (body_read(view_bytes(&body), &o->which.limits, out, e) ||
	    err_in(e, "%s", url));
	bytes_clear(&body);
	return ok;
}
