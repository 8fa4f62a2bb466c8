#include "json.h"

#include "base/text.h"
#include "cert/certtime.h"
#include "cli/json.h"
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
	json_t *o = json_object();

	json_put(&o, "kind",
	    json_string(verify_report_stamp(j->sig->stamp.kind)));
	json_put(&o, "time",
	    json_string(certtime_iso(j->sig->stamp.when, time)));
	if (j->stamp.count != 0)
		json_put(&o, "chain", tree_json(&j->stamp, e));
	return o;
}

static json_t *
signature_json(const struct verified *f, const struct judged *j,
    struct err *e)
{
	const bool good = j->finding == FINDING_GOOD;
	json_t *o = json_object();

	json_put(&o, "index", json_integer((json_int_t)j->index));
	json_put(&o, "verified", json_boolean(good));
	json_put(&o, "hash", hash_json(f, j));
	if (j->sig->cert != NULL)
		json_put(&o, "signer", certjson(j->sig->cert, e));
	if (j->signing.count != 0)
		json_put(&o, "chain", tree_json(&j->signing, e));
	if (j->sig->stamp.kind != STAMP_NONE)
		json_put(&o, "timestamp", stamp_json(j, e));
	if (j->cross.count != 0)
		json_put(&o, "crossChain", tree_json(&j->cross, e));
	json_put(&o, "revocationChecked",
	    json_integer((json_int_t)j->revocation_checked));
	if (!good)
		json_put(&o, "error", verify_report_cause(j->finding,
		    &j->why));
	return o;
}

json_t *
verify_json_file(const struct verify_options *o, const struct verified *f,
    struct err *e)
{
	const bool good = f->finding == FINDING_GOOD;
	json_t *j = json_object(), *signatures = json_array();

	for (size_t i = 0; i < f->count; i++)
		if (f->items[i].judged)
			json_add(&signatures, signature_json(f, &f->items[i],
			    e));
	json_put(&j, "file", printable(f->name));
	json_put(&j, "verified", json_boolean(good));
	if (f->by_catalog)
		json_put(&j, "catalog", printable(o->catalog));
	json_put(&j, "signatures", signatures);
	if (!good)
		json_put(&j, "error", verify_report_cause(f->finding,
		    &f->why));
	return checked(j, e);
}

json_t *
verify_json_unread(const char *file, const struct err *why, struct err *e)
{
	json_t *j = json_object();

	json_put(&j, "file", printable(file));
	json_put(&j, "verified", json_false());
	json_put(&j, "error", report_json(why, NULL));
	return checked(j, e);
}

json_t *
verify_json(json_t *files, const struct verify_counts *n, struct err *e)
{
	return checked(json_pack("{s:o, s:I, s:I, s:I}", "files", files,
	    "verified", (json_int_t)n->files, "warnings",
	    (json_int_t)n->warnings, "errors", (json_int_t)n->errors), e);
}
