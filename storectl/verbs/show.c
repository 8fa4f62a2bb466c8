/*
 * verb_show.c - storectl show: one certificate as certmgr.msc shows it
 */

#include <stdio.h>
#include <string.h>

#include <jansson.h>

#include "asn1/der.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "cli/report.h"
#include "query/gather.h"
#include "show/describe.h"
#include "show/extension.h"
#include "show/storejson.h"
#include "show/tree.h"
#include "storectl/cmdline.h"
#include "verbs.h"

#define INDENT	"  "

/* ---- General ---- */

static void
add_purposes(struct bytes *out, const struct certscan *s)
{
	struct der d = der_open(s->eku);
	char buf[ALGNAME_MAX];
	struct tlv t;

	bytes_add_str(out, "  Intended for:\n");
	if (!s->has_eku)
		bytes_add_str(out, "    * all purposes\n");
	while (der_take(&d, DER_OID, &t))
		bytes_addf(out, "    * %s\n", algname_usage(t.body, buf));
}

static void
add_problem(struct bytes *out, const struct chain *chain)
{
	const char *text;

	if (chain->faults == 0 && chain->trusted) {
		bytes_add_str(out, "  This certificate is OK.\n");
		return;
	}
	if ((chain->faults & CHAIN_UNTRUSTED_ROOT) != 0)
		bytes_add_str(out, "  This CA Root certificate is not trusted. "
		    "To enable trust, install this\n  certificate in the "
		    "Trusted Root Certification Authorities store.\n");
	if ((chain->faults & (CHAIN_EXPIRED | CHAIN_NOT_YET_VALID)) != 0)
		bytes_add_str(out, "  This certificate, or one of the "
		    "certificates in its path, has expired or is\n  not yet "
		    "valid.\n");
	if ((chain->faults & CHAIN_ISSUER_MISSING) != 0)
		bytes_add_str(out, "  The issuer of this certificate could not "
		    "be found.\n");
	for (size_t n = 0; (text = chain_fault_text(chain->faults &
	    ~(unsigned)(CHAIN_UNTRUSTED_ROOT | CHAIN_EXPIRED |
	    CHAIN_NOT_YET_VALID | CHAIN_ISSUER_MISSING), n)) != NULL; n++)
		bytes_addf(out, "  Something in its path is wrong: %s.\n",
		    text);
}

static bool
add_key(struct bytes *out, const struct gather *g, const struct gathered *x,
    struct err *e)
{
	if (!x->has_key)
		return true;
	bytes_add_str(out, "  You have a private key that corresponds to this "
	    "certificate.\n");
	return describe_key(out, g, x, e);
}

static bool
add_general(struct bytes *out, const struct gather *g,
    const struct gathered *x, const struct chain *chain, struct err *e)
{
	const struct certscan *s = &x->cert->scan;
	char from[CERTTIME_MAX], to[CERTTIME_MAX];

	bytes_add_str(out, "General\n");
	add_problem(out, chain);
	add_purposes(out, s);
	describe_name(out, "Issued to:", s->subject, certname_display);
	describe_name(out, "Issued by:", s->issuer, certname_display);
	if (s->has_validity)
		bytes_addf(out, "  Valid from %s to %s\n",
		    certtime_date(s->not_before, from),
		    certtime_date(s->not_after, to));
	return add_key(out, g, x, e);
}

/* ---- Details ---- */

static void
field(struct bytes *out, const char *name, bool critical, struct view value)
{
	bytes_addf(out, "  %s%s", name, critical ? " (critical)" : "");
	for (size_t n = strlen(name) + (critical ? 11 : 0); n < 32; n++)
		bytes_add_u8(out, ' ');
	bytes_add_str(out, "  ");
	text_add_printable(out, value);
	bytes_add_str(out, "\n");
}

static void
field_hex(struct bytes *out, const char *name, struct view value)
{
	struct bytes hex = BYTES_INIT;

	text_add_hex(&hex, value);
	field(out, name, false, view_bytes(&hex));
	out->failed |= hex.failed;
	bytes_clear(&hex);
}

static void
field_name(struct bytes *out, const char *label, struct view name)
{
	struct bytes text = BYTES_INIT;

	certname_text(name, &text);
	field(out, label, false, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
}

/* "sha256RSA" -> "sha256"; nothing for algorithms that hash in themselves. */
static void
field_hash(struct bytes *out, const char *signature)
{
	size_t n = strcspn(signature, "RDE");

	if (strncmp(signature, "sha", 3) == 0 || strncmp(signature, "md", 2) ==
	    0)
		field(out, "Signature hash algorithm", false,
		    view_of(signature, n));
}

static void
field_serial(struct bytes *out, struct view serial)
{
	struct view m;

	field_hex(out, "Serial number", der_magnitude(serial, &m) &&
	    m.len != 0 ? m : serial);
}

static void
field_key(struct bytes *out, const struct certscan *s)
{
	char buf[ALGNAME_MAX], text[ALGNAME_MAX + 32];
	unsigned bits = certscan_key_bits(s);

	snprintf(text, sizeof(text), bits != 0 ? "%s (%u Bits)" : "%s",
	    algname_key(s->key_oid, buf), bits);
	field(out, "Public key", false, view_str(text));
	if (s->key_params.len != 0)
		field_hex(out, "Public key parameters", s->key_params);
}

static void
field_time(struct bytes *out, const char *name, int64_t t)
{
	char buf[CERTTIME_MAX];

	field(out, name, false, view_str(certtime_iso(t, buf)));
}

static void
add_extensions(struct bytes *out, const struct certscan *s)
{
	struct der rest = der_open(s->extensions);
	struct bytes value = BYTES_INIT;
	char buf[ALGNAME_MAX];
	struct certext x;

	while (certext_next(&rest, &x)) {
		bytes_truncate(&value, 0);
		extension_value(&x, &value);
		field(out, extension_name(x.oid, buf), x.critical,
		    view_bytes(&value));
	}
	out->failed |= value.failed;
	bytes_clear(&value);
}

static void
add_details(struct bytes *out, const struct cert *c)
{
	const struct certscan *s = &c->scan;
	char buf[ALGNAME_MAX], version[16];
	const char *signature = algname_signature(s->signature_oid, buf);

	snprintf(version, sizeof(version), "V%u", s->version);
	bytes_add_str(out, "\nDetails\n");
	field(out, "Version", false, view_str(version));
	field_serial(out, s->serial);
	field(out, "Signature algorithm", false, view_str(signature));
	field_hash(out, signature);
	field_name(out, "Issuer", s->issuer);
	if (s->has_validity) {
		field_time(out, "Valid from", s->not_before);
		field_time(out, "Valid to", s->not_after);
	}
	field_name(out, "Subject", s->subject);
	field_key(out, s);
	add_extensions(out, s);
	field(out, "Thumbprint algorithm", false, view_str("sha1"));
	field_hex(out, "Thumbprint", view_of(c->sha1, SHA1_LEN));
	if (c->friendly_name != NULL)
		field(out, "Friendly name", false,
		    view_str(c->friendly_name));
}

/* ---- the verb ---- */

static bool
print_words(const struct gather *g, const struct gathered *x,
    const struct chain *chain, struct err *e)
{
	struct bytes out = BYTES_INIT;
	bool ok = true;

	if (x->cert->scanned) {
		ok = add_general(&out, g, x, chain, e);
		add_details(&out, x->cert);
		bytes_add_str(&out, "\nCertification Path\n");
		tree_add(&out, chain, INDENT);
	} else {
		describe_cert(&out, x->cert, true);
	}
	ok = ok && describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

static bool
print_json(const struct gather *g, const struct gathered *x,
    const struct chain *chain, struct err *e)
{
	json_t *path = tree_json(chain, e), *o;

	if (path == NULL)
		return false;
	o = storejson(g, x, e);
	if (o == NULL) {
		json_decref(path);
		return false;
	}
	/* `path` is o's, or gone, whatever comes of it. */
	if (json_object_set_new(o, "chain", path) == 0)
		return report_doc(o, e);
	json_decref(o);
	return err_memory(e);
}

static bool
show(struct gather *g, const struct cmdline *c, struct err *e)
{
	const struct chain_options o = { .when = g->criteria.when };
	const struct chain_pool *pool;
	const struct gathered *x;
	struct chain chain;

	if (!gather_one(g, &x, e))
		return false;
	pool = gather_pool(g, e);
	if (pool == NULL || !chain_build(pool, x->cert, &o, &chain, e))
		return false;
	return c->json ? print_json(g, x, &chain, e) :
	    print_words(g, x, &chain, e);
}

bool
verb_show(const struct cmdline *c, struct err *e)
{
	struct gather g;
	bool ok;

	ok = cmdline_gather(c, &g, e) && show(&g, c, e);
	gather_close(&g);
	return ok;
}
