#include "show/describe.h"

#include <stdio.h>
#include <time.h>

#include "asn1/der.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certname.h"
#include "cert/certtime.h"

void
describe_label(struct bytes *out, const char *label)
{
	bytes_addf(out, "  %-16s", label);
}

void
describe_text(struct bytes *out, const char *label, struct view value)
{
	describe_label(out, label);
	text_add_printable(out, value);
	bytes_add_str(out, "\n");
}

void
describe_hex(struct bytes *out, const char *label, struct view value)
{
	describe_label(out, label);
	text_add_hex(out, value);
	bytes_add_str(out, "\n");
}

void
describe_name(struct bytes *out, const char *label, struct view name,
    void (*form)(struct view, struct bytes *))
{
	struct bytes text = BYTES_INIT;

	form(name, &text);
	describe_text(out, label, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
}

static void
describe_validity(struct bytes *out, const struct certscan *s)
{
	char from[CERTTIME_MAX], to[CERTTIME_MAX];
	int64_t now = (int64_t)time(NULL);
	const char *state = "";

	if (!s->has_validity) {
		describe_text(out, "Valid:", view_str("not readable"));
		return;
	}
	if (now > s->not_after)
		state = " (expired)";
	else if (now < s->not_before)
		state = " (not yet valid)";
	describe_label(out, "Valid:");
	bytes_addf(out, "%s to %s%s\n", certtime_date(s->not_before, from),
	    certtime_date(s->not_after, to), state);
}

static void
describe_usages(struct bytes *out, struct view eku)
{
	struct der d = der_open(eku);
	char buf[ALGNAME_MAX];
	const char *sep = "";
	struct tlv t;

	describe_label(out, "Usage:");
	while (der_take(&d, DER_OID, &t)) {
		bytes_addf(out, "%s%s", sep, algname_usage(t.body, buf));
		sep = ", ";
	}
	bytes_add_str(out, "\n");
}

static void
describe_details(struct bytes *out, const struct certscan *s)
{
	char buf[ALGNAME_MAX];

	describe_name(out, "Subject:", s->subject, certname_text);
	describe_name(out, "Issuer:", s->issuer, certname_text);
	describe_hex(out, "Serial number:", s->serial);
	describe_text(out, "Signature:",
	    view_str(algname_signature(s->signature_oid, buf)));
	if (s->skid.len != 0)
		describe_hex(out, "Subject key id:", s->skid);
	if (s->akid.len != 0)
		describe_hex(out, "Issuer key id:", s->akid);
}

void
describe_cert(struct bytes *out, const struct cert *c, bool verbose)
{
	const struct certscan *s = &c->scan;
	char buf[ALGNAME_MAX];
	unsigned bits;

	if (!c->scanned) {
		describe_text(out, "Not readable:", view_str(c->scan_error));
		describe_hex(out, "Thumbprint:", view_of(c->sha1, SHA1_LEN));
		return;
	}
	describe_name(out, "Issued to:", s->subject, certname_display);
	describe_name(out, "Issued by:", s->issuer, certname_display);
	describe_validity(out, s);
	describe_label(out, "Public key:");
	bits = certscan_key_bits(s);
	bytes_addf(out, bits != 0 ? "%s, %u bits\n" : "%s\n",
	    algname_key(s->key_oid, buf), bits);
	if (s->has_eku)
		describe_usages(out, s->eku);
	if (c->friendly_name != NULL)
		describe_text(out, "Friendly name:",
		    view_str(c->friendly_name));
	if (verbose)
		describe_details(out, s);
	describe_hex(out, "Thumbprint:", view_of(c->sha1, SHA1_LEN));
}

static void
add_key_state(struct bytes *out, const struct keyinfo *info)
{
	describe_label(out, "Private key:");
	if (info->spec != KEY_SPEC_NONE)
		bytes_addf(out, "%s, ", key_spec_name(info->spec));
	bytes_addf(out, "%s%s\n", !info->exportable ? "not exportable" :
	    info->export_encrypted_only ? "exportable encrypted" :
	    "exportable", info->is_protected ? ", protected by a passphrase" :
	    "");
	if (info->token != NULL)
		describe_text(out, "Token:", view_str(info->token));
	if (info->provider != NULL)
		describe_text(out, "Provider:", view_str(info->provider));
}

bool
describe_key(struct bytes *out, const struct gather *g,
    const struct gathered *x, struct err *e)
{
	struct keyinfo info;
	bool known, ok;

	ok = gather_keyinfo(g, x, &info, &known, e);
	if (ok && known)
		add_key_state(out, &info);
	else if (ok && x->has_key)
		describe_text(out, "Private key:", view_str("yes"));
	keyinfo_clear(&info);
	return ok;
}

void
describe_put(FILE *to, struct bytes *out)
{
	if (out->len != 0 && !out->failed)
		fwrite(out->data, 1, out->len, to);
	bytes_clear(out);
}

void
describe_line(FILE *to, const char *text, const char *name)
{
	fputs(text, to);
	text_put_printable(to, view_str(name));
	fputc('\n', to);
}

bool
describe_print(struct bytes *out, struct err *e)
{
	bool ok = bytes_ok(out, e);

	describe_put(stdout, out);
	if (ok && ferror(stdout))
		return err_set(e, ERR_IO, "cannot write to standard output");
	return ok;
}
