/*
 * verdicts.c - a signed file, changed in every place: is it verified still?
 *
 * usage: verdicts FIXTURE STEP PLACES
 *
 * At every STEP-th place a byte is changed (its lowest bit; all its bits),
 * dropped, and inserted (itself; a zero). A mutant may be verified only if
 *
 *   - it says of each signature what the original says: digest, signer, time,
 *     kind of timestamp and stamper; what nobody signs may be taken away: a
 *     timestamp, and the signatures inside of another one;
 *   - PLACES, a file of lines `FIXTURE FROM TO what is there` with offsets in
 *     hexadecimal, names the place as one that nothing covers.
 *
 * Prints how many mutants were verified, and how many of them lost a timestamp
 * or a signature. Without PLACES (-) the places are printed instead.
 */

#include "verdicts.h"

#include "asn1/schema.h"
#include "base/osslctx.h"

enum change { LOWEST_BIT, ALL_BITS, DROPPED, REPEATED, ZERO, CHANGES };
enum { PLACES_MAX = 1024 };

struct span {
	size_t	from;
	size_t	to;
};

struct sweep {
	const char	*name;
	struct verdicts	 original;
	struct verdicts	 mutant;
	struct view	 file;
	struct span	 places[PLACES_MAX];
	size_t		 place_count;
	bool		 lists;		/* the places */
	struct span	 last;
	size_t		 tried;
	size_t		 good;
	size_t		 lost;
	size_t		 bad;
};

/* ---- one mutant ---- */

static unsigned char *
change_at(struct view in, size_t at, enum change how, size_t *len)
{
	const size_t skipped = how <= DROPPED;
	const size_t put = how != DROPPED;
	unsigned char byte = in.data[at], *p;

	*len = in.len - skipped + put;
	p = malloc(*len != 0 ? *len : 1);
	verdicts_need(p != NULL, "malloc", NULL);
	if (how == LOWEST_BIT || how == ALL_BITS)
		byte = (unsigned char)(byte ^ (how == LOWEST_BIT ? 1 : 0xff));
	if (how == ZERO)
		byte = 0;
	memcpy(p, in.data, at);
	if (put)
		p[at] = byte;
	memcpy(p + at + put, in.data + at + skipped, in.len - at - skipped);
	return p;
}

/* Of each signature that is verified: one of the original, at most without its
 * timestamp; not the same one twice. */
static bool
says_the_same(struct sweep *s)
{
	const struct verdicts *o = &s->original, *m = &s->mutant;
	bool used[FACTS_MAX] = { false }, lost = m->count < o->count;

	for (size_t i = 0, n; i < m->count; i++) {
		const struct facts *f = &m->facts[i];

		for (n = 0; n < o->count; n++)
			if (!used[n] && facts_same_signature(f,
			    &o->facts[n]) && (f->stamp == STAMP_NONE ||
			    facts_same_stamp(f, &o->facts[n])))
				break;
		if (n == o->count)
			return false;
		used[n] = true;
		lost |= f->stamp != o->facts[n].stamp;
	}
	s->lost += lost;
	return m->count != 0;
}

static bool
is_a_place(const struct sweep *s, size_t at)
{
	for (size_t i = 0; i < s->place_count; i++)
		if (at >= s->places[i].from && at <= s->places[i].to)
			return true;
	return false;
}

static void
list_place(struct sweep *s, size_t at)
{
	if (s->last.to + 1 < at || s->last.to == 0) {
		if (s->last.to != 0)
			printf("%s %zx %zx\n", s->name, s->last.from,
			    s->last.to);
		s->last.from = at;
	}
	s->last.to = at;
}

static void
complain(struct sweep *s, size_t at, enum change how, const char *what)
{
	static const char *const names[CHANGES] = {
		"lowest bit", "all bits", "dropped", "repeated", "zero",
	};

	s->bad++;
	printf("%s: 0x%zx, %s: %s\n", s->name, at, names[how], what);
}

static void
try_change(struct sweep *s, size_t at, enum change how)
{
	struct err e = ERR_INIT;
	size_t len;
	unsigned char *p = change_at(s->file, at, how, &len);
	const bool same = view_equal(view_of(p, len), s->file);

	s->tried++;
	if (!same && verdicts_of(&s->mutant, view_of(p, len), s->name, &e)) {
		s->good++;
		if (!says_the_same(s))
			complain(s, at, how, "another verdict");
		if (s->lists)
			list_place(s, at);
		else if (!is_a_place(s, at))
			complain(s, at, how, "verified, although changed");
	}
	verdicts_clear(&s->mutant);
	free(p);
}

/* ---- all of them ---- */

static void
read_places(struct sweep *s, const char *path)
{
	char line[256], name[64];
	FILE *f = fopen(path, "r");

	verdicts_need(f != NULL, path, NULL);
	while (fgets(line, sizeof(line), f) != NULL) {
		struct span *p = &s->places[s->place_count];

		if (sscanf(line, "%63s %zx %zx", name, &p->from, &p->to) == 3)
			s->place_count += strcmp(name, s->name) == 0;
		verdicts_need(s->place_count < PLACES_MAX, path, NULL);
	}
	fclose(f);
}

static void
sweep_file(struct sweep *s, size_t step)
{
	for (size_t at = 0; at < s->file.len; at += step)
		for (int how = 0; how < CHANGES; how++)
			try_change(s, at, (enum change)how);
	if (s->lists) {
		list_place(s, s->last.to + 2);
		return;
	}
	printf("%zu mutants, %zu verified, %zu of them without a timestamp or "
	    "signature that was there\n", s->tried, s->good, s->lost);
}

int
main(int argc, char **argv)
{
	static struct sweep s;
	struct err e = ERR_INIT;
	struct bytes file;
	long step = argc == 4 ? strtol(argv[2], NULL, 10) : 0;

	if (step < 1) {
		fprintf(stderr, "usage: verdicts FIXTURE STEP PLACES\n");
		return 2;
	}
	verdicts_need(osslctx_init(&e) && schema_init(&e), "libraries", &e);
	s.name = argv[1];
	s.lists = strcmp(argv[3], "-") == 0;
	if (!s.lists)
		read_places(&s, argv[3]);
	verdicts_open(&s.original);
	verdicts_open(&s.mutant);
	file = verdicts_fixture(s.name);
	s.file = view_bytes(&file);
	verdicts_need(verdicts_of(&s.original, s.file, s.name, &e), s.name,
	    &s.original.file.why);
	sweep_file(&s, (size_t)step);
	verdicts_close(&s.original);
	verdicts_close(&s.mutant);
	bytes_clear(&file);
	schema_done();
	osslctx_done();
	return s.bad != 0;
}
