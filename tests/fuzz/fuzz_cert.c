/*
 * fuzz_cert.c - certificates: the scanned fields, names, and their JSON
 */

#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "cert/cert.h"
#include "cert/certext.h"
#include "cert/certname.h"
#include "show/certjson.h"

static bool
inside(struct view part, struct view whole)
{
	return part.len == 0 || (part.data >= whole.data &&
	    part.data + part.len <= whole.data + whole.len);
}

static void
check_fields(const struct certscan *s, struct view der)
{
	const struct view parts[] = { s->tbs, s->serial, s->signature_oid,
	    s->issuer, s->subject, s->spki, s->key_oid, s->key_bits,
	    s->extensions, s->skid, s->akid, s->eku, s->key_usage };

	for (size_t i = 0; i < COUNT_OF(parts); i++)
		HOLDS(inside(parts[i], der));
	(void)certscan_self_signed(s);
	(void)certscan_key_bits(s);
}

static void
check_urls(const struct certscan *s, struct view der)
{
	struct view url;
	bool partly;

	for (size_t n = 0; certext_issuer_url(s, n, &url); n++)
		HOLDS(inside(url, der));
	for (size_t n = 0; certext_ocsp_url(s, n, &url); n++)
		HOLDS(inside(url, der));
	for (int freshest = 0; freshest < 2; freshest++)
		for (size_t n = 0; certext_crl_url(s, freshest, n, &url,
		    &partly); n++)
			HOLDS(inside(url, der) && n < der.len);
}

static void
check_name(struct view name)
{
	struct bytes text = BYTES_INIT;

	certname_text(name, &text);
	HOLDS(text_is_utf8(view_bytes(&text)));
	bytes_clear(&text);
	certname_display(name, &text);
	HOLDS(text_is_utf8(view_bytes(&text)));
	bytes_clear(&text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct err e = ERR_INIT;
	struct cert *c;
	json_t *json;

	c = cert_new(view_of(data, size), &e);
	HOLDS_VERDICT(c != NULL, e);
	if (c == NULL)
		return 0;
	check_fields(&c->scan, view_bytes(&c->der));
	check_urls(&c->scan, view_bytes(&c->der));
	check_name(c->scan.subject);
	check_name(c->scan.issuer);
	json = certjson(c, &e);
	HOLDS(json != NULL);
	json_decref(json);
	cert_free(c);
	return 0;
}
