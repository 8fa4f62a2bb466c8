#include "show/tree.h"

#include "base/text.h"
#include "cert/certname.h"
#include "cli/json.h"
#include "show/certjson.h"

#define BRANCH	"\xe2\x94\x94\xe2\x94\x80 "	/* U+2514 U+2500 */

/* ---- the picture ---- */

static void
add_indent(struct bytes *out, const char *indent, size_t depth)
{
	bytes_add_str(out, indent);
	for (size_t i = 1; i < depth; i++)
		bytes_add_str(out, "   ");
	if (depth != 0)
		bytes_add_str(out, BRANCH);
}

void
tree_add_state(struct bytes *out, const struct chain *chain, size_t step)
{
	/* What is missing has a line of its own. */
	unsigned faults = chain->steps[step].faults &
	    ~(unsigned)CHAIN_ISSUER_MISSING;
	const char *sep = "", *text;

	for (size_t n = 0; (text = chain_fault_text(faults, n)) != NULL; n++) {
		bytes_addf(out, "%s%s", sep, text);
		sep = ", ";
	}
	if (faults == 0)
		bytes_add_str(out, chain->trusted && step == chain->count - 1 ?
		    "trusted root" : "OK");
}

static void
add_missing_line(struct bytes *out, const struct chain *chain)
{
	certname_show(chain->missing.name, out);
	bytes_add_str(out, "  [missing");
	if (chain->missing.url.len != 0) {
		bytes_add_str(out, "; it may be at ");
		text_add_printable(out, chain->missing.url);
	}
	bytes_add_str(out, "]\n");
}

void
tree_add(struct bytes *out, const struct chain *chain, const char *indent)
{
	size_t depth = 0;

	if ((chain->faults & CHAIN_ISSUER_MISSING) != 0) {
		add_indent(out, indent, depth++);
		add_missing_line(out, chain);
	}
	for (size_t i = chain->count; i-- > 0; ) {
		const struct cert *c = chain->steps[i].cert;

		add_indent(out, indent, depth++);
		if (c->scanned)
			certname_show(c->scan.subject, out);
		else
			text_add_hex(out, view_of(c->sha1, SHA1_LEN));
		bytes_add_str(out, "  [");
		tree_add_state(out, chain, i);
		bytes_add_str(out, "]\n");
	}
}

/* ---- JSON ---- */

static json_t *
step_json(const struct chain_step *step, struct err *e)
{
	json_t *o = certjson(step->cert, e), *faults = json_array();
	const char *text;
	bool ok = o != NULL;

	for (size_t n = 0; (text = chain_fault_text(step->faults, n)) != NULL;
	    n++)
		ok = ok && json_array_append_new(faults,
		    json_string(text)) == 0;
	ok = ok && json_object_set(o, "faults", faults) == 0;
	json_decref(faults);
	if (!ok) {
		json_decref(o);
		return NULL;
	}
	return o;
}

static json_t *
missing_json(const struct chain *chain)
{
	json_t *list = json_array(), *o;
	bool ok;

	if ((chain->faults & CHAIN_ISSUER_MISSING) == 0)
		return list;
	o = json_object();
	ok = json_object_set_new(o, "subject",
	    certjson_name(chain->missing.name)) == 0;
	if (chain->missing.key_id.len != 0)
		ok = ok && json_object_set_new(o, "keyId",
		    json_hex(chain->missing.key_id)) == 0;
	if (chain->missing.url.len != 0)
		ok = ok && json_object_set_new(o, "url",
		    json_text(chain->missing.url)) == 0;
	ok = ok && json_array_append(list, o) == 0;
	json_decref(o);
	if (!ok) {
		json_decref(list);
		return NULL;
	}
	return list;
}

json_t *
tree_json(const struct chain *chain, struct err *e)
{
	json_t *o = json_object(), *steps = json_array();
	bool ok = json_object_set_new(o, "complete",
	    json_boolean(chain->complete)) == 0 &&
	    json_object_set_new(o, "trusted", json_boolean(chain->trusted &&
	    chain->faults == 0)) == 0 &&
	    json_object_set_new(o, "missing", missing_json(chain)) == 0;

	for (size_t i = 0; i < chain->count; i++)
		ok = ok && json_array_append_new(steps,
		    step_json(&chain->steps[i], e)) == 0;
	ok = ok && json_object_set(o, "certificates", steps) == 0;
	json_decref(steps);
	if (!ok) {
		json_decref(o);
		err_memory(e);
		return NULL;
	}
	return o;
}
