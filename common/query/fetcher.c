#include "query/fetcher.h"

#include <sys/mman.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/sha.h"
#include "base/text.h"
#include "io/sibling.h"

#define FETCHER	"crosscert"

enum { LIMIT_WORD = 48, FIXED_WORDS = 16 };

struct fetcher_line {
	char	*argv[FIXED_WORDS + 2 * LIMIT_COUNT];
	int	 argc;
	char	 hash[2 * SHA1_LEN + 1];
	char	 in[FETCHER_WORD];
	char	 proxy[FETCHER_WORD];
	char	 limits[LIMIT_COUNT][LIMIT_WORD];
};

/* A descriptor to read from; -1 on failure. /proc shows `name`. */
static int
hand_over(const char *name, struct view text, struct err *e)
{
	int fd = memfd_create(name, 0);
	size_t off = 0;

	if (fd == -1) {
		err_errno(e, errno, "cannot make a file in memory");
		return -1;
	}
	while (off < text.len) {
		ssize_t n = write(fd, text.data + off, text.len - off);

		if (n == -1 && errno != EINTR)
			break;
		off += n > 0 ? (size_t)n : 0;
	}
	if (off < text.len || lseek(fd, 0, SEEK_SET) == -1) {
		err_errno(e, errno, "cannot write to memory");
		close(fd);
		fd = -1;
	}
	return fd;
}

bool
fetcher_proxy(const char **proxy, char word[FETCHER_WORD], int *fd,
    struct err *e)
{
	*fd = -1;
	if (*proxy == NULL || strchr(*proxy, '@') == NULL)
		return true;
	*fd = hand_over("proxy", view_str(*proxy), e);
	if (*fd == -1)
		return false;
	snprintf(word, FETCHER_WORD, "fd:%d", *fd);
	*proxy = word;
	return true;
}

/* execv() wants what it does not change without const. */
static void
add_word(struct fetcher_line *l, const char *word)
{
	l->argv[l->argc++] = (char *)(uintptr_t)word;
}

static void
add_option(struct fetcher_line *l, const char *name, const char *value)
{
	if (value == NULL)
		return;
	add_word(l, name);
	add_word(l, value);
}

/* As they are here, set or not. */
static void
add_limits(struct fetcher_line *l, const struct limits *limits)
{
	for (enum limit i = 0; i < LIMIT_COUNT; i++) {
		snprintf(l->limits[i], LIMIT_WORD, "%s=%" PRIu64,
		    limit_name(i), limit_of(limits, i));
		add_option(l, "-limit", l->limits[i]);
	}
}

static void
make_line(const struct fetcher *f, const char *verb,
    const unsigned char *sha1, int fd, const char *proxy,
    struct fetcher_line *l)
{
	l->argc = 0;
	add_word(l, FETCHER);
	add_word(l, verb);
	snprintf(l->in, sizeof(l->in), "fd:%d", fd);
	add_option(l, "-cert", l->in);
	if (sha1 != NULL) {
		text_hex(view_of(sha1, SHA1_LEN), l->hash, sizeof(l->hash));
		add_option(l, "-sha1", l->hash);
	}
	add_word(l, f->place == PLACE_USER ? "-user" : "-sm");
	add_option(l, "-proxy", proxy);
	add_option(l, "-cafile", f->ca_file);
	add_option(l, "-timeout", f->timeout);
	add_option(l, "-retries", f->retries);
	add_limits(l, f->limits);
	add_word(l, NULL);
}

bool
fetcher_run(const struct fetcher *f, const char *verb,
    const unsigned char *sha1, struct view pem, int *status, struct err *e)
{
	const char *proxy = f->proxy;
	struct fetcher_line l;
	int fd = hand_over("certificates", pem, e), proxy_fd;
	bool ok;

	if (fd == -1)
		return false;
	ok = fetcher_proxy(&proxy, l.proxy, &proxy_fd, e);
	if (ok) {
		make_line(f, verb, sha1, fd, proxy, &l);
		ok = sibling_run(FETCHER, l.argv, status, e);
	}
	if (proxy_fd != -1)
		close(proxy_fd);
	close(fd);
	return ok;
}
