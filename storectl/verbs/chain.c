/*
 * chain.c - storectl chain: the certificates up to the root
 *
 * The certificate is one of a store or of files; its issuers are looked for in
 * both, and with -fetch where the certificates themselves say that they are
 * (which crosscert does: nothing here reaches the network).
 */

#include <sys/mman.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certtime.h"
#include "chain/chain.h"
#include "cli/json.h"
#include "cli/report.h"
#include "crosscat/crosscat.h"
#include "formats/certs/armor.h"
#include "io/sibling.h"
#include "query/gather.h"
#include "query/load_crls.h"
#include "query/load_file.h"
#include "query/pick_in_files.h"
#include "show/chain_words.h"
#include "show/describe.h"
#include "show/tree.h"
#include "storectl/cmdline.h"
#include "verbs.h"

#define FETCHER	"crosscert"

struct job {
	const struct cmdline	*c;
	struct selection	 selection;
	struct gather		 g;
	struct contents		 files;
	struct chain_pool	 pool;
	struct cert		*leaf;
	struct crosscat		 pins;
	struct crls		 crls;
	int64_t			 when;
	struct chain		 chain;
	bool			 pinned;	/* where it ends, by its pin */
};

/* ---- which certificate ---- */

static bool
read_files(struct job *j, struct err *e)
{
	struct secret password = SECRET_INIT;
	bool ok = cmdline_password(j->c, &password, e);

	for (size_t i = 0; ok && i < cmdline_inputs(j->c); i++)
		ok = load_file(cmdline_input(j->c, i), &password, NULL,
		    &j->c->limits, &j->files, NULL, e);
	secret_clear(&password);
	return ok;
}

static bool
take_leaf(struct job *j, const struct cert *leaf, struct err *e)
{
	/* A copy: the store is read anew after fetching. */
	j->leaf = cert_dup(leaf, e);
	return j->leaf != NULL;
}

static bool
find_leaf(struct job *j, struct err *e)
{
	const struct gathered *x;
	const struct cert *leaf;

	if (cmdline_inputs(j->c) != 0)
		return read_files(j, e) && pick_in_files_one(&j->files,
		    &j->g.criteria, &leaf, e) && take_leaf(j, leaf, e);
	return gather_one(&j->g, &x, e) && take_leaf(j, x->cert, e);
}

/* ---- the chain ---- */

/* -kernel: Microsoft's cross-certificates are anchors, by their thumbprints. */
static bool
add_anchors(struct job *j, struct err *e)
{
	const size_t count = j->pool.count;

	for (size_t i = 0; i < count; i++) {
		const struct cert *c = j->pool.items[i].cert;

		if (crosscat_by_pin(&j->pins, c->sha1) != NULL &&
		    !chain_pool_add(&j->pool, c, CHAIN_ANCHOR, e))
			return false;
	}
	return true;
}

static bool
fill_job_pool(struct job *j, struct err *e)
{
	const struct chain_pool *stores = gather_pool(&j->g, e);

	if (stores == NULL)
		return false;
	chain_pool_clear(&j->pool);
	return chain_pool_add_all(&j->pool, stores, e) &&
	    chain_pool_add_list(&j->pool, &j->files.certs, CHAIN_KNOWN, e) &&
	    (!j->c->kernel || add_anchors(j, e));
}

static bool
build_chain(struct job *j, struct err *e)
{
	const struct chain_options o = {
		.when = j->when,
		.kernel = j->c->kernel,
		.limits = &j->c->limits,
		.policies = j->c->policies.items,
		.policy_count = j->c->policies.count,
		.explicit_policy = j->c->explicit_policy,
		.crls = j->c->crl.count != 0 ? &j->crls : NULL,
		.crls_when = j->when,
	};

	return fill_job_pool(j, e) &&
	    chain_build(&j->pool, j->leaf, &o, &j->chain, e);
}

static bool
load_lists(struct job *j, struct err *e)
{
	for (size_t i = 0; i < j->c->crl.count; i++)
		if (!load_crls(j->c->crl.items[i], &j->c->limits, &j->crls, e))
			return false;
	return true;
}

static void
note_unused_lists(const struct job *j)
{
	const char *file;

	for (size_t n = 0; (file = crls_unused_file(&j->crls, n)) != NULL;
	    n++) {
		report_note("%s: " LOAD_CRLS_UNUSED, file);
		*j->c->part_undone = true;
	}
}

/* Is the uppermost certificate one of Microsoft's? Its issuer's name proves
 * nothing, and the root that could verify the signature is not at hand. */
static void
check_pin(struct job *j)
{
	const struct chain *c = &j->chain;

	j->pinned = c->to_code_verification_root && !c->complete &&
	    crosscat_by_pin(&j->pins, c->steps[c->count - 1].cert->sha1) !=
	    NULL;
}

/* ---- fetching ---- */

/* The leaf and what the files hold, for the fetcher: a descriptor. */
static int
hand_over(const struct job *j, struct err *e)
{
	int fd = memfd_create("certificates", 0);
	struct bytes pem = BYTES_INIT;
	size_t off = 0;

	if (fd == -1) {
		err_errno(e, errno, "cannot make a file in memory");
		return -1;
	}
	armor_write(&pem, "CERTIFICATE", view_bytes(&j->leaf->der));
	for (size_t i = 0; i < j->files.certs.count; i++)
		armor_write(&pem, "CERTIFICATE",
		    view_bytes(&j->files.certs.items[i]->der));
	while (!pem.failed && off < pem.len) {
		ssize_t n = write(fd, pem.data + off, pem.len - off);

		if (n == -1 && errno != EINTR)
			break;
		off += n > 0 ? (size_t)n : 0;
	}
	if (pem.failed || off < pem.len || lseek(fd, 0, SEEK_SET) == -1) {
		err_errno(e, pem.failed ? ENOMEM : errno, "cannot write to "
		    "memory");
		close(fd);
		fd = -1;
	}
	bytes_clear(&pem);
	return fd;
}

enum { LIMIT_WORD = 48, FIXED_WORDS = 16 };

struct line {
	char	*argv[FIXED_WORDS + 2 * LIMIT_COUNT];
	int	 argc;
	char	 limits[LIMIT_COUNT][LIMIT_WORD];
};

/* execv() wants what it does not change without const. */
static void
add_word(struct line *l, const char *word)
{
	l->argv[l->argc++] = (char *)(uintptr_t)word;
}

static void
add_option(struct line *l, const char *name, const char *value)
{
	if (value == NULL)
		return;
	add_word(l, name);
	add_word(l, value);
}

/* As they are here, set or not. */
static void
add_limits(struct line *l, const struct limits *limits)
{
	for (enum limit i = 0; i < LIMIT_COUNT; i++) {
		snprintf(l->limits[i], LIMIT_WORD, "%s=%" PRIu64,
		    limit_name(i), limit_of(limits, i));
		add_option(l, "-limit", l->limits[i]);
	}
}

static bool
run_fetcher(const struct job *j, int fd, int *status, struct err *e)
{
	char hash[2 * SHA1_LEN + 1], in[32];
	struct line l;

	l.argc = 0;
	text_hex(view_of(j->leaf->sha1, SHA1_LEN), hash, sizeof(hash));
	snprintf(in, sizeof(in), "fd:%d", fd);
	add_word(&l, FETCHER);
	add_word(&l, "aia");
	add_option(&l, "-cert", in);
	add_option(&l, "-sha1", hash);
	add_word(&l, selection_place(&j->selection, PLACE_USER) == PLACE_USER ? "-user" :
	    "-sm");
	add_option(&l, "-proxy", j->c->proxy);
	add_option(&l, "-cafile", j->c->ca_file);
	add_option(&l, "-timeout", j->c->fetch_seconds);
	add_option(&l, "-retries", j->c->retries);
	add_limits(&l, &j->c->limits);
	add_word(&l, NULL);
	return sibling_run(FETCHER, l.argv, status, e);
}

/* What it got is in the store; what it did not get it has said. */
static bool
fetch_issuers(struct job *j, struct err *e)
{
	int fd = hand_over(j, e), status;
	bool ok;

	if (fd == -1)
		return false;
	fflush(stdout);
	/* It is going to write, and we hold the readers' lock. */
	chain_pool_clear(&j->pool);
	gather_close(&j->g);
	ok = run_fetcher(j, fd, &status, e);
	close(fd);
	if (!gather_open(&j->g, &j->selection, e) || !ok)
		return false;
	*j->c->part_undone = status != 0;
	return build_chain(j, e);
}

static bool
lacks_issuer(const struct chain *chain)
{
	return (chain->faults & CHAIN_ISSUER_MISSING) != 0 &&
	    !chain->to_code_verification_root;
}

static bool
print_chain_json(const struct job *j, struct err *e)
{
	json_t *doc = tree_json(&j->chain, e);

	if (doc == NULL)
		return false;
	json_put(&doc, "pinned", json_boolean(j->pinned));
	return report_doc(doc, e);
}

static bool
print_chain(const struct job *j, struct err *e)
{
	struct bytes out = BYTES_INIT;

	if (j->c->json)
		return print_chain_json(j, e);
	if (j->c->tree)
		tree_add(&out, &j->chain, "");
	else
		chain_words_table(&out, &j->chain);
	bytes_add_str(&out, "\n");
	chain_words_end(&out, &j->chain, j->pinned, j->c->kernel);
	chain_words_others(&out, &j->chain, &j->pool);
	return describe_print(&out, e);
}

static bool
check_policies(const struct cmdline *c, struct err *e)
{
	for (size_t i = 0; i < c->policies.count; i++) {
		const char *oid = c->policies.items[i];

		if (*oid < '0' || *oid > '2' ||
		    strspn(oid, "0123456789.") != strlen(oid))
			return err_set(e, ERR_USAGE, "-policy %s: expected "
			    "the numbers of an object identifier, such as "
			    "2.23.140.1.4.1", oid);
	}
	return true;
}

static bool
check_line(const struct cmdline *c, struct err *e)
{
	if (c->in.count == 0 && c->operand_count > 1)
		return err_set(e, ERR_USAGE, "chain takes one CertId, not %d",
		    c->operand_count);
	if (c->in.count == 0 && (c->password.given ||
	    c->password_from != NULL))
		return err_set(e, ERR_USAGE, "-p and -p-from require -in");
	if (!c->fetch && (c->proxy != NULL || c->ca_file != NULL ||
	    c->fetch_seconds != NULL || c->retries != NULL))
		return err_set(e, ERR_USAGE, "-proxy, -cafile, -timeout and "
		    "-retries require -fetch");
	if (c->explicit_policy && c->policies.count == 0)
		return err_set(e, ERR_USAGE, "-explicit-policy requires "
		    "-policy");
	return check_policies(c, e) && cmdline_check_stdin(c, NULL, e);
}

static bool
run_job(struct job *j, struct err *e)
{
	if (!gather_open(&j->g, &j->selection, e))
		return false;
	j->when = j->g.criteria.when;
	if (j->c->at != NULL && !certtime_parse(j->c->at, &j->when))
		return err_set(e, ERR_USAGE, "-at %s: expected a time in UTC, "
		    "such as 2026-03-01T12:00:00Z", j->c->at);
	if (!find_leaf(j, e) || !crosscat_builtin(&j->pins, e) ||
	    !load_lists(j, e) || !build_chain(j, e))
		return false;
	if (j->c->fetch && lacks_issuer(&j->chain) && !fetch_issuers(j, e))
		return false;
	check_pin(j);
	note_unused_lists(j);
	return print_chain(j, e);
}

bool
verb_chain(const struct cmdline *c, struct err *e)
{
	struct job j = {
		.c = c,
		.selection = cmdline_selection(c),
		.pins = CROSSCAT_INIT,
	};
	bool ok;

	if (!check_line(c, e))
		return false;
	ok = run_job(&j, e);
	chain_pool_clear(&j.pool);
	cert_free(j.leaf);
	contents_clear(&j.files);
	crosscat_clear(&j.pins);
	crls_clear(&j.crls);
	gather_close(&j.g);
	return ok;
}
