#include "show/dump.h"

#include <jansson.h>

#include "base/text.h"
#include "show/certjson.h"
#include "chain/pair.h"
#include "cli/report.h"
#include "show/describe.h"

/* Takes o, which may be NULL: the error is set then. */
static bool
append_object(json_t *list, json_t *o, struct err *e)
{
	if (o == NULL)
		return false;
	return json_array_append_new(list, o) == 0 || err_memory(e);
}

static bool
fill_lists(json_t *keys, json_t *certs, json_t *warnings,
    const struct contents *c, struct err *e)
{
	for (size_t i = 0; i < c->certs.count; i++)
		if (!append_object(certs, certjson(c->certs.items[i], e), e))
			return false;
	for (size_t i = 0; i < c->keys.count; i++) {
		const struct key *k = c->keys.items[i];
		long n = pair_find(k, &c->certs);

		if (!append_object(keys, certjson_key(k, e), e))
			return false;
		if (n >= 0 && json_object_set_new(json_array_get(certs,
		    (size_t)n), "hasPrivateKey", json_true()) != 0)
			return err_memory(e);
	}
	for (size_t i = 0; i < c->warning_count; i++)
		if (json_array_append_new(warnings,
		    json_string(c->warnings[i])) != 0)
			return err_memory(e);
	return true;
}

bool
dump_print_json(const struct contents *c, enum kind kind, struct err *e)
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
	if (!fill_lists(keys, certs, warnings, c, e))
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
add_key_lines(struct bytes *out, size_t number, const struct key *k)
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
add_cert_lines(struct bytes *out, size_t number, const struct cert *c, long key,
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
number_of_key(const struct contents *c, size_t cert)
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

	bytes_init(&out, SIZE_MAX / 2);
	text_add_printable(&out, view_str(name));
	bytes_addf(&out, ": %s%s, %zu key%s, %zu certificate%s\n",
	    kind_name(kind), c->encrypted ? ", encrypted" : "", c->keys.count,
	    c->keys.count == 1 ? "" : "s", c->certs.count,
	    c->certs.count == 1 ? "" : "s");
	for (size_t i = 0; i < c->keys.count; i++)
		add_key_lines(&out, i + 1, c->keys.items[i]);
	for (size_t i = 0; i < c->certs.count; i++)
		add_cert_lines(&out, i + 1, c->certs.items[i], number_of_key(c, i),
		    verbose);
	for (size_t i = 0; i < c->warning_count; i++) {
		bytes_add_str(&out, i == 0 ? "\nNote: " : "Note: ");
		text_add_printable(&out, view_str(c->warnings[i]));
		bytes_add_str(&out, "\n");
	}
	return describe_print(&out, e);
}
