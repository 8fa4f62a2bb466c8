/*
 * main.c - makepaths: cases of path validation, made and judged
 *
 *	makepaths named FILE		judges the cases of a file: ours and the
 *					peer's must be what is expected
 *	makepaths random SEED N		judges N cases made at random
 *	makepaths write DIR FILE	writes the cases of a file into folders
 *	makepaths text SEED N COUNT	prints cases made at random, from the
 *					n-th on
 *
 * A line for each case that is wrong, with its text; then one with the counts.
 * Exit status 1: there are some.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "asn1/schema.h"
#include "base/osslctx.h"
#include "base/sha.h"
#include "base/text.h"
#include "formats/certs/armor.h"
#include "judge.h"
#include "random.h"

enum { TEXT_MAX = 1 << 20, WORDS = 16 };

/* ---- judging ---- */

struct counts {
	size_t	cases, good, wrong;
	struct {
		const char	*word;
		size_t		 n;
	}	words[WORDS];
};

static void
count_word(struct counts *n, const char *word)
{
	for (size_t i = 0; *word != '\0' && i < WORDS; i++) {
		if (n->words[i].word == NULL)
			n->words[i].word = word;
		if (strcmp(n->words[i].word, word) == 0) {
			n->words[i].n++;
			return;
		}
	}
}

static const char *
word_of(bool good)
{
	return good ? "valid" : "invalid";
}

static void
tell(struct counts *n, const struct spec *s, const struct verdicts *v,
    const char *text, size_t len)
{
	n->wrong++;
	printf("wrong: %s: ours %s (faults 0x%x), openssl verify %s, by path "
	    "%s%s%s\n%.*s\n", s->name, word_of(v->ours), v->faults,
	    word_of(v->pooled), word_of(v->expected), s->expect != NULL ?
	    ", expected " : "", s->expect != NULL ? s->expect : "", (int)len,
	    text);
}

static void
judge_case(struct counts *n, const struct spec *s, const char *text, size_t len)
{
	struct verdicts v;
	struct made m;

	make_case(s, &m);
	judge(&m, &v);
	made_clear(&m);
	n->cases++;
	n->good += v.ours;
	if (v.ours != v.expected || (s->expect != NULL &&
	    strcmp(s->expect, word_of(v.ours)) != 0))
		tell(n, s, &v, text, len);
	else
		count_word(n, v.word);
}

static int
report_counts(const struct counts *n)
{
	printf("%zu cases, %zu of them valid, %zu wrong", n->cases, n->good,
	    n->wrong);
	for (size_t i = 0; i < WORDS && n->words[i].word != NULL; i++)
		printf("%s %s %zu", i == 0 ? "; openssl verify differs:" :
		    ",", n->words[i].word, n->words[i].n);
	printf("\n");
	return n->wrong != 0;
}

static char *
read_text(const char *name)
{
	FILE *f = fopen(name, "r");
	char *text = calloc(1, TEXT_MAX);

	if (f == NULL || text == NULL)
		spec_die("cannot open", name);
	if (fread(text, 1, TEXT_MAX - 1, f) == 0)
		spec_die("nothing in", name);
	fclose(f);
	return text;
}

static int
judge_named(const char *name)
{
	struct counts n = { 0 };
	char *text = read_text(name);
	const char *rest = text, *start = text;
	struct spec s;

	while (spec_next(&rest, &s)) {
		judge_case(&n, &s, start, (size_t)(rest - start));
		spec_clear(&s);
		start = rest;
	}
	free(text);
	return report_counts(&n);
}

static int
judge_random(uint64_t seed, uint64_t count)
{
	static char text[RANDOM_TEXT];
	struct counts n = { 0 };
	const char *rest;
	struct spec s;

	for (uint64_t i = 0; i < count; i++) {
		random_case(seed, i, text, sizeof(text));
		rest = text;
		if (!spec_next(&rest, &s))
			spec_die("not a case", text);
		judge_case(&n, &s, text, strlen(text));
		spec_clear(&s);
	}
	return report_counts(&n);
}

/* ---- files ---- */

static void
write_file(const char *dir, const char *name, struct bytes *b)
{
	char path[512];
	FILE *f;

	if (b->len == 0)
		return;
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	f = fopen(path, "wb");
	if (f == NULL || fwrite(b->data, 1, b->len, f) != b->len ||
	    fclose(f) != 0)
		spec_die("cannot write", path);
	bytes_clear(b);
}

/* Shell assignments for paths.sh. */
static void
write_wishes(const char *dir, const struct spec *s, const struct verdicts *v,
    const struct made_cert *leaf)
{
	char path[512], buf[64], hex[2 * SHA1_LEN + 1];
	unsigned char sha1[SHA1_LEN];
	FILE *f;

	snprintf(path, sizeof(path), "%s/case.sh", dir);
	f = fopen(path, "w");
	if (f == NULL)
		spec_die("cannot write", path);
	sha1_of(view_bytes(&leaf->der), sha1);
	text_hex(view_of(sha1, SHA1_LEN), hex, sizeof(hex));
	fprintf(f, "NAME='%s'\nSHA1=%s\nOURS=%s\nPEER=%s\nAT=%lld\n"
	    "LISTS=%d\nEXPLICIT=%d\nPOLICIES='", s->name, hex,
	    word_of(v->ours), word_of(v->pooled), (long long)s->at, s->lists,
	    s->explicit_policy);
	for (size_t i = 0; i < s->policy_count; i++)
		fprintf(f, "%s ", judge_policy(s->policies[i], buf));
	fprintf(f, "'\n");
	if (fclose(f) != 0)
		spec_die("cannot write", path);
}

/* roots, pool, leaf and lists, in PEM; what there is none of has no file. */
static void
write_case(const char *dir, const struct spec *s)
{
	static const char *const names[] = { "roots", "pool", "leaf" };
	struct bytes files[COUNT_OF(names)] = {
		BYTES_INIT, BYTES_INIT, BYTES_INIT };
	struct bytes lists = BYTES_INIT;
	struct verdicts v;
	struct made m;

	make_case(s, &m);
	judge(&m, &v);
	if (mkdir(dir, 0755) != 0)
		spec_die("cannot make", dir);
	for (size_t i = 0; i < m.count; i++)
		if (!m.certs[i].is_hidden)
			armor_write(&files[i == m.leaf ? 2 :
			    m.certs[i].is_root ? 0 : 1], "CERTIFICATE",
			    view_bytes(&m.certs[i].der));
	for (size_t i = 0; i < m.crl_count; i++)
		armor_write(&lists, "X509 CRL", view_bytes(&m.crls[i]));
	for (size_t i = 0; i < COUNT_OF(names); i++)
		write_file(dir, names[i], &files[i]);
	write_file(dir, "lists", &lists);
	write_wishes(dir, s, &v, &m.certs[m.leaf]);
	made_clear(&m);
}

static int
write_cases(const char *dir, const char *name)
{
	char *text = read_text(name), path[256];
	const char *rest = text;
	struct spec s;

	for (unsigned n = 0; spec_next(&rest, &s); n++) {
		snprintf(path, sizeof(path), "%s/%04u", dir, n);
		write_case(path, &s);
		spec_clear(&s);
	}
	free(text);
	return 0;
}

static int
print_random(uint64_t seed, uint64_t n, uint64_t count)
{
	static char text[RANDOM_TEXT];

	for (uint64_t i = 0; i < count; i++) {
		random_case(seed, n + i, text, sizeof(text));
		printf("%s\n", text);
	}
	return 0;
}

static uint64_t
number(const char *digits)
{
	return strtoull(digits, NULL, 10);
}

int
main(int argc, char **argv)
{
	const char *verb = argc > 1 ? argv[1] : "";
	struct err e = ERR_INIT;

	if (!osslctx_init(&e) || !schema_init(&e))
		spec_die("cannot start", e.msg);
	if (argc == 3 && strcmp(verb, "named") == 0)
		return judge_named(argv[2]);
	if (argc == 4 && strcmp(verb, "random") == 0)
		return judge_random(number(argv[2]), number(argv[3]));
	if (argc == 4 && strcmp(verb, "write") == 0)
		return write_cases(argv[2], argv[3]);
	if (argc == 5 && strcmp(verb, "text") == 0)
		return print_random(number(argv[2]), number(argv[3]),
		    number(argv[4]));
	spec_die("usage", "makepaths named|random|write|text ...");
}
