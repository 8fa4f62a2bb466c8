#include "report_json.h"

#include <stdio.h>

#include <jansson.h>

#include "cli/json.h"
#include "io/readfile.h"
#include "show/certjson.h"

static const char *const states[] = {
	[CHANGE_ADDED] = "added",
	[CHANGE_PRESENT] = "present",
	[CHANGE_REPLACED] = "replaced",
};

/* A NULL value is out of memory. */
static bool
put(json_t *to, const char *name, json_t *value)
{
	return json_object_set_new(to, name, value) == 0;
}

static bool
print(unsigned long row, const json_t *doc, struct err *e)
{
	const size_t flags = JSON_PRESERVE_ORDER | (row != 0 ? JSON_COMPACT :
	    JSON_INDENT(2));

	if (json_dumpf(doc, stdout, flags) != 0 || fputc('\n', stdout) == EOF)
		return err_set(e, ERR_IO, "cannot write to standard output");
	return true;
}

static json_t *
begin(unsigned long row, const char *file)
{
	json_t *doc = json_object();

	if ((row != 0 && !put(doc, "row", json_integer((json_int_t)row))) ||
	    (file != NULL && !put(doc, "file",
	    json_text(view_str(file))))) {
		json_decref(doc);
		return NULL;
	}
	return doc;
}

/* ---- success ---- */

static json_t *
entry(const struct plan_cert *pc)
{
	json_t *j = json_object();

	if (put(j, "store", json_text(view_str(pc->store))) &&
	    put(j, "sha1", certjson_sha1(pc->cert)) &&
	    put(j, "subject", certjson_name(pc->cert->scanned ?
	    pc->cert->scan.subject : view_of(NULL, 0))) &&
	    put(j, "state", json_string(states[pc->state])) &&
	    put(j, "hasPrivateKey", json_boolean(pc->has_key)))
		return j;
	json_decref(j);
	return NULL;
}

static json_t *
key(const struct plan_key *k)
{
	json_t *j = json_object();
	char hex[KEYNAME_HEX + 1];

	keyname_hex(&k->name, hex);
	if (put(j, "algorithm", json_string(k->key->algorithm_name)) &&
	    put(j, "spkiSha256", json_string(hex)) &&
	    put(j, "keySpec", json_string(key_spec_name(k->info.spec))) &&
	    put(j, "state", json_string(states[k->state])) &&
	    put(j, "hasCertificate", json_boolean(k->has_cert)))
		return j;
	json_decref(j);
	return NULL;
}

/* An array of n of them; NULL where one could not be made. */
static json_t *
list(const struct import *i, size_t n,
    json_t *(*item)(const struct import *i, size_t at))
{
	json_t *l = json_array();

	for (size_t at = 0; at < n; at++)
		if (json_array_append_new(l, item(i, at)) != 0) {
			json_decref(l);
			return NULL;
		}
	return l;
}

static json_t *
entry_at(const struct import *i, size_t at)
{
	return entry(&i->plan.certs[at]);
}

static json_t *
key_at(const struct import *i, size_t at)
{
	return key(&i->plan.keys[at]);
}

static json_t *
note_at(const struct import *i, size_t at)
{
	return json_text(view_str(i->contents.warnings[at]));
}

bool
report_json_success(unsigned long row, const struct import *i, struct err *e)
{
	json_t *doc = begin(row, i->file);
	bool ok;

	ok = put(doc, "location", json_string(location_name(
	    i->options->place))) && put(doc, "imported", list(i,
	    i->plan.cert_count, entry_at)) && put(doc, "keys", list(i,
	    i->plan.key_count, key_at)) && put(doc, "notes", list(i,
	    i->contents.warning_count, note_at));
	if (!ok)
		err_memory(e);
	ok = ok && print(row, doc, e);
	json_decref(doc);
	return ok;
}

/* ---- failure ---- */

bool
report_json_failure(unsigned long row, const char *file, const char *code,
    const char *name, const struct err *why, struct err *e)
{
	json_t *doc = begin(row, NULL), *error = json_object();
	bool ok;

	ok = put(error, "code", json_string(code)) &&
	    put(error, "name", json_string(name)) &&
	    put(error, "message", json_text(view_str(why->msg))) &&
	    (file == NULL || put(error, "file",
	    json_text(view_str(file)))) &&
	    json_object_set(doc, "error", error) == 0;
	if (!ok)
		err_memory(e);
	ok = ok && print(row, doc, e);
	json_decref(error);
	json_decref(doc);
	return ok;
}
