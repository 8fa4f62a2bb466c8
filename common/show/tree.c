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

static json_t *
step_json(const struct chain_step *step, struct err *e)
{
	json_t *o = certjson(step->cert, e), *faults = json_array();
	const char *text;

	for (size_t n = 0; (text = chain_fault_text(step->faults, n)) != NULL;
	    n++)
		json_add(&faults, json_string(text));
	json_put(&o, "faults", faults);
	return o;
}

static json_t *
missing_json(const struct chain *chain)
{
	json_t *list = json_array(), *o;

	if ((chain->faults & CHAIN_ISSUER_MISSING) == 0)
		return list;
	o = json_object();
	json_put(&o, "subject", certjson_name(chain->missing.name));
	if (chain->missing.key_id.len != 0)
		json_put(&o, "keyId", json_hex(chain->missing.key_id));
	if (chain->missing.url.len != 0)
		json_put(&o, "url", json_text(chain->missing.url));
	json_add(&list, o);
	return list;
}

json_t *
tree_json(const struct chain *chain, struct err *e)
{
	json_t *o = json_object(), *steps = json_array();

	for (size_t i = 0; i < chain->count; i++)
		json_add(&steps, step_json(&chain->steps[i], e));
	json_put(&o, "complete", json_boolean(chain->complete));
	json_put(&o, "trusted", json_boolean(chain->trusted &&
	    chain->faults == 0));
	json_put(&o, "missing", missing_json(chain));
	json_put(&o, "certificates", steps);
	if (o == NULL)
		err_memory(e);
	return o;
}
