#include "formats/key/make.h"

#include <stdio.h>

#include "asn1/der.h"

static void
put_pkcs8(struct bytes *b, const struct key_parts *p)
{
	size_t info = der_begin(b, DER_SEQUENCE);

	der_put_uint(b, 0);
	bytes_add_view(b, view_bytes(&p->algorithm));
	der_put(b, DER_OCTET_STRING, view_bytes(&p->private_key));
	der_end(b, info);
}

static void
put_spki(struct bytes *b, const struct key_parts *p)
{
	size_t info = der_begin(b, DER_SEQUENCE);

	bytes_add_view(b, view_bytes(&p->algorithm));
	der_put_bits(b, view_bytes(&p->public_key));
	der_end(b, info);
}

void
key_parts_clear(struct key_parts *p)
{
	bytes_clear(&p->algorithm);
	bytes_clear(&p->private_key);
	bytes_clear(&p->public_key);
}

static bool
fill_key(struct key *k, const struct key_parts *p, struct err *e)
{
	struct bytes plain = BYTES_INIT;
	bool ok;

	put_pkcs8(&plain, p);
	put_spki(&k->spki, p);
	ok = bytes_ok(&p->algorithm, e) && bytes_ok(&p->private_key, e) &&
	    bytes_ok(&p->public_key, e) && bytes_ok(&plain, e) &&
	    bytes_ok(&k->spki, e) &&
	    secret_set(&k->pkcs8, view_bytes(&plain), e);
	bytes_clear(&plain);
	return ok;
}

struct key *
key_make(enum key_algorithm algorithm, const char *name, unsigned bits,
    struct key_parts *p, struct err *e)
{
	struct key *k = key_new(e);

	if (k != NULL && !fill_key(k, p, e)) {
		key_free(k);
		k = NULL;
	}
	if (k != NULL) {
		k->algorithm = algorithm;
		snprintf(k->algorithm_name, sizeof(k->algorithm_name), "%s",
		    name);
		k->bits = bits;
	}
	key_parts_clear(p);
	return k;
}
