#include "rootlist.h"

#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "asn1/oids.h"
#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "chain/chain.h"
#include "download.h"
#include "store/store.h"

enum { DAY = 86400, MAX_AGE = 366 * DAY };

#define OID(lit)	{ (const unsigned char *)(lit), sizeof(lit) - 1 }

static const struct {
	const char	*word;		/* in lists.txt */
	const char	*what;
	struct view	 use;
	struct view	 signers[3];	/* usages of the signer's certificate */
} kinds[] = {
	[ROOTLIST_ROOTS] = { "roots", "list of roots",
	    OID(OID_ROOT_LIST_SIGNER), { OID(OID_ROOT_LIST_SIGNER) } },
	[ROOTLIST_DISALLOWED] = { "disallowed",
	    "list of disallowed certificates", OID(OID_DISALLOWED_LIST),
	    { OID(OID_ROOT_LIST_SIGNER), OID(OID_REVOKED_LIST_SIGNER),
	      OID(OID_DISALLOWED_LIST) } },
};

/* The roots that the signers of Microsoft's lists have. */
static const struct {
	const char	*sha256;
	const char	*sha1;		/* the name of its file */
} pins[] = {
	/* Microsoft Root Certificate Authority 2010 */
	{ "df545bf919a2439c36983b54cdfc903dfa4f37d3996d8d84b4c31eec6f3c163e",
	  "3b1efd3a66ea28b16697394703a72ca340a05bd5" },
	/* Microsoft Root Certificate Authority */
	{ "885de64c340e3ea70658f01e1145f957fcda27aabeea1ab9faa9fdb0102d4077",
	  "cdd4eeae6000ac7f40c3802c171e30148030c072" },
};

/* ---- the signer's root ---- */

struct signer_roots {
	struct rootsource	*s;
	const struct certlist	*with;		/* those in the list's PKCS#7 */
	struct certlist		 certs;		/* what the root may be */
};

/* A thumbprint of either length: is it this certificate's? */
static bool
has_hash(const struct cert *c, struct view hash)
{
	unsigned char sha256[SHA256_LEN];

	if (hash.len == SHA1_LEN)
		return view_equal(hash, view_of(c->sha1, SHA1_LEN));
	sha256_of(view_bytes(&c->der), sha256);
	return view_equal(hash, view_of(sha256, SHA256_LEN));
}

/* Those of the list that have it, as candidates. */
static bool
take_candidates(struct signer_roots *r, const struct certlist *l,
    struct view hash, struct err *e)
{
	for (size_t i = 0; i < l->count; i++) {
		struct cert *copy;

		if (!has_hash(l->items[i], hash))
			continue;
		copy = cert_dup(l->items[i], e);
		if (copy == NULL)
			return false;
		/* The pin decides, not what a list says of this root. */
		bytes_clear(&copy->properties);
		if (!certlist_add_new(&r->certs, copy, e))
			return false;
	}
	return true;
}

static bool
look_in_store(enum place place, const unsigned char sha1[SHA1_LEN],
    struct certlist *found, struct err *e)
{
	struct location l = LOCATION_INIT;
	struct store s = STORE_INIT;
	struct err why = ERR_INIT;
	struct cert *c = NULL;
	bool ok;

	ok = location_open(&l, place, LOCATION_READ, &why) &&
	    store_open(&s, &l, "Root", &why) &&
	    store_find(&s, sha1, &c, &why);
	store_close(&s);
	location_close(&l);
	/* One that cannot be read is as good as none. */
	if (!ok || c == NULL)
		return why.code != ERR_MEMORY || err_memory(e);
	return certlist_add_new(found, c, e);
}

/* By its SHA-1, from wherever it may be; the pin decides. */
static bool
find_root_by(struct signer_roots *r, const unsigned char sha1[SHA1_LEN],
    struct view pin, bool fetch, struct err *e)
{
	struct certlist found = CERTLIST_INIT;
	struct cert *c = NULL;
	bool ok = look_in_store(PLACE_USER, sha1, &found, e) &&
	    look_in_store(PLACE_MACHINE, sha1, &found, e) &&
	    (found.count != 0 || rootsource_find(r->s, sha1, fetch, &c, e));

	if (ok && c != NULL)
		ok = certlist_add_new(&found, c, e);
	ok = ok && take_candidates(r, &found, pin, e);
	certlist_clear(&found);
	return ok;
}

static bool
find_pins(struct signer_roots *r, bool fetch, struct err *e)
{
	unsigned char sha1[SHA1_LEN], sha256[SHA256_LEN];
	size_t len;

	for (size_t i = 0; i < COUNT_OF(pins); i++)
		if (!text_unhex(pins[i].sha1, sha1, sizeof(sha1), &len) ||
		    !text_unhex(pins[i].sha256, sha256, sizeof(sha256),
		    &len) || !find_root_by(r, sha1, view_of(sha256,
		    SHA256_LEN), fetch, e))
			return false;
	return true;
}

/* -signer-root: a file with it, or a thumbprint of what is at hand. */
static bool
find_named_root(struct signer_roots *r, struct err *e)
{
	const char *named = r->s->o->signer_root;
	unsigned char hash[SHA256_LEN];
	struct view pin;
	size_t len;

	if (access(named, F_OK) == 0)
		return download_file(named, r->s->o, &r->certs, e);
	if (!text_unhex(named, hash, sizeof(hash), &len) ||
	    (len != SHA1_LEN && len != SHA256_LEN))
		return err_set(e, ERR_USAGE, "-signer-root %s: neither a file "
		    "nor a SHA-1 or SHA-256 thumbprint", named);
	pin = view_of(hash, len);
	if (!take_candidates(r, r->with, pin, e) ||
	    !take_candidates(r, &r->s->certs, pin, e))
		return false;
	return r->certs.count != 0 || len != SHA1_LEN ||
	    find_root_by(r, hash, pin, true, e);
}

/* ---- the signer ---- */

static bool
has_usage(const struct cert *c, enum rootlist_kind kind)
{
	struct der d = der_open(c->scan.eku);
	struct tlv t;

	while (c->scan.has_eku && der_take(&d, DER_OID, &t))
		for (size_t i = 0; i < COUNT_OF(kinds[kind].signers); i++)
			if (kinds[kind].signers[i].len != 0 &&
			    view_equal(t.body, kinds[kind].signers[i]))
				return true;
	return false;
}

static bool
build_signer_chain(const struct rootlist *l, const struct signer_roots *r,
    struct chain *chain, struct err *e)
{
	const struct chain_options o = { .when = l->ctl.this_update };
	struct chain_pool pool = CHAIN_POOL_INIT;
	bool ok = chain_pool_add_list(&pool, &r->certs, CHAIN_TRUSTED, e) &&
	    chain_pool_add_list(&pool, r->with, CHAIN_KNOWN, e) &&
	    chain_build(&pool, l->data.cert, &o, chain, e);

	chain_pool_clear(&pool);
	return ok;
}

/* Microsoft's roots are one signer: a list of the old root must not take back
 * what one of the new root says. */
static void
name_anchor(struct rootlist *l, const struct cert *root)
{
	unsigned char pin[SHA256_LEN], first[SHA256_LEN];
	size_t len;

	sha256_of(view_bytes(&root->der), l->anchor);
	if (!text_unhex(pins[0].sha256, first, sizeof(first), &len))
		return;
	for (size_t i = 1; i < COUNT_OF(pins); i++)
		if (text_unhex(pins[i].sha256, pin, sizeof(pin), &len) &&
		    memcmp(pin, l->anchor, sizeof(pin)) == 0)
			memcpy(l->anchor, first, sizeof(first));
}

/* The usages of an issuer hold for what it issued. */
static bool
check_signer_chain(struct rootlist *l, const struct chain *c, struct err *e)
{
	char name[CERTNAME_MAX];
	const char *fault = chain_fault_text(c->faults, 0);

	certname_brief(l->data.cert->scan.subject, name);
	if (!c->trusted)
		return err_set(e, ERR_UNTRUSTED, "the chain of the list's "
		    "signer \"%s\" does not lead to the root that signers of "
		    "such lists have; -signer-root names another one", name);
	if (!c->valid)
		return err_set(e, ERR_UNTRUSTED, "the chain of the list's "
		    "signer \"%s\" was not valid at the list's date: %s", name,
		    fault != NULL ? fault : "");
	for (size_t i = 0; i + 1 < c->count; i++)
		if ((i == 0 || c->steps[i].cert->scan.has_eku) &&
		    !has_usage(c->steps[i].cert, l->kind))
			return err_set(e, ERR_UNTRUSTED, "the certificate of "
			    "\"%s\" is not for signing a %s", certname_brief(
			    c->steps[i].cert->scan.subject, name),
			    kinds[l->kind].what);
	name_anchor(l, c->steps[c->count - 1].cert);
	return true;
}

static bool
judge_lister(struct rootlist *l, struct rootsource *s, struct err *e)
{
	struct signer_roots r = {
		.s = s, .with = &l->data.data.contents.certs,
	};
	struct chain chain;
	bool ok = s->o->signer_root != NULL ? find_named_root(&r, e) :
	    find_pins(&r, false, e);

	ok = ok && build_signer_chain(l, &r, &chain, e);
	/* Only what nothing at hand leads to is fetched. */
	if (ok && !chain.trusted && s->o->signer_root == NULL &&
	    (chain.faults & CHAIN_ISSUER_MISSING) != 0)
		ok = find_pins(&r, true, e) &&
		    build_signer_chain(l, &r, &chain, e);
	ok = ok && check_signer_chain(l, &chain, e);
	certlist_clear(&r.certs);
	return ok;
}

/* ---- the list ---- */

static bool
check_signature(const struct authenticode *a, bool is_signed, struct err *e)
{
	struct err ignored = ERR_INIT;
	struct signer other;

	if (!der_oid_is(a->data.content_type, OID_CTL))
		return err_set(e, ERR_FORMAT, "not a certificate trust list");
	if (!is_signed)
		return err_set(e, ERR_UNTRUSTED, "the list is not signed");
	if (signed_signer(&a->data, 1, &other, &ignored) ||
	    ignored.code != ERR_NONE)
		return err_set(e, ERR_INPUT, "the list has more than one "
		    "signer");
	if (a->cert == NULL)
		return err_set(e, ERR_UNTRUSTED, "the certificate of the "
		    "list's signer is not in the file");
	return a->verdict == SIGNED_GOOD || err_set(e, ERR_UNTRUSTED,
	    "the list's signature is wrong: the list was changed after it was "
	    "signed");
}

/* Microsoft publishes a list of roots every few weeks; that of what is
 * disallowed stays the same for years. */
static bool
check_ctl(const struct rootlist *l, const struct rootsource *s, struct err *e)
{
	int64_t now = (int64_t)time(NULL);
	char when[CERTTIME_MAX];

	if (!ctl_is_for(&l->ctl, kinds[l->kind].use))
		return err_set(e, ERR_FORMAT, "not a %s: the list is for "
		    "another use", kinds[l->kind].what);
	if (!l->ctl.dated)
		return err_set(e, ERR_INPUT, "the list's date cannot be read");
	if (l->ctl.this_update > now + DAY)
		return err_set(e, ERR_UNTRUSTED, "the list is of %s, which is "
		    "in the future; check the clock",
		    certtime_iso(l->ctl.this_update, when));
	return s->from != s->url || l->kind != ROOTLIST_ROOTS ||
	    l->ctl.this_update >= now - MAX_AGE || err_set(e, ERR_EXPIRED,
	    "the list is of %s: a server that offers an old list may hide a "
	    "newer one; to take it nevertheless, use -in FILE",
	    certtime_iso(l->ctl.this_update, when));
}

bool
rootlist_open(struct rootlist *l, struct rootsource *s, struct err *e)
{
	const struct authenticode none = AUTHENTICODE_INIT;
	bool is_signed, ok;

	memset(l, 0, sizeof(*l));
	l->kind = s->kind;
	l->data = none;
	sha256_of(view_bytes(&s->list), l->sha256);
	ok = authenticode_read(view_bytes(&s->list), &s->o->limits, &l->data,
	    &is_signed, e) && check_signature(&l->data, is_signed, e) &&
	    ctl_open(&l->ctl, l->data.data.content, e) && check_ctl(l, s, e) &&
	    judge_lister(l, s, e);
	return ok || err_in(e, "%s", s->from);
}

void
rootlist_close(struct rootlist *l)
{
	authenticode_clear(&l->data);
}

void
rootlist_describe(const struct rootlist *l, struct bytes *out)
{
	char when[CERTTIME_MAX];

	bytes_addf(out, "%s of %s", kinds[l->kind].what,
	    certtime_iso(l->ctl.this_update, when));
	if (l->ctl.sequence.len != 0) {
		bytes_add_str(out, " (number ");
		text_add_hex(out, l->ctl.sequence);
		bytes_add_str(out, ")");
	}
}

/* ---- forward only ---- */

/* A line of lists.txt: KIND ROOT NUMBER TIME LIST, the root and the list by
 * their SHA-256. */
struct taken {
	char	kind[16];
	char	anchor[2 * SHA256_LEN + 1];
	char	number[2 * 64 + 1];	/* "-": none */
	int64_t	time;
	char	sha256[2 * SHA256_LEN + 1];
};

static bool
parse_taken(struct view line, struct taken *t)
{
	char text[512];
	long long time;

	if (line.len >= sizeof(text))
		return false;
	memcpy(text, line.data, line.len);
	text[line.len] = '\0';
	if (sscanf(text, "%15s %64s %128s %lld %64s", t->kind, t->anchor,
	    t->number, &time, t->sha256) != 5)
		return false;
	t->time = time;
	return true;
}

static bool
make_taken(const struct rootlist *l, struct taken *t, struct err *e)
{
	struct view number;

	memset(t, 0, sizeof(*t));
	snprintf(t->kind, sizeof(t->kind), "%s", kinds[l->kind].word);
	text_hex(view_of(l->anchor, SHA256_LEN), t->anchor, sizeof(t->anchor));
	text_hex(view_of(l->sha256, SHA256_LEN), t->sha256, sizeof(t->sha256));
	t->time = l->ctl.this_update;
	t->number[0] = '-';
	if (l->ctl.sequence.len == 0)
		return true;
	if (!der_magnitude(l->ctl.sequence, &number) || number.len > 64)
		return err_set(e, ERR_INPUT, "the list's number cannot be "
		    "read");
	text_hex(number, t->number, sizeof(t->number));
	return true;
}

/* -1, 0, 1. Without leading zeros the longer number is the greater one. */
static int
compare_numbers(const char *a, const char *b)
{
	size_t x = strlen(a), y = strlen(b);
	int c = strcmp(a, b);

	if (*a == '-' || *b == '-')
		return 0;
	return x != y ? (x > y) - (x < y) : (c > 0) - (c < 0);
}

static bool
check_taken(const struct taken *new, const struct taken *old, bool *known,
    struct err *e)
{
	int by_number = compare_numbers(new->number, old->number);
	char when[CERTTIME_MAX], then[CERTTIME_MAX];

	certtime_iso(new->time, when);
	certtime_iso(old->time, then);
	if (new->time < old->time || by_number < 0)
		return err_set(e, ERR_EXPIRED, "the list of %s (number %s) is "
		    "older than the one that was taken before, of %s (number "
		    "%s)", when, new->number, then, old->number);
	*known = strcmp(new->sha256, old->sha256) == 0;
	if (!*known && new->time == old->time && by_number == 0)
		return err_set(e, ERR_UNTRUSTED, "two different lists of %s "
		    "(number %s)", when, new->number);
	return true;
}

static bool
next_line(struct view *text, struct view *line)
{
	const unsigned char *end;
	size_t len;

	if (text->len == 0)
		return false;
	end = memchr(text->data, '\n', text->len);
	len = end != NULL ? (size_t)(end - text->data) : text->len;
	*line = view_sub(*text, 0, len);
	*text = end != NULL ? view_sub(*text, len + 1, text->len - len - 1) :
	    view_of(NULL, 0);
	return true;
}

bool
rootlist_check_newer(const struct rootlist *l, const struct location *where,
    bool *known, struct bytes *text, struct err *e)
{
	struct bytes old = BYTES_INIT;
	struct taken new, was;
	struct view rest, line;
	bool ok;

	*known = false;
	ok = make_taken(l, &new, e) &&
	    location_read_file(where, LOCATION_LISTS, &old, e);
	rest = view_bytes(&old);
	while (ok && next_line(&rest, &line)) {
		if (!parse_taken(line, &was))
			ok = err_set(e, ERR_INPUT, "%s/" LOCATION_LISTS
			    ": damaged; remove it to take any list", where->path);
		else if (strcmp(was.kind, new.kind) == 0 &&
		    strcmp(was.anchor, new.anchor) == 0)
			ok = check_taken(&new, &was, known, e);
		else if (text != NULL) {
			bytes_add_view(text, line);
			bytes_add_str(text, "\n");
		}
	}
	bytes_clear(&old);
	if (text != NULL)
		bytes_addf(text, "%s %s %s %lld %s\n", new.kind, new.anchor,
		    new.number, (long long)new.time, new.sha256);
	return ok && (text == NULL || bytes_ok(text, e));
}
