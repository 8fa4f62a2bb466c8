/*
 * wu.c - certutil -generateSSTFromWU SSTFile, and -syncWithWU Folder
 *
 * Microsoft's list of roots as a serialized store, and the lists and
 * certificates as they are published, for machines without a network. crosscert
 * roots does both: nothing here reaches the network.
 */

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "io/sibling.h"
#include "query/fetcher.h"
#include "storectl/cmdline.h"
#include "verbs.h"

#define FETCHER	"crosscert"

enum { LIMIT_WORD = 48, FIXED_WORDS = 20 };

struct words {
	char	*argv[FIXED_WORDS + 2 * LIMIT_COUNT];
	int	 argc;
	char	 limits[LIMIT_COUNT][LIMIT_WORD];
};

/* execv() wants what it does not change without const. */
static void
put_word(struct words *w, const char *word)
{
	w->argv[w->argc++] = (char *)(uintptr_t)word;
}

static void
put_option(struct words *w, const char *name, const char *value)
{
	if (value == NULL)
		return;
	put_word(w, name);
	put_word(w, value);
}

static void
put_limits(struct words *w, const struct limits *limits)
{
	for (enum limit i = 0; i < LIMIT_COUNT; i++) {
		snprintf(w->limits[i], LIMIT_WORD, "%s=%" PRIu64,
		    limit_name(i), limit_of(limits, i));
		put_option(w, "-limit", w->limits[i]);
	}
}

static void
put_line(struct words *w, const struct cmdline *c, const char *option,
    const char *proxy)
{
	put_word(w, FETCHER);
	put_word(w, "roots");
	put_option(w, option, c->operands[0]);
	if (c->force)
		put_word(w, "-f");
	put_option(w, "-url", c->url);
	put_option(w, "-signer-root", c->signer_root);
	put_option(w, "-proxy", proxy);
	put_option(w, "-cafile", c->ca_file);
	put_option(w, "-timeout", c->fetch_seconds);
	put_option(w, "-retries", c->retries);
	put_limits(w, &c->limits);
	put_word(w, NULL);
}

static bool
run_roots(const struct cmdline *c, const char *option, struct err *e)
{
	struct words w = { .argc = 0 };
	const char *proxy = c->proxy;
	char word[FETCHER_WORD];
	int status, fd;
	bool ok;

	if (c->operand_count != 1)
		return err_set(e, ERR_USAGE, "-%s takes one %s, not %d "
		    "operands", c->verb, strcmp(option, "-o") == 0 ?
		    "Folder" : "SSTFile", c->operand_count);
	if (!fetcher_proxy(&proxy, word, &fd, e))
		return false;
	put_line(&w, c, option, proxy);
	ok = sibling_run(FETCHER, w.argv, &status, e);
	if (fd != -1)
		close(fd);
	if (!ok)
		return false;
	*c->part_undone = status == 2;
	return status == 0 || status == 2 || err_set(e, ERR_IO,
	    "nothing was written; the reason is above");
}

bool
certutil_generate_sst(const struct cmdline *c, struct err *e)
{
	if (!run_roots(c, "-sst", e))
		return false;
	printf("Updated SST file.\n");
	return true;
}

bool
certutil_sync(const struct cmdline *c, struct err *e)
{
	return run_roots(c, "-o", e);
}
