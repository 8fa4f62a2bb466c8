/*
 * store.c - certutil -store, -verifystore and -enumstore
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "certutil.h"
#include "io/atomicfile.h"
#include "query/gather.h"
#include "show/describe.h"
#include "verbs.h"

struct listing {
	const struct cmdline	*c;
	struct gather		*g;
	bool			 verify;
	struct bytes		 out;
	size_t			 count;
	size_t			 invalid;
	unsigned		 faults;	/* of all invalid ones */
};

static void
add_faults(struct bytes *out, const struct chain *chain)
{
	const char *sep = "";

	for (size_t i = 0; i < chain->count; i++) {
		const struct chain_step *s = &chain->steps[i];

		if (s->faults == 0)
			continue;
		bytes_add_str(out, sep);
		chain_fault_list(s->faults, s->detail, false, out);
		if (i != 0)
			bytes_addf(out, " (%zu step%s above)", i,
			    i == 1 ? "" : "s");
		sep = ", ";
	}
	bytes_add_str(out, "\n");
}

static bool
add_store_verdict(struct listing *l, const struct cert *cert, struct err *e)
{
	const struct chain_pool *pool = gather_pool(l->g, e);
	const struct chain_options o = { .when = (int64_t)time(NULL) };
	struct chain chain;

	if (pool == NULL || !chain_build(pool, cert, &o, &chain, e))
		return false;
	if (chain.valid) {
		bytes_add_str(&l->out, "Certificate is valid\n");
		return true;
	}
	l->invalid++;
	l->faults |= chain.faults;
	bytes_add_str(&l->out, "Certificate is NOT valid: ");
	add_faults(&l->out, &chain);
	return true;
}

/* ---- -store ---- */

static bool
add_store_entry(const struct gathered *x, bool *keep, void *arg, struct err *e)
{
	struct listing *l = arg;

	(void)keep;
	if (l->count++ != 0)
		bytes_add_str(&l->out, "\n");
	certutil_number(&l->out, x->index);
	if (!certutil_fields(&l->out, x->cert, l->c, e))
		return false;
	if (l->c->verbose)
		describe_cert(&l->out, x->cert, true);
	return certutil_store_key(&l->out, l->g, x, e) &&
	    (!l->verify || add_store_verdict(l, x->cert, e));
}

static enum err_code
verify_cause(unsigned faults)
{
	if ((faults & CHAIN_ISSUER_MISSING) != 0)
		return ERR_INCOMPLETE;
	return (faults & ~(unsigned)(CHAIN_EXPIRED | CHAIN_NOT_YET_VALID)) ==
	    0 && faults != 0 ? ERR_EXPIRED : ERR_UNTRUSTED;
}

static bool
check_listed(struct listing *l, bool one, struct err *e)
{
	if (one && l->count == 0)
		return gather_refuse_none(l->g, e);
	if (one && l->invalid != 0)
		return err_set(e, verify_cause(l->faults), "%zu of %zu "
		    "certificate%s %s not valid", l->invalid, l->count,
		    l->count == 1 ? "" : "s", l->invalid == 1 ? "is" : "are");
	return true;
}

static bool
list_entries(struct gather *g, const struct cmdline *c, const char *typed,
    bool with_id, bool verifying, struct err *e)
{
	struct listing l = { .c = c, .g = g, .verify = verifying };
	struct err late = ERR_INIT;
	bool ok;

	bytes_init(&l.out, SIZE_MAX / 2);
	certutil_heading(&l.out, typed, g->store.name);
	ok = gather_each(g, add_store_entry, &l, e);
	/* What was found is shown whatever comes after it. */
	if (!describe_print(&l.out, &late) && ok) {
		*e = late;
		ok = false;
	}
	return ok && check_listed(&l, with_id, e);
}

/* -store Store CertId File: the one that fits, as it is. */
static bool
write_found(struct gather *g, const struct cmdline *c, const char *path,
    struct err *e)
{
	const struct gathered *x;

	return gather_one(g, &x, e) && atomicfile_put(path,
	    view_bytes(&x->cert->der), 0644, c->force, e);
}

static bool
list_store_of(const struct cmdline *c, const char *usual, bool verifying,
    struct err *e)
{
	const char *typed = c->operand_count > 0 ? c->operands[0] : usual;
	const struct selection s = selection_of(&c->selection, PLACE_MACHINE,
	    typed, c->operand_count > 1 ? c->operands[1] : NULL);
	struct gather g;
	bool ok;

	ok = gather_open(&g, &s, e) &&
	    list_entries(&g, c, typed, s.id != NULL, verifying, e) &&
	    (c->operand_count < 3 || write_found(&g, c, c->operands[2], e));
	gather_close(&g);
	return ok;
}

bool
certutil_store(const struct cmdline *c, struct err *e)
{
	if (c->operand_count > 3)
		return err_set(e, ERR_USAGE, "-store takes [Store [CertId "
		    "[OutputFile]]], not %d operands", c->operand_count);
	return list_store_of(c, "CA", false, e);
}

bool
certutil_verifystore(const struct cmdline *c, struct err *e)
{
	if (c->operand_count < 1 || c->operand_count > 2)
		return err_set(e, ERR_USAGE, "-verifystore takes Store "
		    "[CertId], not %d operands", c->operand_count);
	return list_store_of(c, "CA", true, e);
}

/* ---- -enumstore ---- */

/* These are there even while they are empty. */
static const char *const usual_stores[] = {
	"My", "Root", "CA", "TrustedPublisher", "Disallowed", "AddressBook",
};

static bool
is_usual(const char *name)
{
	for (size_t i = 0; i < COUNT_OF(usual_stores); i++)
		if (strcmp(usual_stores[i], name) == 0)
			return true;
	return false;
}

static void
add_store_name(struct bytes *out, const char *name)
{
	const char *display = location_display_name(name);

	if (display != NULL) {
		bytes_addf(out, "  %-18s \"%s\"\n", name, display);
		return;
	}
	bytes_add_str(out, "  ");
	text_add_printable(out, view_str(name));
	bytes_add_str(out, "\n");
}

static int
compare_names(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

static bool
add_stores(struct bytes *out, const struct location *l, struct err *e)
{
	char **names;
	size_t count;

	if (!location_list_stores(l, &names, &count, e))
		return false;
	for (size_t i = 0; i < COUNT_OF(usual_stores); i++)
		add_store_name(out, usual_stores[i]);
	if (count > 1)
		qsort(names, count, sizeof(*names), compare_names);
	for (size_t i = 0; i < count; i++) {
		if (!is_usual(names[i]))
			add_store_name(out, names[i]);
		free(names[i]);
	}
	free(names);
	return true;
}

bool
certutil_enumstore(const struct cmdline *c, struct err *e)
{
	struct location l = LOCATION_INIT;
	struct bytes out = BYTES_INIT;
	bool ok;

	if (c->operand_count != 0)
		return err_set(e, ERR_UNSUPPORTED, "the stores of other "
		    "machines cannot be reached");
	if (!location_open(&l, selection_place(&c->selection, PLACE_MACHINE),
	    LOCATION_READ, e))
		return false;
	bytes_add_str(&out, l.place == PLACE_USER ?
	    "\nCurrentUser\n  (LocalMachine)\n\n" :
	    "\n  (CurrentUser: -user)\nLocalMachine\n\n");
	ok = add_stores(&out, &l, e) && describe_print(&out, e);
	bytes_clear(&out);
	location_close(&l);
	return ok;
}
