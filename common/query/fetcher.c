#include "query/fetcher.h"

#include <sys/mman.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
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
	char	 in[32];
	char	 limits[LIMIT_COUNT][LIMIT_WORD];
};

/* A descriptor to read from; -1 on failure. */
static int
hand_over(struct view pem, struct err *e)
{
	int fd = memfd_create("certificates", 0);
	size_t off = 0;

	if (fd == -1) {
		err_errno(e, errno, "cannot make a file in memory");
		return -1;
	}
	while (off < pem.len) {
		ssize_t n = write(fd, pem.data + off, pem.len - off);

		if (n == -1 && errno != EINTR)
			break;
		off += n > 0 ? (size_t)n : 0;
	}
	if (off < pem.len || lseek(fd, 0, SEEK_SET) == -1) {
		err_errno(e, errno, "cannot write to memory");
		close(fd);
		fd = -1;
	}
	return fd;
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
    const unsigned char *sha1, int fd, struct fetcher_line *l)
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
	add_option(l, "-proxy", f->proxy);
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
	int fd = hand_over(pem, e);
	struct fetcher_line l;
	bool ok;

	if (fd == -1)
		return false;
	make_line(f, verb, sha1, fd, &l);
	ok = sibling_run(FETCHER, l.argv, status, e);
	close(fd);
	return ok;
}
