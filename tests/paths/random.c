/*
 * random.c - cases at random, as text (spec.h)
 *
 * A path that would be good, then a few things that are odd or wrong about it.
 * The same number makes the same case.
 */

#include "random.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "base/compiler.h"

enum { LINES = 40, ARGS = 400 };

struct line {
	const char	*kind;
	char		 id[24];
	char		 args[ARGS];
};

struct gen {
	uint64_t	 state;
	struct line	 lines[LINES];
	size_t		 count;
	size_t		 cas;		/* R is line 0, then C1, C2... */
	size_t		 leaf;
	bool		 lists;
	char		 extra[200];	/* lines of the case itself */
};

/* ---- numbers ---- */

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift
 * generators, scrambled". */
static uint32_t
below(struct gen *g, uint32_t n)
{
	g->state ^= g->state >> 12;
	g->state ^= g->state << 25;
	g->state ^= g->state >> 27;
	return (uint32_t)((g->state * UINT64_C(2685821657736338717)) >> 33) % n;
}

static bool
chance(struct gen *g, uint32_t percent)
{
	return below(g, 100) < percent;
}

#define PICK(g, list)	((list)[below((g), \
	(uint32_t)(sizeof(list) / sizeof((list)[0])))])

/* ---- lines ---- */

static void	add_args(struct gen *g, size_t at, const char *fmt, ...)
		    PRINTF_LIKE(3, 4);

static void
add_args(struct gen *g, size_t at, const char *fmt, ...)
{
	char *args = g->lines[at].args;
	size_t len = strlen(args);
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(args + len, ARGS - len, fmt, ap);
	va_end(ap);
}

static size_t
new_line(struct gen *g, const char *kind, const char *id, const char *by)
{
	struct line *l = &g->lines[g->count];

	if (g->count == LINES)
		return 0;
	l->kind = kind;
	snprintf(l->id, sizeof(l->id), "%s", id);
	l->args[0] = '\0';
	if (by != NULL)
		add_args(g, g->count, " by=%s", by);
	return g->count++;
}

/* A CA or the leaf; with `top` the root as well. */
static size_t
some_cert(struct gen *g, bool top)
{
	size_t from = top ? 0 : 1;

	return from + below(g, (uint32_t)(g->leaf - from + 1));
}

static size_t
some_ca(struct gen *g, bool top)
{
	if (g->cas == 0)
		return 0;
	return top ? below(g, (uint32_t)g->cas + 1) :
	    1 + below(g, (uint32_t)g->cas);
}

/* ---- what is odd about certificates ---- */

static void
odd_dates(struct gen *g)
{
	static const char *const dates[] = {
		" to=20250101", " from=20270101", " to=20510101",
		" from=g:20200101", " to=20260602", " from=20260531",
		" to=20260531",
	};

	add_args(g, some_cert(g, true), "%s", PICK(g, dates));
}

static void
odd_basics(struct gen *g)
{
	static const char *const basics[] = {
		" bc=-", " bc=no", " bc=~ca", " bc=ca:0", " bc=ca:1",
		" bc=ca:2", " bc=~ca:0", " bc=!no",
	};

	add_args(g, some_cert(g, true), "%s", PICK(g, basics));
}

static void
odd_usages(struct gen *g)
{
	static const char *const usages[] = {
		" ku=-", " ku=sig", " ku=cert", " ku=crl", " ku=~cert,crl",
		" ku=sig,cert,crl", " ku=nr", " eku=code", " eku=!any",
		" eku=stamp",
	};

	add_args(g, some_cert(g, true), "%s", PICK(g, usages));
}

static void
odd_identifiers(struct gen *g)
{
	static const char *const ids[] = {
		" akid=-", " skid=-", " akid=wrong", " akid=name",
		" akid=badname", " akid=both", " skid=- akid=-",
	};

	add_args(g, some_cert(g, false), "%s", PICK(g, ids));
}

static void
odd_signatures(struct gen *g)
{
	static const char *const ways[] = {
		" bad=sig", " bad=alg", " signer=p256:X", " bad=len",
		" bad=bool", " md=sha1", " dup=yes", " v=2", " v=1", " v=4",
		" x=crit", " x=non", " x=arc", " key=rsa512:S",
	};
	size_t at = some_cert(g, true);

	if (chance(g, 15))
		add_args(g, at, " signer=rsa1024:M md=md5");
	else
		add_args(g, at, "%s", PICK(g, ways));
}

static void
odd_names(struct gen *g)
{
	static const char *const subjects[] = {
		"C=XX/O:p=PATHS/CN=%s", "C=XX/O=paths/CN=%s",
		"C=XX/O=_Paths__/CN=%s", "C=XX/O=Paths/CN:b=%s",
		"C=XX/O=Paths/CN:t=%s", "C=XX/O=Other/CN=%s",
		"O=Paths/C=XX/CN=%s", "C=XX/O=Paths/CN=%s&OU=u",
		"C=XX/O=Paths/E=a@x.org/CN=%s",
	};
	const char *form = PICK(g, subjects);
	char name[128];
	size_t at = some_cert(g, false);
	const bool own = chance(g, 50);

	/* Of itself, or as the one below spells it. */
	if (own || at == 1 || g->cas == 0) {
		snprintf(name, sizeof(name), "%.*s%s%s",
		    (int)(strstr(form, "%s") - form), form, g->lines[at].id,
		    strstr(form, "%s") + 2);
		add_args(g, at, " subject=%s", name);
		return;
	}
	snprintf(name, sizeof(name), "%.*s%s%s",
	    (int)(strstr(form, "%s") - form), form, g->lines[at - 1].id,
	    strstr(form, "%s") + 2);
	add_args(g, at, " issuer=%s", name);
}

static void
odd_constraints(struct gen *g)
{
	static const char *const trees[] = {
		"+dir:C=XX/O=Paths", "+dir:C=XX/O=Other", "-dir:C=XX/O:p=paths",
		"-dir:C=XX/O=Other", "+dir:C=XX", "+dns:x.org", "-dns:x.org",
		"-dns:a.x.org", "+dns:.x.org", "+email:x.org",
		"-email:a@x.org", "+email:.x.org", "+uri:x.org",
		"-uri:.x.org", "-rid:x",
	};
	static const char *const names[] = {
		"dns:a.x.org", "dns:y.org", "dns:X.ORG", "email:a@x.org",
		"email:b@y.org", "email:A@X.ORG", "dir:C=XX/O=Other/CN=z",
		"uri:http://a.x.org/p", "rid:x",
	};
	size_t at = some_ca(g, true), n = 1 + below(g, 2);

	add_args(g, at, " nc=%s", chance(g, 30) ? "~" : "");
	for (size_t i = 0; i < n; i++)
		add_args(g, at, "%s%s", i != 0 ? "," : "", PICK(g, trees));
	if (chance(g, 70)) {
		at = chance(g, 85) ? g->leaf : some_cert(g, false);
		n = 1 + below(g, 2);
		add_args(g, at, " san=");
		for (size_t i = 0; i < n; i++)
			add_args(g, at, "%s%s", i != 0 ? "," : "",
			    PICK(g, names));
	}
}

static void
odd_policies(struct gen *g)
{
	static const char *const policies[] = {
		"1", "2", "1,2", "any", "1,any", "~2", "!1",
	};
	static const char *const rules[] = {
		" pc=r0", " pc=r1", " pc=r2", " pc=i0", " pc=i1", " pc=r0i0",
		" inhibit=0", " inhibit=1", " map=1:2", " map=2:1",
		" map=1:2,2:1", " map=1:any", " map=1:3", " pc=r3",
	};
	static const char *const wishes[] = {
		"policy 1\n", "policy 2\n", "policy 1\npolicy 2\n",
		"explicit\n", "explicit\npolicy 1\n", "policy any\nexplicit\n",
	};

	if (chance(g, 60))
		for (size_t i = 1; i <= g->leaf; i++)
			add_args(g, i, " pol=1");
	for (size_t n = below(g, 3); n > 0; n--)
		add_args(g, some_cert(g, false), " pol=%s", PICK(g, policies));
	for (size_t n = 1 + below(g, 2); n > 0; n--)
		add_args(g, some_cert(g, true), "%s", PICK(g, rules));
	if (chance(g, 60) && g->extra[0] == '\0')
		snprintf(g->extra, sizeof(g->extra), "%s", PICK(g, wishes));
}

/* ---- other ways through the pool ---- */

/* Put before the leaf's line, which comes last among the certificates. */
static size_t
insert_ca(struct gen *g, const char *id, const char *by)
{
	size_t at = new_line(g, "ca", id, by);
	struct line leaf;

	if (at == 0)
		return 0;
	leaf = g->lines[at - 1];
	g->lines[at - 1] = g->lines[at];
	g->lines[at] = leaf;
	g->leaf = at;
	return at - 1;
}

static void
odd_ways(struct gen *g)
{
	const char *name = g->lines[some_ca(g, false)].id;
	const char *up = g->lines[some_ca(g, true)].id;
	char id[24];
	size_t at;

	if (g->cas == 0 || g->count + 2 >= LINES)
		return;
	snprintf(id, sizeof(id), "W%zu", g->count);
	at = insert_ca(g, id, up);
	switch (below(g, 4)) {
	case 0:		/* the same name and key, from elsewhere */
		add_args(g, at, " as=%s", name);
		break;
	case 1:		/* the same name, another key */
		add_args(g, at, " as=%s key=p256:%s", name, id);
		break;
	case 2:		/* a renewed key, which has issued the leaf */
		add_args(g, at, " by=%s as=%s key=p256:%s", name, name, id);
		add_args(g, at + 1, " by=%s", id);
		break;
	case 3:		/* a root of its own for it */
		g->lines[at].kind = "root";
		g->lines[at].args[0] = '\0';
		add_args(g, at, " as=%s", name);
		break;
	}
	if (chance(g, 30))
		add_args(g, at, chance(g, 50) ? " to=20250101" : " skid=-");
}

static void
odd_hidden(struct gen *g)
{
	if (g->cas != 0)
		add_args(g, some_ca(g, false), " hidden=yes");
}

/* ---- lists ---- */

static void
odd_list(struct gen *g, size_t at)
{
	static const char *const ways[] = {
		" to=20260201", " from=20260701", " to=-", " signer=p256:X",
		" x=crit", " x=non", " xe=yes", " bad=sig", " akid=-",
		" signer=rsa1024:M md=md5", " idp=user", " idp=ca",
		" idp=attr", " idp=reasons:keyCompromise", " v=1",
		" idp=dn:C=XX/CN=point", " idp=user,ca", " idp=non,user",
		" issuer=C=XX/O=Other/CN=nobody",
	};
	const char *reason = chance(g, 30) ? ":keyCompromise" : "";

	if (chance(g, 40))
		add_args(g, at, " revoked=%s%s", g->lines[some_cert(g,
		    false)].id, reason);
	else
		add_args(g, at, "%s", PICK(g, ways));
}

static void
odd_point(struct gen *g)
{
	static const char *const points[] = {
		" cdp=dn:C=XX/CN=point", " cdp=uri:http://x.org/a.crl",
		" cdp=dn:C=XX/CN=point,reasons:keyCompromise",
		" cdp=dn:C=XX/CN=point,issuer:C=XX/O=Paths/CN=R",
	};

	add_args(g, some_cert(g, false), "%s", PICK(g, points));
}

static void
odd_delta(struct gen *g)
{
	size_t of = some_ca(g, true), at;

	for (size_t i = 0; i < g->count; i++)
		if (strcmp(g->lines[i].kind, "crl") == 0 && chance(g, 85))
			add_args(g, i, " fresh=yes");
	at = new_line(g, "crl", "d", g->lines[of].id);
	if (at == 0)
		return;
	add_args(g, at, " delta=%u number=%u", 1 + below(g, 2),
	    1 + below(g, 3));
	if (chance(g, 60))
		add_args(g, at, " revoked=%s%s", g->lines[g->leaf].id,
		    chance(g, 30) ? ":removeFromCRL" : "");
	if (chance(g, 20))
		odd_list(g, at);
}

/* A list of another's, which speaks of others' certificates. */
static void
odd_indirect(struct gen *g)
{
	size_t at = new_line(g, "crl", "i", "R"), of = some_cert(g, false);

	if (at == 0)
		return;
	add_args(g, of, " cdp=dn:C=XX/CN=i,issuer:C=XX/O=Paths/CN=R");
	add_args(g, at, " idp=indirect,dn:C=XX/CN=i");
	if (chance(g, 50))
		add_args(g, at, " revoked=%s@C=XX/O=Paths/CN=%s",
		    g->lines[of].id, of > 1 ? g->lines[of - 1].id : "R");
}

static void
add_lists(struct gen *g)
{
	const size_t certs = g->count;
	char id[24];

	for (size_t i = 0; i < certs; i++) {
		if (strcmp(g->lines[i].kind, "ee") == 0 || chance(g, 3))
			continue;
		snprintf(id, sizeof(id), "l%zu", i);
		if (new_line(g, "crl", id, g->lines[i].id) == 0)
			return;
	}
	for (uint32_t n = below(g, 3); n > 0 && g->count > certs; n--)
		odd_list(g, certs + below(g, (uint32_t)(g->count - certs)));
	if (chance(g, 15))
		odd_point(g);
	if (chance(g, 20))
		odd_delta(g);
	if (chance(g, 15))
		odd_indirect(g);
}

/* ---- the case ---- */

static void
add_certs(struct gen *g)
{
	static const char *const kinds[] = { "rsa1024", "p384", "ed" };
	char id[24];

	new_line(g, "root", "R", NULL);
	g->cas = below(g, 5);
	for (size_t i = 1; i <= g->cas; i++) {
		snprintf(id, sizeof(id), "C%zu", i);
		new_line(g, "ca", id, g->lines[i - 1].id);
	}
	g->leaf = new_line(g, "ee", "L", g->lines[g->count - 1].id);
	for (size_t i = 0; i <= g->leaf; i++)
		if (chance(g, 15))
			add_args(g, i, " key=%s:%s", PICK(g, kinds),
			    g->lines[i].id);
}

void
random_case(uint64_t seed, uint64_t n, char *text, size_t size)
{
	static void (*const oddities[])(struct gen *) = {
		odd_dates, odd_basics, odd_usages, odd_identifiers,
		odd_signatures, odd_names, odd_constraints, odd_constraints,
		odd_policies, odd_policies, odd_hidden,
	};
	struct gen g;
	size_t len;

	memset(&g, 0, sizeof(g));
	g.state = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) ^
	    (n + 1) * UINT64_C(0xbf58476d1ce4e5b9);
	for (int i = 0; i < 8; i++)
		below(&g, 2);
	add_certs(&g);
	for (uint32_t odd = below(&g, 4); odd > 0; odd--)
		PICK(&g, oddities)(&g);
	for (uint32_t ways = chance(&g, 30) ? 1 + below(&g, 2) : 0; ways > 0;
	    ways--)
		odd_ways(&g);
	g.lists = chance(&g, 40);
	if (g.lists)
		add_lists(&g);
	len = (size_t)snprintf(text, size, "case %llu/%llu\n%s%s",
	    (unsigned long long)seed, (unsigned long long)n, g.extra,
	    g.lists ? "lists\n" : "");
	for (size_t i = 0; i < g.count && len < size; i++)
		len += (size_t)snprintf(text + len, size - len, "%s %s%s\n",
		    g.lines[i].kind, g.lines[i].id, g.lines[i].args);
}
