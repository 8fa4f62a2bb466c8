/*
 * mangle.c - a good file, damaged in every place
 *
 * usage: mangle cut|flip|any FILE PASSWORD [STEP]
 *
 * cut:  every beginning of the file is refused.
 * flip: every bit turned over, one at a time: refused, or read as the same
 *       keys. (A certificate in a container may differ: nothing protects it.)
 * any:  the same, for keys in which nothing contradicts a flipped bit: the
 *       private number of a DSA key blob.
 * Built with sanitizers, it also shows that no reader trips. STEP tries only
 * every STEP-th place. Prints how many were tried and how many accepted.
 */

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/osslctx.h"
#include "io/readfile.h"
#include "cert/contents.h"
#include "formats/load.h"
#include "asn1/schema.h"

struct mangler {
	struct limits		limits;
	struct secret		password;
	struct load_options	options;
	struct contents		good;
	size_t			tried;
	size_t			accepted;
	size_t			bad;
	bool			any_key;
};

static bool
read_bytes(struct mangler *m, struct view in, struct contents *c,
    struct err *e)
{
	return load(in, &m->options, c, NULL, e);
}

static bool
same_keys(const struct contents *a, const struct contents *b)
{
	if (a->keys.count != b->keys.count)
		return false;
	for (size_t i = 0; i < a->keys.count; i++)
		if (!view_equal(view_bytes(&a->keys.items[i]->spki),
		    view_bytes(&b->keys.items[i]->spki)))
			return false;
	return true;
}

/* A copy of exactly this size, so that a sanitizer sees one byte too far. */
static unsigned char *
exact_copy(const unsigned char *data, size_t len)
{
	unsigned char *p = malloc(len != 0 ? len : 1);

	if (p == NULL)
		exit(2);
	if (len != 0)
		memcpy(p, data, len);
	return p;
}

static void
try_one(struct mangler *m, struct view in, bool may_pass, size_t place)
{
	struct contents c = CONTENTS_INIT;
	struct err e = ERR_INIT;

	m->tried++;
	if (read_bytes(m, in, &c, &e)) {
		m->accepted++;
		if (!may_pass || (!m->any_key && !same_keys(&c, &m->good))) {
			printf("accepted, damaged at %zu\n", place);
			m->bad++;
		}
	} else if (e.code == ERR_NONE || e.msg[0] == '\0') {
		printf("refused without a reason, damaged at %zu\n", place);
		m->bad++;
	}
	contents_clear(&c);
}

static void
cut(struct mangler *m, const struct bytes *file, size_t step)
{
	for (size_t len = 0; len < file->len; len += step) {
		unsigned char *copy = exact_copy(file->data, len);

		try_one(m, view_of(copy, len), false, len);
		free(copy);
	}
}

static void
flip(struct mangler *m, const struct bytes *file, size_t step)
{
	unsigned char *copy = exact_copy(file->data, file->len);

	for (size_t bit = 0; bit < file->len * 8; bit += step) {
		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
		try_one(m, view_of(copy, file->len), true, bit / 8);
		copy[bit / 8] ^= (unsigned char)(1u << bit % 8);
	}
	free(copy);
}

static bool
begin(struct mangler *m, const char *path, const char *password,
    struct bytes *file, struct err *e)
{
	limits_default(&m->limits);
	/* A flipped count may ask for seconds of hashing: bounded here. */
	m->limits.value[LIMIT_ITERATIONS] = 5000;
	m->options = (struct load_options){
		.kinds = LOAD_ANY,
		.expected = "anything",
		.password = &m->password,
		.limits = &m->limits,
	};
	return osslctx_init(e) && schema_init(e) &&
	    secret_set(&m->password, view_str(password), e) &&
	    readfile(path, load_cap_any, &m->limits, file, e) &&
	    read_bytes(m, view_bytes(file), &m->good, e);
}

int
main(int argc, char **argv)
{
	struct bytes file = BYTES_INIT;
	struct err e = ERR_INIT;
	struct mangler m = { .good = CONTENTS_INIT };
	size_t step;

	if (argc < 4) {
		fprintf(stderr, "usage: mangle cut|flip|any FILE PASSWORD [STEP]\n");
		return 2;
	}
	step = argc > 4 ? (size_t)strtoul(argv[4], NULL, 10) : 1;
	if (!begin(&m, argv[2], argv[3], &file, &e)) {
		fprintf(stderr, "%s: %s\n", argv[2], e.msg);
		return 2;
	}
	m.any_key = strcmp(argv[1], "any") == 0;
	if (strcmp(argv[1], "cut") == 0)
		cut(&m, &file, step);
	else
		flip(&m, &file, step);
	printf("%zu tried, %zu accepted, %zu wrong\n", m.tried, m.accepted,
	    m.bad);
	contents_clear(&m.good);
	secret_clear(&m.password);
	bytes_clear(&file);
	schema_done();
	osslctx_done();
	return m.bad != 0;
}
