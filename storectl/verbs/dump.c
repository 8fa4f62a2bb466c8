/*
 * verb_dump.c - storectl dump FILE: what any file holds, without importing it
 */

#include <stdio.h>

#include <jansson.h>

#include "base/text.h"
#include "chain/pair.h"
#include "cli/report.h"
#include "io/readfile.h"
#include "query/load_file.h"
#include "show/certjson.h"
#include "show/describe.h"
#include "show/dump.h"
#include "storectl/cmdline.h"
#include "verbs.h"

/* ---- JSON ---- */

static bool
append_certs(json_t *list, const struct contents *c, struct err *e)
{
	for (size_t i = 0; i < c->certs.count; i++) {
		json_t *o = certjson(c->certs.items[i], e);

		if (o == NULL)
			return false;
		if (json_array_append_new(list, o) != 0)
			return err_memory(e);
	}
	for (size_t i = 0; i < c->keys.count; i++) {
		long n = pair_find(c->keys.items[i], &c->certs);

		if (n >= 0 && json_object_set_new(json_array_get(list,
		    (size_t)n), "hasPrivateKey", json_true()) != 0)
			return err_memory(e);
	}
	return true;
}

static bool
append_keys(json_t *list, const struct contents *c, struct err *e)
{
	for (size_t i = 0; i < c->keys.count; i++) {
		json_t *o = certjson_key(c->keys.items[i], e);

		if (o == NULL)
			return false;
		if (json_array_append_new(list, o) != 0)
			return err_memory(e);
	}
	return true;
}

static bool
append_warnings(json_t *list, const struct contents *c, struct err *e)
{
	for (size_t i = 0; i < c->warning_count; i++)
		if (json_array_append_new(list,
		    json_string(c->warnings[i])) != 0)
			return err_memory(e);
	return true;
}

static bool
print_json(const struct contents *c, enum kind kind, struct err *e)
{
	json_t *keys, *certs, *warnings, *doc;
	bool ok = false;

	keys = json_array();
	certs = json_array();
	warnings = json_array();
	doc = json_pack("{s:s, s:b, s:O?, s:O?, s:O?}", "kind",
	    kind_row(kind)->word, "encrypted", c->encrypted, "keys", keys,
	    "certificates", certs, "warnings", warnings);
	if (keys == NULL || certs == NULL || warnings == NULL || doc == NULL) {
		err_memory(e);
		goto out;
	}
	if (!append_keys(keys, c, e) || !append_certs(certs, c, e) ||
	    !append_warnings(warnings, c, e))
		goto out;
	ok = report_doc(doc, e);
	doc = NULL;
 out:
	json_decref(doc);
	json_decref(keys);
	json_decref(certs);
	json_decref(warnings);
	return ok;
}

/* ---- for people ---- */

static void
add_key(struct bytes *out, size_t number, const struct key *k)
{
	unsigned char sha256[SHA256_LEN];

	bytes_addf(out, "\nKey %zu\n", number);
	describe_label(out, "Algorithm:");
	bytes_addf(out, k->bits != 0 ? "%s, %u bits\n" : "%s\n",
	    k->algorithm_name, k->bits);
	if (k->spec != KEY_SPEC_NONE)
		describe_text(out, "Key spec:",
		    view_str(key_spec_name(k->spec)));
	describe_text(out, "Encrypted:",
	    view_str(k->was_encrypted ? "yes" : "no"));
	if (key_spki_sha256(k, sha256))
		describe_hex(out, "Public key:",
		    view_of(sha256, sizeof(sha256)));
	if (k->friendly_name != NULL)
		describe_text(out, "Friendly name:",
		    view_str(k->friendly_name));
	if (k->csp_name != NULL)
		describe_text(out, "Provider:", view_str(k->csp_name));
}

static void
add_cert(struct bytes *out, size_t number, const struct cert *c, long key,
    bool verbose)
{
	bytes_addf(out, "\nCertificate %zu", number);
	if (key > 0)
		bytes_addf(out, " (of key %ld)", key);
	bytes_add_str(out, "\n");
	describe_cert(out, c, verbose);
}

/* Number of the key this certificate was found for, counted from 1; 0: none. */
static long
key_of(const struct contents *c, size_t cert)
{
	for (size_t i = 0; i < c->keys.count; i++)
		if (pair_find(c->keys.items[i], &c->certs) == (long)cert)
			return (long)i + 1;
	return 0;
}

bool
dump_print(const struct contents *c, enum kind kind, const char *name,
    bool verbose, struct err *e)
{
	struct bytes out = BYTES_INIT;
	bool ok;

	bytes_init(&out, SIZE_MAX / 2);
	text_add_printable(&out, view_str(name));
	bytes_addf(&out, ": %s%s, %zu key%s, %zu certificate%s\n",
	    kind_name(kind), c->encrypted ? ", encrypted" : "", c->keys.count,
	    c->keys.count == 1 ? "" : "s", c->certs.count,
	    c->certs.count == 1 ? "" : "s");
	for (size_t i = 0; i < c->keys.count; i++)
		add_key(&out, i + 1, c->keys.items[i]);
	for (size_t i = 0; i < c->certs.count; i++)
		add_cert(&out, i + 1, c->certs.items[i], key_of(c, i),
		    verbose);
	for (size_t i = 0; i < c->warning_count; i++) {
		bytes_add_str(&out, i == 0 ? "\nNote: " : "Note: ");
		text_add_printable(&out, view_str(c->warnings[i]));
		bytes_add_str(&out, "\n");
	}
	ok = describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

/* ---- the verb ---- */

bool
verb_dump(const struct cmdline *c, struct err *e)
{
	struct contents contents = CONTENTS_INIT;
	struct secret password = SECRET_INIT;
	enum kind kind = KIND_UNKNOWN;
	bool ok = false;

	if (c->operand_count != 1)
		return err_set(e, ERR_USAGE, "dump takes one FILE, not %d",
		    c->operand_count);
	if (!cmdline_check_stdin(c, c->operands[0], e) ||
	    !cmdline_password(c, &password, e) ||
	    !anyfile_read(c->operands[0], &password, NULL, &c->limits,
	    &contents, &kind, e))
		goto out;
	ok = c->json ? print_json(&contents, kind, e) :
	    dump_print(&contents, kind, readfile_name(c->operands[0]),
	    c->verbose, e);
 out:
	contents_clear(&contents);
	secret_clear(&password);
	return ok;
}
