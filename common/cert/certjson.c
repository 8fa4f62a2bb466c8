#include "cert/certjson.h"

#include "asn1/der.h"
#include "base/text.h"
#include "cert/algname.h"
#include "cert/certname.h"
#include "cert/certtime.h"

/* jansson's ..._new() calls take over a value also when they fail, and refuse
 * a NULL one: a column of puts needs one check at its end. */
static bool
put(json_t *o, const char *name, json_t *value)
{
	return json_object_set_new(o, name, value) == 0;
}

json_t *
certjson_hex(struct view v)
{
	struct bytes b = BYTES_INIT;
	json_t *s = NULL;

	text_add_hex(&b, v);
	if (!b.failed)
		s = json_stringn(b.len != 0 ? (const char *)b.data : "", b.len);
	bytes_clear(&b);
	return s;
}

json_t *
certjson_name(struct view v)
{
	struct bytes b = BYTES_INIT;
	json_t *s = NULL;

	certname_text(v, &b);
	if (!b.failed)
		s = json_stringn(b.len != 0 ? (const char *)b.data : "", b.len);
	bytes_clear(&b);
	return s;
}

json_t *
certjson_text(struct view text)
{
	struct bytes b = BYTES_INIT;
	json_t *s = NULL;

	if (text_is_utf8(text))
		return json_stringn(text.len != 0 ? (const char *)text.data :
		    "", text.len);
	text_add_printable(&b, text);
	if (!b.failed)
		s = json_stringn((const char *)b.data, b.len);
	bytes_clear(&b);
	return s;
}

/* The serial number without the octet that only keeps it positive. */
static json_t *
serial(struct view body)
{
	struct view m;

	if (!der_magnitude(body, &m))
		m = body;
	return m.len != 0 ? certjson_hex(m) : json_string("00");
}

static json_t *
usages(struct view eku)
{
	json_t *list = json_array();
	struct der d = der_open(eku);
	char buf[ALGNAME_MAX];
	struct tlv t;

	while (list != NULL && der_take(&d, DER_OID, &t))
		if (json_array_append_new(list,
		    json_string(algname_dotted(t.body, buf))) != 0) {
			json_decref(list);
			list = NULL;
		}
	return list;
}

static bool
put_fields(json_t *o, const struct cert *c)
{
	const struct certscan *s = &c->scan;
	char buf[ALGNAME_MAX];
	unsigned bits = certscan_key_bits(s);
	bool ok;

	ok = put(o, "subject", certjson_name(s->subject)) &&
	    put(o, "issuer", certjson_name(s->issuer)) &&
	    put(o, "serial", serial(s->serial));
	if (s->has_validity)
		ok = ok && put(o, "notBefore",
		    json_string(certtime_iso(s->not_before, buf))) &&
		    put(o, "notAfter",
		    json_string(certtime_iso(s->not_after, buf)));
	ok = ok && put(o, "keyAlgorithm",
	    json_string(algname_key(s->key_oid, buf)));
	if (bits != 0)
		ok = ok && put(o, "keyBits", json_integer(bits));
	ok = ok && put(o, "signatureAlgorithm",
	    json_string(algname_signature(s->signature_oid, buf)));
	if (s->has_eku)
		ok = ok && put(o, "eku", usages(s->eku));
	return ok &&
	    put(o, "selfSigned", json_boolean(certscan_self_signed(s))) &&
	    put(o, "isCA", json_boolean(s->is_ca));
}

json_t *
certjson_sha1(const struct cert *c)
{
	return certjson_hex(view_of(c->sha1, SHA1_LEN));
}

json_t *
certjson(const struct cert *c, struct err *e)
{
	unsigned char sha256[SHA256_LEN];
	json_t *o = json_object();
	bool ok;

	sha256_of(view_bytes(&c->der), sha256);
	ok = o != NULL && put(o, "sha1", certjson_sha1(c)) &&
	    put(o, "sha256", certjson_hex(view_of(sha256, sizeof(sha256))));
	if (ok && c->scanned)
		ok = put_fields(o, c);
	else if (ok)
		ok = put(o, "error", json_string(c->scan_error));
	if (ok && c->friendly_name != NULL)
		ok = put(o, "friendlyName", json_string(c->friendly_name));
	if (!ok) {
		json_decref(o);
		err_memory(e);
		return NULL;
	}
	return o;
}

json_t *
keyjson(const struct key *k, struct err *e)
{
	unsigned char sha256[SHA256_LEN];
	json_t *o = json_object();
	bool ok;

	ok = o != NULL && put(o, "algorithm", json_string(k->algorithm_name));
	if (k->bits != 0)
		ok = ok && put(o, "bits", json_integer(k->bits));
	if (key_spki_sha256(k, sha256))
		ok = ok && put(o, "spkiSha256",
		    certjson_hex(view_of(sha256, sizeof(sha256))));
	if (k->spec != KEY_SPEC_NONE)
		ok = ok && put(o, "keySpec",
		    json_string(key_spec_name(k->spec)));
	ok = ok && put(o, "encrypted", json_boolean(k->was_encrypted));
	if (k->friendly_name != NULL)
		ok = ok && put(o, "friendlyName",
		    json_string(k->friendly_name));
	if (k->csp_name != NULL)
		ok = ok && put(o, "provider", json_string(k->csp_name));
	if (!ok) {
		json_decref(o);
		err_memory(e);
		return NULL;
	}
	return o;
}
