#include "show/certjson.h"

#include "asn1/der.h"
#include "cert/algname.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "cli/json.h"

json_t *
certjson_name(struct view name)
{
	struct bytes b = BYTES_INIT;
	json_t *s = NULL;

	certname_text(name, &b);
	if (!b.failed)
		s = json_text(view_bytes(&b));
	bytes_clear(&b);
	return s;
}

/* The serial number without the octet that only keeps it positive. */
static json_t *
serial_json(struct view body)
{
	struct view m;

	if (!der_magnitude(body, &m))
		m = body;
	return m.len != 0 ? json_hex(m) : json_string("00");
}

static json_t *
usages_json(struct view eku)
{
	json_t *list = json_array();
	struct der d = der_open(eku);
	char buf[ALGNAME_MAX];
	struct tlv t;

	while (der_take(&d, DER_OID, &t))
		json_add(&list, json_string(algname_dotted(t.body, buf)));
	return list;
}

static void
put_fields(json_t **o, const struct certscan *s)
{
	unsigned bits = certscan_key_bits(s);
	char buf[ALGNAME_MAX];

	json_put(o, "subject", certjson_name(s->subject));
	json_put(o, "issuer", certjson_name(s->issuer));
	json_put(o, "serial", serial_json(s->serial));
	if (s->has_validity) {
		json_put(o, "notBefore",
		    json_string(certtime_iso(s->not_before, buf)));
		json_put(o, "notAfter",
		    json_string(certtime_iso(s->not_after, buf)));
	}
	json_put(o, "keyAlgorithm", json_string(algname_key(s->key_oid, buf)));
	if (bits != 0)
		json_put(o, "keyBits", json_integer(bits));
	json_put(o, "signatureAlgorithm",
	    json_string(algname_signature(s->signature_oid, buf)));
	if (s->has_eku)
		json_put(o, "eku", usages_json(s->eku));
	json_put(o, "selfSigned", json_boolean(certscan_self_signed(s)));
	json_put(o, "isCA", json_boolean(s->is_ca));
}

json_t *
certjson_sha1(const struct cert *c)
{
	return json_hex(view_of(c->sha1, SHA1_LEN));
}

json_t *
certjson(const struct cert *c, struct err *e)
{
	unsigned char sha256[SHA256_LEN];
	json_t *o = json_object();

	sha256_of(view_bytes(&c->der), sha256);
	json_put(&o, "sha1", certjson_sha1(c));
	json_put(&o, "sha256", json_hex(view_of(sha256, sizeof(sha256))));
	if (c->scanned)
		put_fields(&o, &c->scan);
	else
		json_put(&o, "error", json_string(c->scan_error));
	if (c->friendly_name != NULL)
		json_put(&o, "friendlyName", json_string(c->friendly_name));
	if (o == NULL)
		err_memory(e);
	return o;
}

json_t *
certjson_key(const struct key *k, struct err *e)
{
	unsigned char sha256[SHA256_LEN];
	json_t *o = json_object();

	json_put(&o, "algorithm", json_string(k->algorithm_name));
	if (k->bits != 0)
		json_put(&o, "bits", json_integer(k->bits));
	if (key_spki_sha256(k, sha256))
		json_put(&o, "spkiSha256",
		    json_hex(view_of(sha256, sizeof(sha256))));
	if (k->spec != KEY_SPEC_NONE)
		json_put(&o, "keySpec", json_string(key_spec_name(k->spec)));
	json_put(&o, "encrypted", json_boolean(k->was_encrypted));
	if (k->friendly_name != NULL)
		json_put(&o, "friendlyName", json_string(k->friendly_name));
	if (k->csp_name != NULL)
		json_put(&o, "provider", json_string(k->csp_name));
	if (o == NULL)
		err_memory(e);
	return o;
}
