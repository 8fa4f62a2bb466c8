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
#include "chain/chain.h"
#include "cli/json.h"
#include "cli/report.h"
#include "crosscat/crosscat.h"
#include "formats/certs/armor.h"
#include "io/sibling.h"
#include "query/gather.h"
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

static bool
build_chain(struct job *j, struct err *e)
{
	const struct chain_options o = {
		.when = j->g.criteria.when,
		.kernel = j->c->kernel,
	};
	const struct chain_pool *stores = gather_pool(&j->g, e);

	if (stores == NULL)
		return false;
	chain_pool_clear(&j->pool);
	return chain_pool_add_all(&j->pool, stores, e) &&
	    chain_pool_add_list(&j->pool, &j->files.certs, CHAIN_KNOWN, e) &&
	    chain_build(&j->pool, j->leaf, &o, &j->chain, e);
}

/* Is the uppermost certificate one of Microsoft's? Its issuer's name proves
 * nothing, and the root that could verify the signature is not at hand. */
static bool
check_pin(struct job *j, struct err *e)
{
	const struct chain *c = &j->chain;
	struct crosscat known = CROSSCAT_INIT;
	bool ok = true;

	if (c->to_code_verification_root && !c->complete) {
		ok = crosscat_builtin(&known, e);
		j->pinned = ok && crosscat_by_pin(&known,
		    c->steps[c->count - 1].cert->sha1) != NULL;
	}
	crosscat_clear(&known);
	return ok;
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
	return cmdline_check_stdin(c, NULL, e);
}

bool
verb_chain(const struct cmdline *c, struct err *e)
{
	struct job j = {
		.c = c,
		.selection = cmdline_selection(c),
	};
	bool ok;

	if (!check_line(c, e))
		return false;
	ok = gather_open(&j.g, &j.selection, e) && find_leaf(&j, e) && build_chain(&j, e) &&
	    (!c->fetch || !lacks_issuer(&j.chain) || fetch_issuers(&j, e)) &&
	    check_pin(&j, e) && print_chain(&j, e);
	chain_pool_clear(&j.pool);
	cert_free(j.leaf);
	contents_clear(&j.files);
	gather_close(&j.g);
	return ok;
}
