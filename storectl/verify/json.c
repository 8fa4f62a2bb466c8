#include "json.h"

#include "base/text.h"
#include "cert/certtime.h"
#include "cli/report.h"
#include "show/certjson.h"
#include "show/tree.h"

static json_t *
checked(json_t *j, struct err *e)
{
	if (j == NULL)
		err_memory(e);
	return j;
}

/* A name need not be UTF-8. */
static json_t *
printable(const char *s)
{
	struct bytes out = BYTES_INIT;
	json_t *j;

	text_add_printable(&out, view_str(s));
	j = out.failed ? NULL : json_stringn(out.len != 0 ?
	    (const char *)out.data : "", out.len);
	bytes_clear(&out);
	return j;
}

/* jansson takes NULL for an object or a value as a failure. */
static bool
put_member(json_t *to, const char *key, json_t *value)
{
	return json_object_set_new(to, key, value) == 0;
}

static json_t *
hash_json(const struct verified *f, const struct judged *j)
{
	struct view value = VIEW_INIT;
	char hex[2 * 64 + 1], name[VERIFY_HASH_NAME];

	verify_report_hash(f, j, &value, name);
	text_hex(value, hex, sizeof(hex));
	return json_pack("{s:s, s:s}", "algorithm", name, "value", hex);
}

static json_t *
stamp_json(const struct judged *j, struct err *e)
{
	char time[CERTTIME_MAX];
	json_t *o = json_pack("{s:s, s:s}", "kind",
	    verify_report_stamp(j->sig->stamp.kind), "time",
	    certtime_iso(j->sig->stamp.when, time));

	if (j->stamp.count != 0 &&
	    !put_member(o, "chain", tree_json(&j->stamp, e))) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static bool
fill_signature(json_t *o, const struct verified *f, const struct judged *j,
    struct err *e)
{
	if (!put_member(o, "hash", hash_json(f, j)) ||
	    (j->sig->cert != NULL &&
	    !put_member(o, "signer", certjson(j->sig->cert, e))) ||
	    (j->signing.count != 0 &&
	    !put_member(o, "chain", tree_json(&j->signing, e))) ||
	    (j->sig->stamp.kind != STAMP_NONE &&
	    !put_member(o, "timestamp", stamp_json(j, e))) ||
	    (j->cross.count != 0 &&
	    !put_member(o, "crossChain", tree_json(&j->cross, e))) ||
	    !put_member(o, "revocationChecked",
	    json_integer((json_int_t)j->revocation_checked)))
		return false;
	return j->finding == FINDING_GOOD ||
	    put_member(o, "error", verify_report_cause(j->finding, &j->why));
}

static json_t *
signature_json(const struct verified *f, const struct judged *j,
    struct err *e)
{
	json_t *o = json_pack("{s:I, s:b}", "index", (json_int_t)j->index,
	    "verified", j->finding == FINDING_GOOD);

	if (!fill_signature(o, f, j, e)) {
		json_decref(o);
		o = NULL;
	}
	return checked(o, e);
}

static json_t *
signatures_json(const struct verified *f, struct err *e)
{
	json_t *list = json_array();

	for (size_t i = 0; i < f->count; i++) {
		if (!f->items[i].judged)
			continue;
		if (json_array_append_new(list, signature_json(f,
		    &f->items[i], e)) != 0) {
			json_decref(list);
			return NULL;
		}
	}
	return list;
}

json_t *
verify_json_file(const struct verify_options *o, const struct verified *f,
    struct err *e)
{
	json_t *j = json_object();
	bool good = f->finding == FINDING_GOOD;

	if (!put_member(j, "file", printable(f->name)) ||
	    !put_member(j, "verified", json_boolean(good)) ||
	    (f->by_catalog && !put_member(j, "catalog", printable(o->catalog))) ||
	    !put_member(j, "signatures", signatures_json(f, e)) ||
	    (!good && !put_member(j, "error", verify_report_cause(f->finding,
	    &f->why)))) {
		json_decref(j);
		j = NULL;
	}
	return checked(j, e);
}

json_t *
verify_json_unread(const char *file, const struct err *why, struct err *e)
{
	json_t *o = json_object();

	if (!put_member(o, "file", printable(file)) ||
	    !put_member(o, "verified", json_false()) ||
	    !put_member(o, "error", report_json(why, NULL))) {
		json_decref(o);
		o = NULL;
	}
	return checked(o, e);
}

json_t *
verify_json(json_t *files, const struct verify_counts *n, struct err *e)
{
	return checked(json_pack("{s:o, s:I, s:I, s:I}", "files", files,
	    "verified", (json_int_t)n->files, "warnings",
	    (json_int_t)n->warnings, "errors", (json_int_t)n->errors), e);
}
