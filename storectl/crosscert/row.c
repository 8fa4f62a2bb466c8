#include "row.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "cert/certtime.h"
#include "chain/chain.h"

static json_t *
hex_json(const unsigned char sha1[SHA1_LEN])
{
	char hex[2 * SHA1_LEN + 1];

	text_hex(view_of(sha1, SHA1_LEN), hex, sizeof(hex));
	return json_string(hex);
}

static json_t *
roots_json(const struct crosscat_row *r)
{
	json_t *list = json_array();

	for (size_t i = 0; i < r->root_count; i++)
		if (json_array_append_new(list, hex_json(r->roots[i])) != 0) {
			json_decref(list);
			return NULL;
		}
	return list;
}

json_t *
row_json(const struct catalog *c, const struct crosscat_row *r, struct err *e)
{
	char day[CERTTIME_MAX];
	json_t *o = json_object();
	enum place place;
	const struct cert *held = catalog_held(c, r, &place);
	bool ok = json_object_set_new(o, "ca", json_string(r->ca)) == 0 &&
	    json_object_set_new(o, "crossSha1", hex_json(r->pin)) == 0;

	if (r->has_expiry)
		ok = ok && json_object_set_new(o, "expires",
		    json_string(certtime_date(r->expires, day))) == 0 &&
		    json_object_set_new(o, "state",
		    json_string(catalog_expired(c, r) ? "expired" :
		    "valid")) == 0;
	if (r->link != NULL)
		ok = ok && json_object_set_new(o, "link",
		    json_string(r->link)) == 0;
	ok = ok && json_object_set_new(o, "have", json_boolean(held !=
	    NULL)) == 0;
	if (held != NULL)
		ok = ok && json_object_set_new(o, "location",
		    json_string(location_name(place))) == 0;
	ok = ok && json_object_set_new(o, "roots", roots_json(r)) == 0;
	if (!ok) {
		json_decref(o);
		err_memory(e);
		return NULL;
	}
	return o;
}

void
row_add_pin(struct bytes *out, const struct crosscat_row *r)
{
	text_add_hex(out, view_of(r->pin, SHA1_LEN));
}

bool
row_is_microsofts(const struct crosscat_row *r)
{
	return strcmp(r->issuer, CHAIN_CODE_VERIFICATION_ROOT) == 0;
}

void
row_add_lore(struct bytes *out, const char *day)
{
	if (day == NULL)
		bytes_add_str(out, "All of them have expired, and on "
		    CROSSCAT_ROOT_EXPIRES " " CHAIN_CODE_VERIFICATION_ROOT
		    "\nitself: Windows takes no new kernel-mode signature "
		    "through them. They\nstill serve");
	else
		bytes_addf(out, "It expired on %s: Windows takes no new "
		    "kernel-mode signature\nthrough it. It still serves", day);
	bytes_add_str(out, " for verifying signatures that were time-stamped\n"
	    "in time, and for making those again. New drivers are signed by "
	    "Microsoft,\nthrough the Hardware Dev Center; crosscert(7) has "
	    "the story.\n");
}
