/*
 * outline.h - the skeleton of a PFX as text: tags, OIDs, fixed values, order
 *
 * Lengths, salts, ciphertexts, keys and certificates are left out, so that two
 * files written by the same program in the same way have one outline. What is
 * encrypted is decrypted and shown in its place.
 */

#ifndef SPCKIT_TESTS_OUTLINE_H
#define SPCKIT_TESTS_OUTLINE_H

#include <check.h>
#include <stdio.h>
#include <string.h>

#include "asn1/der.h"
#include "base/text.h"
#include "asn1/oids.h"
#include "formats/key/pbe.h"

struct outline {
	const struct pbe_password	*password;
	struct bytes			 text;
	struct view			 oid;	/* the last one */
	struct view			 before; /* element before this one */
};

static inline void	outline_all(struct outline *o, struct view v,
    int depth);

static inline bool
outline_is_pbe(struct view algorithm)
{
	struct der d = der_open(algorithm), seq;
	struct tlv t;

	/* 1.2.840.113549.1.12.1.x and .1.5.13 */
	return der_enter(&d, DER_SEQUENCE, &seq) &&
	    der_take(&seq, DER_OID, &t) && (der_oid_is(t.body, OID_PBES2) ||
	    (t.body.len == 10 && memcmp(t.body.data, OID_PBE_SHA1_3DES, 9) ==
	    0));
}

static inline void
outline_encrypted(struct outline *o, struct view data, int depth)
{
	struct secret plain = SECRET_INIT;
	struct err e = ERR_INIT;

	bytes_addf(&o->text, " decrypted\n");
	ck_assert_msg(pbe_decrypt(o->before, data, o->password, &plain, &e),
	    "%s", e.msg);
	outline_all(o, secret_view(&plain), depth + 1);
	secret_clear(&plain);
}

/* A short value in hex, of a longer one only whether it is there. */
static inline void
outline_value(struct outline *o, struct view body)
{
	if (body.len > 20)
		bytes_addf(&o->text, " ...\n");
	else if (body.len > 5)
		bytes_addf(&o->text, " %zu bytes\n", body.len);
	else {
		bytes_addf(&o->text, " ");
		text_add_hex(&o->text, body);
		bytes_addf(&o->text, "\n");
	}
}

static inline void
outline_bmp(struct outline *o, struct view body)
{
	static const char guid[] = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
	struct bytes b = BYTES_INIT;
	size_t prefix = strlen("PvkTmp:");

	text_from_utf16(body, TEXT_BE, false, &b);
	bytes_add_u8(&b, 0);
	if (strncmp((char *)b.data, "PvkTmp:", prefix) == 0 &&
	    b.len == prefix + sizeof(guid)) {
		for (size_t i = 0; guid[i] != '\0'; i++) {
			char c = (char)b.data[prefix + i];

			ck_assert(guid[i] == '-' ? c == '-' :
			    strchr("0123456789abcdef", c) != NULL);
		}
		memcpy(b.data + prefix, guid, sizeof(guid));
	}
	bytes_addf(&o->text, " \"%s\"\n", (char *)b.data);
	bytes_clear(&b);
}

static inline void
outline_primitive(struct outline *o, const struct tlv *t, int depth)
{
	char oid[128];

	if (t->tag == DER_OID) {
		ck_assert(der_oid_text(t->body, oid, sizeof(oid)));
		bytes_addf(&o->text, " %s\n", oid);
		o->oid = t->body;
	} else if (t->tag == DER_BMP_STRING)
		outline_bmp(o, t->body);
	else if ((t->tag == DER_OCTET_STRING || t->tag ==
	    DER_CONTEXT_PRIM(0)) && outline_is_pbe(o->before))
		outline_encrypted(o, t->body, depth);
	else if (t->tag == DER_OCTET_STRING && der_oid_is(o->oid, OID_DATA)) {
		bytes_addf(&o->text, " holds\n");
		outline_all(o, t->body, depth + 1);
	} else
		outline_value(o, t->body);
}

static inline void
outline_all(struct outline *o, struct view v, int depth)
{
	struct der d = der_open(v);
	struct tlv t;

	o->before = view_of(NULL, 0);
	while (der_next(&d, &t)) {
		bytes_addf(&o->text, "%*s%02x", 2 * depth, "", t.tag);
		if ((t.tag & 0x20) != 0) {
			bytes_addf(&o->text, "\n");
			outline_all(o, t.body, depth + 1);
		} else
			outline_primitive(o, &t, depth);
		o->before = t.whole;
	}
	ck_assert(der_end_reached(&d));
}

#endif
