/*
 * show.c - storectl show: one certificate as certmgr.msc shows it
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
#include "cli/json.h"
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
add_verdict(struct bytes *out, const struct chain *chain)
{
	const unsigned said = CHAIN_UNTRUSTED_ROOT | CHAIN_EXPIRED |
	    CHAIN_NOT_YET_VALID | CHAIN_ISSUER_MISSING;

	if (chain->valid) {
		bytes_add_str(out, "  This certificate is OK.\n"
		    "  (Revocation was not checked.)\n");
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
	for (size_t i = 0; i < chain->count; i++) {
		const struct chain_step *s = &chain->steps[i];

		if ((s->faults & ~said) == 0)
			continue;
		bytes_add_str(out, "  Something in its path is wrong: ");
		chain_fault_list(s->faults & ~said, s->detail, false, out);
		bytes_add_str(out, ".\n");
	}
}

static bool
add_key_state_lines(struct bytes *out, const struct gather *g, const struct gathered *x,
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
	add_verdict(out, chain);
	add_purposes(out, s);
	describe_name(out, "Issued to:", s->subject, certname_display);
	describe_name(out, "Issued by:", s->issuer, certname_display);
	if (s->has_validity)
		bytes_addf(out, "  Valid from %s to %s\n",
		    certtime_date(s->not_before, from),
		    certtime_date(s->not_after, to));
	return add_key_state_lines(out, g, x, e);
}

/* ---- Details ---- */

static void
add_field(struct bytes *out, const char *name, bool critical, struct view value)
{
	bytes_addf(out, "  %s%s", name, critical ? " (critical)" : "");
	for (size_t n = strlen(name) + (critical ? 11 : 0); n < 32; n++)
		bytes_add_u8(out, ' ');
	bytes_add_str(out, "  ");
	text_add_printable(out, value);
	bytes_add_str(out, "\n");
}

static void
add_hex_field(struct bytes *out, const char *name, struct view value)
{
	struct bytes hex = BYTES_INIT;

	text_add_hex(&hex, value);
	add_field(out, name, false, view_bytes(&hex));
	out->failed |= hex.failed;
	bytes_clear(&hex);
}

static void
add_name_field(struct bytes *out, const char *label, struct view name)
{
	struct bytes text = BYTES_INIT;

	certname_text(name, &text);
	add_field(out, label, false, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
}

/* "sha256RSA" -> "sha256"; nothing for algorithms that hash in themselves. */
static void
add_hash_field(struct bytes *out, const char *signature)
{
	size_t n = strcspn(signature, "RDE");

	if (strncmp(signature, "sha", 3) == 0 || strncmp(signature, "md", 2) ==
	    0)
		add_field(out, "Signature hash algorithm", false,
		    view_of(signature, n));
}

static void
add_serial_field(struct bytes *out, struct view serial)
{
	struct view m;

	add_hex_field(out, "Serial number", der_magnitude(serial, &m) &&
	    m.len != 0 ? m : serial);
}

static void
add_key_field(struct bytes *out, const struct certscan *s)
{
	char buf[ALGNAME_MAX], text[ALGNAME_MAX + 32];
	unsigned bits = certscan_key_bits(s);

	snprintf(text, sizeof(text), bits != 0 ? "%s (%u Bits)" : "%s",
	    algname_key(s->key_oid, buf), bits);
	add_field(out, "Public key", false, view_str(text));
	if (s->key_params.len != 0)
		add_hex_field(out, "Public key parameters", s->key_params);
}

static void
add_time_field(struct bytes *out, const char *name, int64_t t)
{
	char buf[CERTTIME_MAX];

	add_field(out, name, false, view_str(certtime_iso(t, buf)));
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
		add_field(out, extension_name(x.oid, buf), x.critical,
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
	add_field(out, "Version", false, view_str(version));
	add_serial_field(out, s->serial);
	add_field(out, "Signature algorithm", false, view_str(signature));
	add_hash_field(out, signature);
	add_name_field(out, "Issuer", s->issuer);
	if (s->has_validity) {
		add_time_field(out, "Valid from", s->not_before);
		add_time_field(out, "Valid to", s->not_after);
	}
	add_name_field(out, "Subject", s->subject);
	add_key_field(out, s);
	add_extensions(out, s);
	add_field(out, "Thumbprint algorithm", false, view_str("sha1"));
	add_hex_field(out, "Thumbprint", view_of(c->sha1, SHA1_LEN));
	if (c->friendly_name != NULL)
		add_field(out, "Friendly name", false,
		    view_str(c->friendly_name));
}

/* ---- the verb ---- */

static bool
print_certificate(const struct gather *g, const struct gathered *x,
    const struct chain *chain, struct err *e)
{
	struct bytes out = BYTES_INIT;

	if (!x->cert->scanned) {
		describe_cert(&out, x->cert, true);
		return describe_print(&out, e);
	}
	if (!add_general(&out, g, x, chain, e)) {
		bytes_clear(&out);
		return false;
	}
	add_details(&out, x->cert);
	bytes_add_str(&out, "\nCertification Path\n");
	tree_add(&out, chain, INDENT);
	return describe_print(&out, e);
}

static bool
print_certificate_json(const struct gather *g, const struct gathered *x,
    const struct chain *chain, struct err *e)
{
	json_t *path = tree_json(chain, e);
	json_t *o = path != NULL ? storejson(g, x, e) : NULL;

	if (o == NULL) {
		json_decref(path);
		return false;
	}
	json_put(&o, "chain", path);
	return report_doc(o, e);
}

static bool
show_one(struct gather *g, const struct cmdline *c, struct err *e)
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
	return c->json ? print_certificate_json(g, x, &chain, e) :
	    print_certificate(g, x, &chain, e);
}

bool
verb_show(const struct cmdline *c, struct err *e)
{
	return cmdline_in_store(c, show_one, e);
}
