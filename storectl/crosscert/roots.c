/*
 * roots.c - crosscert roots: Microsoft's list of trusted roots into the Root
 * store, and its list of disallowed certificates
 *
 * Nothing is taken before the list is verified (rootlist.h). Roots that the list
 * does not have, a user's own ones, stay as they are; so do roots that it no
 * longer has, which -v names. With -sst or -o the store is not touched: the
 * roots, or the lists and certificates as they came, are written to files, as
 * Windows' certutil -generateSSTFromWU and -syncWithWU do.
 */

#include <sys/stat.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "asn1/oids.h"
#include "base/text.h"
#include "cert/certname.h"
#include "cert/certprop.h"
#include "chain/disallowed.h"
#include "chain/rootuse.h"
#include "cli/json.h"
#include "cli/progress.h"
#include "cli/report.h"
#include "formats/certs/sst.h"
#include "io/atomicfile.h"
#include "rootentry.h"
#include "rootlist.h"
#include "rootsource.h"
#include "show/describe.h"
#include "store/store.h"
#include "verbs.h"

#define STORE	"Root"
/* 1.3.6.1.5.5.7.3.3 */
#define CODE_SIGNING	"\x2b\x06\x01\x05\x05\x07\x03\x03"

struct job {
	const struct cmdline	*o;
	struct rootsource	 s;
	struct rootlist		 l;
	struct rootentries	 r;
	struct disallowed	 disallowed;
	size_t			 missing;
	size_t			 forbidden;
	size_t			 of_state[CHANGE_REPLACED + 1];
	size_t			 gone;
	struct bytes		 notes;		/* lines after the summary */
};

/* ---- certificates ---- */

/* What the store has of a root; NULL: nothing that reads. */
static bool
find_in_root(const struct store *s, const unsigned char sha1[SHA1_LEN],
    struct cert **c, struct err *e)
{
	struct err why = ERR_INIT;

	*c = NULL;
	return store_find(s, sha1, c, &why) || why.code != ERR_MEMORY ||
	    err_memory(e);
}

/* Those that the store has need not be fetched. */
static bool
take_present(struct job *j, struct err *e)
{
	struct location l = LOCATION_INIT;
	struct store s = STORE_INIT;
	struct err why = ERR_INIT;
	bool ok = true;

	if (location_open(&l, options_place(j->o), LOCATION_READ, &why) &&
	    store_open(&s, &l, STORE, &why))
		for (size_t i = 0; ok && i < j->r.count; i++)
			ok = find_in_root(&s, j->r.items[i].sha1,
			    &j->r.items[i].cert, e);
	else if (why.code == ERR_MEMORY)
		ok = err_memory(e);
	store_close(&s);
	location_close(&l);
	return ok;
}

/* Hundreds of them take a while. */
static bool
find_each(struct job *j, struct progress *line, struct err *e)
{
	for (size_t i = 0; i < j->r.count; i++) {
		struct rootentry *x = &j->r.items[i];

		if (x->cert != NULL)
			continue;
		progress_show(line, "%zu of %zu roots ", i, j->r.count);
		if (rootsource_find(&j->s, x->sha1, true, &x->cert, &x->why))
			continue;
		if (x->why.code == ERR_MEMORY)
			return err_memory(e);
		j->missing++;
		progress_hide(line);
		report_note("%s", x->why.msg);
	}
	return true;
}

static bool
find_certs(struct job *j, struct err *e)
{
	struct progress line;
	bool ok;

	progress_begin(&line, stderr);
	ok = find_each(j, &line, e);
	progress_hide(&line);
	if (!ok)
		return false;
	if (j->missing != 0 && j->missing == j->r.count)
		return err_set(e, j->r.items[0].why.code, "none of the %zu "
		    "roots could be had", j->r.count);
	return true;
}

/* A root that is disallowed by a hash does not become trusted. */
static bool
check_disallowed(struct job *j, const struct location *l, struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok = location_read_file(l, LOCATION_DISALLOWED, &text, e) &&
	    (disallowed_read(&j->disallowed, view_bytes(&text), e) ||
	    err_in(e, "%s/" LOCATION_DISALLOWED, l->path));

	bytes_clear(&text);
	for (size_t i = 0; ok && i < j->r.count; i++) {
		struct rootentry *x = &j->r.items[i];

		if (x->cert != NULL)
			ok = disallowed_has(&j->disallowed, x->cert,
			    &x->forbidden, e);
		j->forbidden += x->forbidden;
	}
	return ok;
}

/* ---- into the store ---- */

static void
add_root_name(struct bytes *out, const struct cert *c)
{
	certname_quote(c->scan.subject, out);
	bytes_add_str(out, " (");
	text_add_hex(out, view_of(c->sha1, SHA1_LEN));
	bytes_add_str(out, ")");
}

static const char *const states[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_PRESENT] = "unchanged",
	[CHANGE_REPLACED] = "updated",
};

/* A root that the list has taken trust from, or that is not added. */
static void
add_root_note(struct job *j, const struct rootentry *x)
{
	int64_t now = (int64_t)time(NULL);
	enum rootuse use = rootuse_judge(x->cert, view_of(NULL, 0), now, now);

	if (x->forbidden) {
		add_root_name(&j->notes, x->cert);
		bytes_add_str(&j->notes, ": not added: it is disallowed\n");
	} else if (j->o->verbose || (use != ROOTUSE_ALLOWED &&
	    x->state == CHANGE_REPLACED)) {
		add_root_name(&j->notes, x->cert);
		bytes_addf(&j->notes, ": %s%s%s\n", states[x->state],
		    use != ROOTUSE_ALLOWED ? "; " : "",
		    use != ROOTUSE_ALLOWED ? rootuse_text(use) : "");
	}
}

static bool
put_root(struct job *j, struct change *change, const struct store *s,
    struct rootentry *x, struct err *e)
{
	struct cert *old;
	bool ok, changed;

	if (x->cert == NULL || x->forbidden) {
		if (x->forbidden)
			add_root_note(j, x);
		return true;
	}
	ok = find_in_root(s, x->sha1, &old, e) &&
	    rootentry_apply(x, old, &changed, e);
	x->state = CHANGE_PRESENT;
	if (ok && changed)
		ok = change_add_cert(change, STORE, x->cert, true, &x->state,
		    e);
	cert_free(old);
	if (ok) {
		j->of_state[x->state]++;
		add_root_note(j, x);
	}
	return ok;
}

/* Those that came from such a list once and are not in this one. */
static bool
look_for_gone(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct job *j = arg;
	struct view value;

	(void)keep, (void)e;
	if (!certprop_get(c, CERTPROP_ROOT_SHA256, &value) ||
	    rootentries_find(&j->r, c->sha1) != NULL)
		return true;
	j->gone++;
	if (j->o->verbose) {
		add_root_name(&j->notes, c);
		bytes_add_str(&j->notes, ": no longer in the list\n");
	}
	return true;
}

static bool
put_roots(struct job *j, struct location *l, struct change *change,
    struct err *e)
{
	struct store s = STORE_INIT;
	bool ok = store_open(&s, l, STORE, e) && check_disallowed(j, l, e);

	for (size_t i = 0; ok && i < j->r.count; i++)
		ok = put_root(j, change, &s, &j->r.items[i], e);
	ok = ok && store_walk(&s, look_for_gone, j, e);
	store_close(&s);
	return ok;
}

/* The sections of other signers' lists stay: "# list HASH" begins one. */
static bool
merge_disallowed(const struct job *j, const struct location *l,
    struct bytes *out, struct err *e)
{
	struct disallowed all = DISALLOWED_INIT;
	struct bytes old = BYTES_INIT;
	char mine[2 * SHA256_LEN + sizeof("# list \n")];
	char hex[2 * SHA256_LEN + 1];
	const char *p, *end;
	bool keep = true, ok;

	text_hex(view_of(j->l.anchor, SHA256_LEN), hex, sizeof(hex));
	snprintf(mine, sizeof(mine), "# list %s\n", hex);
	/* What does not read is not dropped. */
	ok = location_read_file(l, LOCATION_DISALLOWED, &old, e) &&
	    (disallowed_read(&all, view_bytes(&old), e) ||
	    err_in(e, "%s/" LOCATION_DISALLOWED, l->path));
	disallowed_clear(&all);
	bytes_add_u8(&old, 0);
	for (p = old.failed ? "" : (const char *)old.data; ok &&
	    (end = strchr(p, '\n')) != NULL; p = end + 1) {
		if (strncmp(p, "# list ", 7) == 0)
			keep = strncmp(p, mine, strlen(mine)) != 0;
		if (keep)
			bytes_add(out, p, (size_t)(end - p) + 1);
	}
	bytes_add_str(out, mine);
	ok = ok && bytes_ok(&old, e);
	bytes_clear(&old);
	return ok;
}

static bool
put_disallowed(struct job *j, struct location *l, struct change *change,
    struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok = merge_disallowed(j, l, &text, e);

	disallowed_write(&j->disallowed, &text);
	ok = ok && bytes_ok(&text, e) && change_add_file(change, NULL,
	    LOCATION_DISALLOWED, view_bytes(&text), e);
	bytes_clear(&text);
	return ok;
}

/* All of it or nothing, and what was taken with it. */
static bool
take_list_in(struct job *j, struct location *l, struct err *e)
{
	struct change *change = change_begin(l, e);
	struct bytes taken = BYTES_INIT;
	bool ok = change != NULL, known;

	ok = ok && rootlist_check_newer(&j->l, l, &known, &taken, e) &&
	    (j->s.kind == ROOTLIST_ROOTS ? put_roots(j, l, change, e) :
	    put_disallowed(j, l, change, e)) &&
	    (known || change_add_file(change, NULL, LOCATION_LISTS,
	    view_bytes(&taken), e)) && change_commit(change, e);
	change_abort(change);
	bytes_clear(&taken);
	return ok;
}

static bool
change_store(struct job *j, struct err *e)
{
	struct location l = LOCATION_INIT;
	bool ok = location_open(&l, options_place(j->o), LOCATION_WRITE, e) &&
	    take_list_in(j, &l, e);

	location_close(&l);
	return ok;
}

/* Before anything is fetched for it. */
static bool
check_newer(struct job *j, struct err *e)
{
	struct location l = LOCATION_INIT;
	bool known, ok;

	ok = location_open(&l, options_place(j->o), LOCATION_READ, e) &&
	    rootlist_check_newer(&j->l, &l, &known, NULL, e);
	location_close(&l);
	return ok;
}

/* ---- what is said of it ---- */

static size_t
count_for_code(const struct job *j)
{
	struct view usage = view_of(CODE_SIGNING, sizeof(CODE_SIGNING) - 1);
	int64_t now = (int64_t)time(NULL);
	size_t n = 0;

	for (size_t i = 0; i < j->r.count; i++)
		n += j->r.items[i].cert != NULL && !j->r.items[i].forbidden &&
		    rootuse_judge(j->r.items[i].cert, usage, now, now) ==
		    ROOTUSE_ALLOWED;
	return n;
}

static bool
print_roots_json(const struct job *j, struct err *e)
{
	json_t *list = json_array(), *o;

	for (size_t i = 0; i < j->r.count; i++) {
		const struct rootentry *x = &j->r.items[i];

		o = json_object();
		json_put(&o, "sha1", json_hex(view_of(x->sha1, SHA1_LEN)));
		json_put(&o, "state", json_string(x->cert == NULL ? "failed" :
		    x->forbidden ? "disallowed" : states[x->state]));
		if (x->cert == NULL)
			json_put(&o, "message", json_text(view_str(
			    x->why.msg)));
		json_add(&list, o);
	}
	return report_doc(list, e);
}

static bool
print_summary(struct job *j, struct err *e)
{
	struct bytes out = BYTES_INIT;

	if (j->o->json && j->s.kind == ROOTLIST_ROOTS)
		return print_roots_json(j, e);
	rootlist_describe(&j->l, &out);
	if (j->s.kind == ROOTLIST_ROOTS) {
		bytes_addf(&out, ": %zu roots, %zu of them for code signing; "
		    "in the %s's Root store %zu added, %zu updated, %zu "
		    "unchanged", j->r.count, count_for_code(j),
		    location_name(options_place(j->o)),
		    j->of_state[CHANGE_ADDED], j->of_state[CHANGE_REPLACED],
		    j->of_state[CHANGE_PRESENT]);
		if (j->gone != 0)
			bytes_addf(&out, "; %zu there are no longer in the "
			    "list (-v names them)", j->gone);
	} else {
		bytes_addf(&out, ": %zu certificates, disallowed in the %s's "
		    "stores", j->disallowed.count,
		    location_name(options_place(j->o)));
	}
	bytes_add_str(&out, "\n");
	bytes_add_view(&out, view_bytes(&j->notes));
	return describe_print(&out, e);
}

static bool
finish_roots(struct job *j, struct err *e)
{
	if (j->missing != 0) {
		*j->o->part_undone = true;
		report_note("%zu of %zu roots could not be had; the same "
		    "command again tries them once more", j->missing,
		    j->r.count);
	}
	return print_summary(j, e);
}

/* ---- the two lists ---- */

static bool
read_disallowed(struct job *j, struct err *e)
{
	struct der rest = der_open(j->l.ctl.entries);
	struct view alg = j->l.ctl.algorithm;
	enum disallowed_by by = der_oid_is(alg, OID_SHA1) ? DISALLOWED_SHA1 :
	    der_oid_is(alg, OID_SHA256) ? DISALLOWED_SHA256 : DISALLOWED_HASH;
	struct ctl_entry x;
	size_t n = 0;
	bool end;

	if (by == DISALLOWED_HASH && !der_oid_is(alg, OID_DISALLOWED_HASH))
		return err_set(e, ERR_UNSUPPORTED, "the list names "
		    "certificates by an unknown kind of hash");
	for (;;) {
		if (!ctl_next(&rest, &n, &x, &end, e))
			return false;
		if (end)
			return true;
		if (!disallowed_add(&j->disallowed, by, x.identifier, e))
			return err_in(e, "entry %zu", n);
	}
}

static bool
open_list(struct job *j, enum rootlist_kind kind, struct err *e)
{
	return rootsource_open(&j->s, j->o, kind, e) &&
	    rootlist_open(&j->l, &j->s, e) &&
	    ((kind == ROOTLIST_ROOTS ? rootentries_read(&j->r, &j->l, e) :
	    read_disallowed(j, e)) || err_in(e, "%s", j->s.from));
}

static void
close_list(struct job *j)
{
	rootentries_clear(&j->r);
	rootlist_close(&j->l);
	rootsource_close(&j->s);
	disallowed_clear(&j->disallowed);
	bytes_clear(&j->notes);
}

/* ---- into files ---- */

/* All that could be had, with their properties. */
static bool
write_roots_sst(struct job *j, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	struct bytes out = BYTES_INIT;
	bool ok = find_certs(j, e), changed;

	for (size_t i = 0; ok && i < j->r.count; i++) {
		struct rootentry *x = &j->r.items[i];
		struct cert *copy;

		if (x->cert == NULL)
			continue;
		ok = rootentry_apply(x, NULL, &changed, e) &&
		    (copy = cert_dup(x->cert, e)) != NULL &&
		    certlist_add(&all, copy, e);
	}
	ok = ok && sst_write(&all, &out, e) && atomicfile_put(j->o->sst,
	    view_bytes(&out), 0644, j->o->force, e);
	certlist_clear(&all);
	bytes_clear(&out);
	if (ok && j->missing != 0)
		*j->o->part_undone = true;
	return ok;
}

/* What is there with the same content stays. */
static bool
write_to_folder(const struct job *j, const char *name, struct view content,
    struct err *e)
{
	struct bytes path = BYTES_INIT;
	bool ok;

	if (content.len == 0)
		return true;
	bytes_addf(&path, "%s/%s", j->o->folder, name);
	bytes_add_u8(&path, 0);
	ok = bytes_ok(&path, e) && atomicfile_put((const char *)path.data,
	    content, 0644, true, e);
	bytes_clear(&path);
	return ok;
}

static bool
write_list_files(const struct job *j, struct err *e)
{
	return write_to_folder(j, rootsource_cab(j->s.kind),
	    view_bytes(&j->s.cabinet), e) &&
	    write_to_folder(j, rootsource_stl(j->s.kind),
	    view_bytes(&j->s.list), e);
}

static bool
write_root_files(struct job *j, struct err *e)
{
	char hex[2 * SHA1_LEN + 1], name[sizeof(hex) + sizeof(".crt")];
	bool changed;

	for (size_t i = 0; i < j->r.count; i++) {
		struct rootentry *x = &j->r.items[i];

		if (x->cert == NULL)
			continue;
		text_hex(view_of(x->sha1, SHA1_LEN), hex, sizeof(hex));
		snprintf(name, sizeof(name), "%s.crt", hex);
		if (!rootentry_apply(x, NULL, &changed, e) ||
		    !write_to_folder(j, name, view_bytes(&x->cert->der), e))
			return false;
	}
	return true;
}

/* Both lists, verified, as they came; the lists last. */
static bool
write_synced(struct job *j, struct err *e)
{
	struct job other = { .o = j->o };
	bool ok;

	if (mkdir(j->o->folder, 0755) == -1 && errno != EEXIST)
		return err_errno(e, errno, "%s: cannot create the directory",
		    j->o->folder);
	ok = find_certs(j, e) && open_list(&other, ROOTLIST_DISALLOWED, e) &&
	    write_root_files(j, e) && write_list_files(&other, e) &&
	    write_list_files(j, e);
	close_list(&other);
	if (ok && j->missing != 0)
		*j->o->part_undone = true;
	return ok;
}

static bool
take_roots(struct job *j, struct err *e)
{
	if (j->o->sst != NULL)
		return atomicfile_check(j->o->sst, j->o->force, e) &&
		    write_roots_sst(j, e);
	if (j->o->folder != NULL)
		return write_synced(j, e);
	return check_newer(j, e) && take_present(j, e) && find_certs(j, e) &&
	    change_store(j, e) && finish_roots(j, e);
}

bool
crosscert_roots(const struct cmdline *o, struct err *e)
{
	struct job j = { .o = o };
	bool ok;

	if (o->operand_count != 0)
		return err_set(e, ERR_USAGE, "roots takes no operands; -in "
		    "FILE names a list");
	ok = open_list(&j, o->disallowed ? ROOTLIST_DISALLOWED :
	    ROOTLIST_ROOTS, e) && (!o->disallowed ? take_roots(&j, e) :
	    change_store(&j, e) && print_summary(&j, e));
	close_list(&j);
	return ok;
}
