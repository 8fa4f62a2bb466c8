#include "httpget.h"

#include <limits.h>
#include <string.h>
#include <time.h>

#include <curl/curl.h>

#include "base/text.h"
#include "cli/progress.h"
#include "cli/workers.h"

enum {
	CONNECT_SECONDS = 15,	/* at most, of one attempt */
	PAUSE_MS = 500,		/* before the second attempt */
	PAUSE_MAX_MS = 8000,
	STEP_MS = 100,		/* of a pause: progress is shown between */
	MS = 1000,
	SHOWN_URL = 40,
};

struct transfer {
	const char			*url;
	const struct httpget_how	*how;
	const struct cmdline		*o;
	CURL				*curl;
	struct bytes			 body;
	char				 detail[CURL_ERROR_SIZE];
	unsigned			 attempt;
	struct progress			 line;
	struct bytes			 shown;		/* the URL, printable */
	long long			 deadline;	/* of workers_clock() */
};

static bool started;
/* One for all, so that connections stay open between files. */
static CURL *handle;

void
httpget_stop(void)
{
	curl_easy_cleanup(handle);
	handle = NULL;
	if (started)
		curl_global_cleanup();
	started = false;
}

static long
transfer_time_left(const struct transfer *t)
{
	long long left = t->deadline - workers_clock();

	if (left < 0)
		return 0;
	return left < LONG_MAX ? (long)left : LONG_MAX;
}

static void
show_transfer(struct transfer *t)
{
	size_t len = t->shown.len < SHOWN_URL ? t->shown.len : SHOWN_URL;

	progress_show(&t->line, "%.*s: %zu bytes, attempt %u, %lld s ",
	    (int)len, len != 0 ? (const char *)t->shown.data : "",
	    t->body.len, t->attempt, (workers_clock() - t->line.begun) / MS);
}

static size_t
take_chunk(char *data, size_t size, size_t n, void *arg)
{
	struct transfer *t = arg;

	bytes_add(&t->body, data, size * n);
	return t->body.failed ? 0 : size * n;
}

static int
on_progress(void *arg, curl_off_t total, curl_off_t now, curl_off_t up_total,
    curl_off_t up_now)
{
	(void)total, (void)now, (void)up_total, (void)up_now;
	show_transfer(arg);
	return 0;
}

/* ---- one attempt ---- */

/* The compiler checks a value's type against its option. */
#define SET(c, option, value) \
	(curl_easy_setopt((c), CURLOPT_##option, (value)) == CURLE_OK)

static bool
set_protocols(CURL *c)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return SET(c, PROTOCOLS_STR, "http,https") &&
	    SET(c, REDIR_PROTOCOLS_STR, "http,https");
#else
	const long both = CURLPROTO_HTTP | CURLPROTO_HTTPS;

	return SET(c, PROTOCOLS, both) && SET(c, REDIR_PROTOCOLS, both);
#endif
}

/* The resolver is a thread that cannot be stopped; by default libcurl waits for
 * it, ten seconds and more if the name server does not answer. */
static bool
leave_the_resolver(CURL *c)
{
#if LIBCURL_VERSION_NUM >= 0x075700
	return SET(c, QUICK_EXIT, 1L);
#else
	(void)c;
	return true;
#endif
}

static bool
set_post(const struct transfer *t, struct curl_slist **headers)
{
	struct bytes type = BYTES_INIT;

	if (t->how->post.len == 0)
		return true;
	bytes_addf(&type, "Content-Type: %s", t->how->post_type);
	bytes_add_u8(&type, 0);
	if (!type.failed)
		*headers = curl_slist_append(NULL, (char *)type.data);
	bytes_clear(&type);
	return *headers != NULL && SET(t->curl, HTTPHEADER, *headers) &&
	    SET(t->curl, POSTREDIR, (long)CURL_REDIR_POST_ALL) &&
	    SET(t->curl, POST, 1L) &&
	    SET(t->curl, POSTFIELDS, (const char *)t->how->post.data) &&
	    SET(t->curl, POSTFIELDSIZE, (long)t->how->post.len);
}

static bool
set_curl_options(struct transfer *t)
{
	const struct cmdline *o = t->o;
	const char *proxy = o->proxy != NULL && text_same(o->proxy, "none") ?
	    "" : o->proxy;
	CURL *c = t->curl;

	return set_protocols(c) && leave_the_resolver(c) &&
	    SET(c, URL, t->url) &&
	    /* It would be sent, and shown with the URL. */
	    SET(c, DISALLOW_USERNAME_IN_URL, 1L) &&
	    SET(c, USERAGENT, "spckit/" SPCKIT_VERSION) &&
	    SET(c, NOSIGNAL, 1L) && SET(c, FOLLOWLOCATION, 1L) &&
	    SET(c, MAXREDIRS, (long)HTTPGET_REDIRECTS) &&
	    SET(c, SSL_VERIFYPEER, 1L) && SET(c, SSL_VERIFYHOST, 2L) &&
	    SET(c, ERRORBUFFER, t->detail) &&
	    SET(c, WRITEFUNCTION, take_chunk) && SET(c, WRITEDATA, t) &&
	    SET(c, NOPROGRESS, 0L) &&
	    SET(c, XFERINFOFUNCTION, on_progress) && SET(c, XFERINFODATA, t) &&
	    (proxy == NULL || SET(c, PROXY, proxy)) &&
	    (o->ca_file == NULL || (SET(c, CAINFO, o->ca_file) &&
	    SET(c, CAPATH, NULL)));
}

/* A server that stalls leaves time for another attempt; one that is merely slow
 * gets all of it. */
static CURLcode
attempt_once(struct transfer *t)
{
	long left = transfer_time_left(t);
	long stall = (long)t->o->timeout.value / 3;
	long connect = CONNECT_SECONDS * (long)MS;

	bytes_truncate(&t->body, 0);
	t->detail[0] = '\0';
	if (!SET(t->curl, TIMEOUT_MS, left + 1) ||
	    !SET(t->curl, CONNECTTIMEOUT_MS, left < connect ? left + 1 :
	    connect) || !SET(t->curl, LOW_SPEED_LIMIT, 1L) ||
	    !SET(t->curl, LOW_SPEED_TIME, stall != 0 ? stall : 1L))
		return CURLE_OUT_OF_MEMORY;
	return curl_easy_perform(t->curl);
}

static long
status_of(const struct transfer *t)
{
	long status = 0;

	curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE, &status);
	return status;
}

static bool
is_worth_retrying(const struct transfer *t, CURLcode rc)
{
	long status = status_of(t);

	switch (rc) {
	case CURLE_OK:
		return status >= 500 || status == 408 || status == 429;
	case CURLE_OPERATION_TIMEDOUT:
	case CURLE_COULDNT_CONNECT:
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_RECV_ERROR:
	case CURLE_SEND_ERROR:
		return true;
	default:
		return false;
	}
}

/* False if there is no time for it. */
static bool
pause_before_next(struct transfer *t)
{
	const struct timespec step = { 0, STEP_MS * 1000000L };
	long pause = PAUSE_MS;
	long long end;

	for (unsigned i = 1; i < t->attempt && pause < PAUSE_MAX_MS; i++)
		pause *= 2;
	if (pause > PAUSE_MAX_MS)
		pause = PAUSE_MAX_MS;
	if (transfer_time_left(t) <= pause)
		return false;
	for (end = workers_clock() + pause; workers_clock() < end; ) {
		show_transfer(t);
		if (nanosleep(&step, NULL) == -1)
			break;
	}
	return true;
}

/* ---- what went wrong ---- */

static bool
refuse_status(long status, struct err *e)
{
	enum err_code code = ERR_IO;

	if (status == 404 || status == 410)
		code = ERR_NOT_FOUND;
	else if (status == 401 || status == 403 || status == 407)
		code = ERR_ACCESS;
	return err_set(e, code, "the server answered with HTTP status %ld%s",
	    status, code == ERR_NOT_FOUND ? " (not found)" :
	    code == ERR_ACCESS ? " (authentication required)" :
	    status >= 500 ? " (server error)" : "");
}

static const struct {
	CURLcode	 rc;
	enum err_code	 code;
	const char	*text;
} reasons[] = {
	{ CURLE_UNSUPPORTED_PROTOCOL, ERR_UNSUPPORTED,
	  "only http and https are supported, redirects included" },
	{ CURLE_URL_MALFORMAT, ERR_USAGE, "not a valid URL" },
	{ CURLE_LOGIN_DENIED, ERR_UNSUPPORTED, "a user name or password in the "
	  "URL is not sent; leave it out" },
	{ CURLE_COULDNT_RESOLVE_PROXY, ERR_NOT_FOUND,
	  "cannot resolve the proxy's name" },
	{ CURLE_COULDNT_RESOLVE_HOST, ERR_NOT_FOUND,
	  "cannot resolve the server's name" },
	{ CURLE_TOO_MANY_REDIRECTS, ERR_LIMIT,
	  "redirected more than 10 times" },
	{ CURLE_PARTIAL_FILE, ERR_IO,
	  "the connection closed before the answer was complete" },
	{ CURLE_GOT_NOTHING, ERR_IO,
	  "the server closed the connection without an answer" },
	{ CURLE_PEER_FAILED_VERIFICATION, ERR_UNTRUSTED,
	  "the server's certificate is not trusted (-cafile FILE names the CAs "
	  "to trust)" },
	{ CURLE_SSL_CACERT_BADFILE, ERR_INPUT,
	  "cannot read the file of trusted CAs" },
	{ CURLE_OUT_OF_MEMORY, ERR_MEMORY, "out of memory" },
};

static bool
refuse_answer(const struct transfer *t, CURLcode rc, struct err *e)
{
	if (rc == CURLE_WRITE_ERROR && t->body.failed)
		return err_set(e, t->body.len + CURL_MAX_WRITE_SIZE >=
		    t->body.max ? ERR_LIMIT : ERR_MEMORY, "more than the "
		    "limit of %zu bytes (-limit %s=N raises it)",
		    t->body.max, limit_name(t->how->limit));
	if (rc == CURLE_OPERATION_TIMEDOUT)
		return err_set(e, ERR_LIMIT, "timed out after %llu seconds "
		    "(-timeout N changes that)", t->o->timeout.value);
	for (size_t i = 0; i < COUNT_OF(reasons); i++)
		if (reasons[i].rc == rc)
			return err_set(e, reasons[i].code, "%s",
			    reasons[i].text);
	/* With the URL of the proxy, and its password. */
	if (t->detail[0] == '\0' || strchr(t->detail, '@') != NULL)
		return err_set(e, ERR_IO, "%s", curl_easy_strerror(rc));
	return err_set(e, ERR_IO, "%s", t->detail);
}

static bool
judge_answer(const struct transfer *t, CURLcode rc, struct err *e)
{
	long status = status_of(t);

	if (rc != CURLE_OK)
		refuse_answer(t, rc, e);
	else if (status / 100 != 2)
		refuse_status(status, e);
	else
		return true;
	if (t->attempt > 1)
		err_add(e, ", after %u attempts", t->attempt);
	return false;
}

/* The URL in front, without a user name and password. */
static bool
refuse_at(const char *url, struct err *e)
{
	const char *host = strstr(url, "://"), *end, *at = NULL;

	host = host != NULL ? host + 3 : url;
	end = host + strcspn(host, "/?#");
	for (const char *p = host; p < end; p++)
		if (*p == '@')
			at = p;
	if (at == NULL)
		return err_in(e, "%s", url);
	return err_in(e, "%.*s...%s", (int)(host - url), url, at);
}

static bool
transfer(struct transfer *t, struct err *e)
{
	struct curl_slist *headers = NULL;
	CURLcode rc;

	if (!set_curl_options(t) || !set_post(t, &headers)) {
		curl_slist_free_all(headers);
		return err_memory(e);
	}
	do {
		t->attempt++;
		rc = attempt_once(t);
	} while (is_worth_retrying(t, rc) &&
	    t->attempt <= t->o->retries.value && pause_before_next(t));
	curl_slist_free_all(headers);
	return judge_answer(t, rc, e);
}

static bool
open_handle(CURL **curl, struct err *e)
{
	if (!started)
		started = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
	if (!started)
		return err_set(e, ERR_CRYPTO, "cannot start libcurl");
	if (handle == NULL)
		handle = curl_easy_init();
	if (handle == NULL)
		return err_memory(e);
	curl_easy_reset(handle);
	*curl = handle;
	return true;
}

bool
httpget_as(const char *url, const struct httpget_how *how,
    const struct cmdline *o, struct bytes *out, struct err *e)
{
	struct transfer t = { .url = url, .how = how, .o = o };
	size_t max = (size_t)limit_of(&o->limits, how->limit);
	bool ok;

	if (!open_handle(&t.curl, e))
		return false;
	/* 0 would be its own default. */
	bytes_init(&t.body, max != 0 ? max : 1);
	t.deadline = workers_clock() + (long long)o->timeout.value * MS;
	text_add_printable(&t.shown, view_str(url));
	progress_begin(&t.line, stderr);
	ok = transfer(&t, e) || refuse_at(url, e);
	progress_hide(&t.line);
	/* What it points to ends here. */
	curl_easy_reset(t.curl);
	if (ok)
		bytes_move(out, &t.body);
	bytes_clear(&t.body);
	bytes_clear(&t.shown);
	return ok;
}

bool
httpget(const char *url, const struct cmdline *o, struct bytes *out,
    struct err *e)
{
	const struct httpget_how how = { .limit = LIMIT_DOWNLOAD };

	return httpget_as(url, &how, o, out, e);
}

bool
httpget_url(struct view url, char text[HTTPGET_URL + 1], struct err *e)
{
	if (url.len == 0 || url.len > HTTPGET_URL ||
	    memchr(url.data, 0, url.len) != NULL)
		return err_set(e, ERR_INPUT, "a link in the certificate is "
		    "not a valid URL");
	memcpy(text, url.data, url.len);
	text[url.len] = '\0';
	return text_starts(text, "http://") || text_starts(text, "https://") ||
	    err_set(e, ERR_UNSUPPORTED, "%s: only http and https are "
	    "supported", text);
}
