/*
 * chain.c - storectl chain: the certificates up to the root
 *
 * The certificate is one of a store or of files; its issuers are looked for in
 * both, and with -fetch where the certificates themselves say that they are
 * (which crosscert does: nothing here reaches the network).
 */

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "base/text.h"
#include "cert/certtime.h"
#include "chain/chain.h"
#include "cli/json.h"
#include "cli/report.h"
#include "crosscat/crosscat.h"
#include "formats/certs/armor.h"
#include "query/fetcher.h"
#include "query/gather.h"
#include "query/load_crls.h"
#include "query/load_file.h"
#include "query/pick_in_files.h"
#include "query/revocation.h"
#include "show/chain_words.h"
#include "show/describe.h"
#include "show/tree.h"
#include "storectl/cmdline.h"
#include "verbs.h"

struct job {
	const struct cmdline	*c;
	struct selection	 selection;
	struct gather		 g;
	struct contents		 files;
	struct chain_pool	 pool;
	struct cert		*leaf;
	struct crosscat		 pins;
	struct revocation	 revocation;
	int64_t			 when;
	struct chain		 chain;
	bool			 pinned;	/* where it ends, by its pin */
};

/* ---- which certificate ---- */

static bool
read_files(struct job *j, struct err *e)
{
	struct cmdline_passwords password = CMDLINE_PASSWORDS_INIT;
	bool ok = cmdline_passwords(j->c, &password, e);

	for (size_t i = 0; ok && i < cmdline_inputs(j->c); i++)
		ok = cmdline_load(j->c, &password, cmdline_input(j->c, i),
		    &j->files, e);
	cmdline_passwords_clear(&password);
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

/* `crls` is NULL where revocation is not asked about, or not yet. */
static bool
build_chain(struct job *j, const struct crls *crls, struct err *e)
{
	const struct chain_options o = {
		.when = j->when,
		.kernel = j->c->kernel,
		.limits = &j->c->limits,
		.policies = j->c->policies.items,
		.policy_count = j->c->policies.count,
		.explicit_policy = j->c->explicit_policy,
		.crls = crls,
		.crls_when = j->when,
	};

	return fill_job_pool(j, e) &&
	    chain_build(&j->pool, j->leaf, &o, &j->chain, e);
}

static bool
load_lists(struct job *j, struct err *e)
{
	for (size_t i = 0; i < j->c->crl.count; i++)
		if (!load_crls(j->c->crl.items[i], &j->c->limits,
		    &j->revocation.crls, e))
			return false;
	return true;
}

static void
note_unused_lists(const struct job *j)
{
	const char *file;

	for (size_t n = 0; (file = crls_unused_file(&j->revocation.crls, n)) != NULL;
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

static struct fetcher
fetcher_of(const struct job *j)
{
	return (struct fetcher){
		.place = selection_place(&j->selection, PLACE_USER),
		.proxy = j->c->proxy, .ca_file = j->c->ca_file,
		.timeout = j->c->fetch_seconds, .retries = j->c->retries,
		.limits = &j->c->limits,
	};
}

/* The leaf and what the files hold. */
static bool
run_fetcher(const struct job *j, int *status, struct err *e)
{
	const struct fetcher f = fetcher_of(j);
	struct bytes pem = BYTES_INIT;
	bool ok;

	armor_write(&pem, "CERTIFICATE", view_bytes(&j->leaf->der));
	for (size_t i = 0; i < j->files.certs.count; i++)
		armor_write(&pem, "CERTIFICATE",
		    view_bytes(&j->files.certs.items[i]->der));
	ok = bytes_ok(&pem, e) && fetcher_run(&f, "aia", j->leaf->sha1,
	    view_bytes(&pem), status, e);
	bytes_clear(&pem);
	return ok;
}

/* What it got is in the store; what it did not get it has said. */
static bool
fetch_issuers(struct job *j, struct err *e)
{
	int status = 0;
	bool ok;

	fflush(stdout);
	/* It is going to write, and we hold the readers' lock. */
	chain_pool_clear(&j->pool);
	gather_close(&j->g);
	ok = run_fetcher(j, &status, e);
	if (!gather_open(&j->g, &j->selection, e) || !ok)
		return false;
	*j->c->part_undone = status != 0;
	return build_chain(j, NULL, e);
}

/* What is known of the chain found, which then is judged anew. */
static bool
check_online(struct job *j, struct err *e)
{
	const struct fetcher f = fetcher_of(j);

	fflush(stdout);
	gather_unlock(&j->g);
	return revocation_online(&j->revocation, &j->chain, &f, e) &&
	    build_chain(j, &j->revocation.crls, e);
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
is_online(const struct cmdline *c)
{
	return c->revocation != NULL && text_same(c->revocation, "online");
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
	if (!c->fetch && !is_online(c) && (c->proxy != NULL || c->ca_file != NULL ||
	    c->fetch_seconds != NULL || c->retries != NULL))
		return err_set(e, ERR_USAGE, "-proxy, -cafile, -timeout and "
		    "-retries require -fetch or -revocation online");
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
	    !load_lists(j, e) || !build_chain(j, j->c->crl.count != 0 &&
	    !is_online(j->c) ? &j->revocation.crls : NULL, e))
		return false;
	if (j->c->fetch && lacks_issuer(&j->chain) && !fetch_issuers(j, e))
		return false;
	if (is_online(j->c) && !check_online(j, e))
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
	revocation_clear(&j.revocation);
	gather_close(&j.g);
	return ok;
}
