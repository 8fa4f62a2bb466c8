#include "formats/key/pkcs8.h"

#include "asn1/der.h"
#include "asn1/oids.h"

/* keyUsage (RFC 5280, 4.2.1.3): digitalSignature or dataEncipherment, with no
 * unused bits, which is not DER but what Windows writes and reads. */
static void
put_usage(struct bytes *b, enum key_spec spec)
{
	size_t attributes, attribute, values;

	attributes = der_begin(b, DER_CONTEXT(0));
	attribute = der_begin(b, DER_SEQUENCE);
	der_put_oid(b, OID_EXT_KEY_USAGE);
	values = der_begin(b, DER_SET);
	der_put_bits(b, view_of(spec == AT_SIGNATURE ? "\x80" : "\x10", 1));
	der_end(b, values);
	der_end(b, attribute);
	der_end(b, attributes);
}

static bool
open_own(const struct key *k, struct key_elements *own, struct err *e)
{
	return key_open(k, own) ||
	    err_set(e, ERR_INPUT, "not a PKCS#8 private key");
}

bool
pkcs8_parts(const struct key *k, struct view *params,
    struct view *private_key, struct err *e)
{
	struct der algorithm;
	struct tlv oid;
	struct key_elements o;

	if (!open_own(k, &o, e))
		return false;
	algorithm = der_open(o.algorithm.body);
	if (!der_take(&algorithm, DER_OID, &oid))
		return err_set(e, ERR_INPUT, "no algorithm in PKCS#8");
	*params = algorithm.rest;
	*private_key = o.octets.body;
	return true;
}

bool
pkcs8_write(const struct key *k, enum key_spec spec, struct bytes *out,
    struct err *e)
{
	struct key_elements o;
	size_t seq;

	if (!open_own(k, &o, e))
		return false;
	seq = der_begin(out, DER_SEQUENCE);
	bytes_add_view(out, o.version.whole);
	bytes_add_view(out, o.algorithm.whole);
	bytes_add_view(out, o.octets.whole);
	if (spec != KEY_SPEC_NONE)
		put_usage(out, spec);
	bytes_add_view(out, o.rest);
	der_end(out, seq);
	return bytes_ok(out, e);
}

bool
pkcs8_write_encrypted(const struct key *k, enum key_spec spec,
    enum pbe_profile profile, uint32_t iterations,
    const struct pbe_password *password, struct bytes *out, struct err *e)
{
	struct bytes plain = BYTES_INIT, algorithm = BYTES_INIT,
	    data = BYTES_INIT;
	bool ok = false;
	size_t seq;

	if (!pkcs8_write(k, spec, &plain, e) ||
	    !pbe_encrypt(profile, iterations, view_bytes(&plain), password,
	    &algorithm, &data, e))
		goto out;
	seq = der_begin(out, DER_SEQUENCE);
	bytes_add_view(out, view_bytes(&algorithm));
	der_put(out, DER_OCTET_STRING, view_bytes(&data));
	der_end(out, seq);
	ok = bytes_ok(out, e);
 out:
	bytes_clear(&plain);
	bytes_clear(&algorithm);
	bytes_clear(&data);
	return ok;
}
