#include "certutil.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "asn1/der.h"
#include "base/text.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "cert/certprop.h"
#include "cert/certtime.h"
#include "chain/issued.h"
#include "formats/key/keytest.h"
#include "query/engines.h"

enum { PROPERTY_ARCHIVED = 19, TIME_MAX = 64 };

void
certutil_heading(struct bytes *out, const char *typed, const char *canonical)
{
	const char *display = location_display_name(canonical);

	text_add_printable(out, view_str(typed));
	if (display != NULL)
		bytes_addf(out, " \"%s\"", display);
	bytes_add_str(out, "\n");
}

void
certutil_number(struct bytes *out, size_t number)
{
	bytes_addf(out, "================ Certificate %zu "
	    "================\n", number);
}

/* ---- one line each ---- */

void
certutil_line(struct bytes *out, const char *label, struct view text)
{
	bytes_add_str(out, label);
	text_add_printable(out, text);
	bytes_add_str(out, "\n");
}

static void
add_dn_line(struct bytes *out, const char *label, struct view name)
{
	struct bytes text = BYTES_INIT;

	certname_text(name, &text);
	certutil_line(out, label, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
}

static void
add_hex_line(struct bytes *out, const char *label, struct view v)
{
	bytes_add_str(out, label);
	text_add_hex(out, v);
	bytes_add_str(out, "\n");
}

static void
add_serial_line(struct bytes *out, struct view serial)
{
	struct view m;

	if (!der_magnitude(serial, &m))
		m = serial;
	if (m.len == 0)
		m = view_of("", 1);
	add_hex_line(out, "Serial Number: ", m);
}

static void
add_time_line(struct bytes *out, const char *label, int64_t when,
    const struct cmdline *c)
{
	char seconds[16] = "";
	struct tm tm;
	int hour;

	if (!(c->gmt ? certtime_split(when, &tm) :
	    certtime_local(when, when, &tm))) {
		bytes_addf(out, "%s?\n", label);
		return;
	}
	hour = tm.tm_hour % 12;
	if (c->seconds)
		snprintf(seconds, sizeof(seconds), " %02d.000s", tm.tm_sec);
	bytes_addf(out, "%s%d/%d/%d %d:%02d %s%s%s\n", label, tm.tm_mon + 1,
	    tm.tm_mday, tm.tm_year + 1900, hour == 0 ? 12 : hour, tm.tm_min,
	    tm.tm_hour < 12 ? "AM" : "PM", seconds, c->gmt ? " GMT" : "");
}

static void
add_validity_lines(struct bytes *out, const struct certscan *s,
    const struct cmdline *c)
{
	if (!s->has_validity) {
		bytes_add_str(out, " NotBefore: ?\n NotAfter: ?\n");
		return;
	}
	add_time_line(out, " NotBefore: ", s->not_before, c);
	add_time_line(out, " NotAfter: ", s->not_after, c);
}

/* Number of the certificate and of the key of a CA that was renewed. */
static void
add_ca_version(struct bytes *out, const struct certscan *s)
{
	struct certext x;
	struct der d;
	struct tlv t;
	uint64_t n;

	if (!certext_find(s, view_str(OID_EXT_MS_CA_VERSION), &x))
		return;
	d = der_open(x.value);
	if (der_take(&d, DER_INTEGER, &t) && der_uint(t.body, &n))
		bytes_addf(out, "CA Version: V%u.%u\n", (unsigned)(n & 0xffff),
		    (unsigned)(n >> 16 & 0xffff));
}

static void
add_template_line(struct bytes *out, const char *label, const struct certscan *s,
    void (*form)(const struct certscan *, struct bytes *))
{
	struct bytes text = BYTES_INIT;

	form(s, &text);
	if (text.len != 0)
		certutil_line(out, label, view_bytes(&text));
	out->failed |= text.failed;
	bytes_clear(&text);
}

static bool
add_field_lines(struct bytes *out, const struct cert *cert,
    const struct cmdline *c, struct err *e)
{
	const struct certscan *s = &cert->scan;
	bool self = false;

	if (cert_is_root(cert) && (!engines_start(e) ||
	    !issued_itself(cert, &self, e)))
		return false;
	add_serial_line(out, s->serial);
	add_dn_line(out, "Issuer: ", s->issuer);
	add_validity_lines(out, s, c);
	add_dn_line(out, "Subject: ", s->subject);
	add_ca_version(out, s);
	add_template_line(out, "Certificate Template Name (Certificate Type): ", s,
	    certext_template_name);
	if (self)
		bytes_add_str(out, "Signature matches Public Key\n");
	bytes_add_str(out, view_equal(s->issuer, s->subject) ?
	    "Root Certificate: Subject matches Issuer\n" :
	    "Non-root Certificate\n");
	add_template_line(out, "Template: ", s, certext_template_oid);
	return true;
}

bool
certutil_fields(struct bytes *out, const struct cert *cert,
    const struct cmdline *c, struct err *e)
{
	struct view unused;

	if (certprop_get(cert, PROPERTY_ARCHIVED, &unused))
		bytes_add_str(out, "Archived!\n");
	if (!cert->scanned)
		bytes_addf(out, "(not readable: %s)\n", cert->scan_error);
	else if (!add_field_lines(out, cert, c, e))
		return false;
	add_hex_line(out, "Cert Hash(sha1): ", view_of(cert->sha1, SHA1_LEN));
	return bytes_ok(out, e);
}

/* ---- the key ---- */

bool
certutil_test_key(struct bytes *out, enum key_spec spec, const struct key *k,
    const struct cert *c, struct err *e)
{
	/* Of the others none encrypts, whatever the key spec says. */
	const bool signs = spec == AT_SIGNATURE ||
	    strcmp(k->algorithm_name, "RSA") != 0;
	const char *what = signs ? "Signature" : "Encryption";
	enum keytest result;

	if (!(signs ? keytest_sign(k, c->scan.spki, &result, e) :
	    keytest_encrypt(k, c->scan.spki, &result, e)))
		return false;
	if (result == KEYTEST_NOT_MADE)
		bytes_addf(out, "Private key was not tested: %s is not known "
		    "to this OpenSSL, or not for that\n", k->algorithm_name);
	else
		bytes_addf(out, "%s test %s\n", what,
		    result == KEYTEST_PASSED ? "passed" : "FAILED");
	return true;
}

/* It opens, and it is the certificate's. */
static bool
test_key(struct bytes *out, const struct gather *g, const struct gathered *x,
    const struct keyname *name, const struct keyinfo *info, struct err *e)
{
	struct err why = ERR_INIT;
	bool ok = true;
	struct key *k;

	if (info->is_protected || info->token != NULL) {
		bytes_add_str(out, info->token != NULL ?
		    "Private key is on a token: not tested\n" :
		    "Private key is protected by a passphrase: not tested\n");
		return true;
	}
	if (!engines_start(e))
		return false;
	k = keyvault_load(&g->location, name, NULL, &why);
	if (why.code == ERR_MEMORY || why.code == ERR_CRYPTO) {
		*e = why;	/* says nothing about the key */
		return false;
	}
	if (k == NULL) {
		certutil_line(out, "Private key is NOT usable: ", view_str(why.msg));
	} else if (k->spki.len != 0 &&
	    !key_matches_spki(k, x->cert->scan.spki)) {
		bytes_add_str(out, "Private key is another one's\n");
	} else {
		ok = certutil_test_key(out, info->spec, k, x->cert, e);
	}
	key_free(k);
	return ok;
}

static bool
add_key_lines_of(struct bytes *out, const struct gather *g, const struct gathered *x,
    const struct certprop_key *property, struct err *e)
{
	struct keyinfo info = KEYINFO_INIT;
	char hex[KEYNAME_HEX + 1];
	const char *provider;
	struct keyname name;
	bool known, ok = true;

	if (!x->has_key) {
		bytes_add_str(out, "Missing stored keyset\n");
		return true;
	}
	if (!keyvault_name_of_cert(x->cert, &name))
		return err_memory(e);
	if (!gather_keyinfo(g, x, &info, &known, e)) {
		keyinfo_clear(&info);
		return false;
	}
	keyname_hex(&name, hex);
	provider = property->provider != NULL ? property->provider :
	    info.provider;
	if (property->container == NULL) {
		if (provider != NULL)
			certutil_line(out, "  Provider = ", view_str(provider));
		certutil_line(out, "  Simple container name: ", view_str(hex));
		certutil_line(out, "  Unique container name: ", view_str(hex));
	} else {
		certutil_line(out, "  Unique container name: ", view_str(hex));
		if (provider != NULL)
			certutil_line(out, "  Provider = ", view_str(provider));
	}
	if (known && !info.exportable)
		bytes_add_str(out, "Private key is NOT exportable\n");
	if (known)
		ok = test_key(out, g, x, &name, &info, e);
	keyinfo_clear(&info);
	return ok;
}

bool
certutil_store_key(struct bytes *out, const struct gather *g,
    const struct gathered *x, struct err *e)
{
	struct certprop_key property = CERTPROP_KEY_INIT;
	bool found, ok = true;

	if (!certprop_get_key(x->cert, &property, &found, e))
		return false;
	if (found && property.container != NULL)
		certutil_line(out, "  Key Container = ", view_str(property.container));
	if (!x->has_key && found && property.provider != NULL)
		certutil_line(out, "  Provider = ", view_str(property.provider));
	if (found || x->has_key)
		ok = add_key_lines_of(out, g, x, &property, e);
	else
		bytes_add_str(out, "No key provider information\n");
	certprop_key_clear(&property);
	return ok && bytes_ok(out, e);
}
