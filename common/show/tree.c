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
	const bool top = step == chain->count - 1;

	chain_fault_list(faults, chain->steps[step].detail, false, out);
	if (faults == 0)
		bytes_add_str(out, !chain->trusted || !top ? "OK" :
		    chain->complete ? "trusted root" : "trusted as it is");
}

void
tree_add_reason(struct bytes *out, const struct chain *chain)
{
	const char *sep = "";

	for (size_t i = 0; i < chain->count; i++) {
		const struct chain_step *s = &chain->steps[i];

		if (s->faults == 0)
			continue;
		bytes_add_str(out, sep);
		if (s->cert->scanned)
			certname_show(s->cert->scan.subject, out);
		else
			text_add_hex(out, view_of(s->cert->sha1, SHA1_LEN));
		bytes_add_str(out, ": ");
		chain_fault_list(s->faults, s->detail, true, out);
		sep = "; ";
	}
}

const char *
tree_revocation(enum crls_state state)
{
	static const char *const words[] = {
		[CRLS_NOT_CHECKED] = "not checked", [CRLS_GOOD] = "good",
		[CRLS_REVOKED] = "revoked", [CRLS_UNKNOWN] = "unknown",
	};

	return words[state];
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

static json_t *
reason_json(const struct chain *chain)
{
	struct bytes text = BYTES_INIT;
	json_t *j;

	tree_add_reason(&text, chain);
	j = text.failed ? NULL : json_text(view_bytes(&text));
	bytes_clear(&text);
	return j;
}

json_t *
tree_json(const struct chain *chain, struct err *e)
{
	json_t *o = json_object(), *steps = json_array();

	for (size_t i = 0; i < chain->count; i++)
		json_add(&steps, step_json(&chain->steps[i], e));
	json_put(&o, "complete", json_boolean(chain->complete));
	json_put(&o, "trusted", json_boolean(chain->valid));
	json_put(&o, "valid", json_boolean(chain->valid));
	if (!chain->valid)
		json_put(&o, "reason", reason_json(chain));
	json_put(&o, "revocation",
	    json_string(tree_revocation(chain->revocation)));
	json_put(&o, "missing", missing_json(chain));
	json_put(&o, "certificates", steps);
	if (o == NULL)
		err_memory(e);
	return o;
}
