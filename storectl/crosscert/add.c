/*
 * add.c - crosscert add: cross-certificates from files into CA
 *
 * A file counts when it is a row of the catalogue. What no row knows needs -f,
 * and then its friendly name says so.
 */

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "body.h"
#include "cert/certname.h"
#include "cli/report.h"
#include "formats/load.h"
#include "io/readfile.h"
#include "keep.h"
#include "query/engines.h"
#include "row.h"
#include "show/describe.h"
#include "verbs.h"

#define UNKNOWN_NAME	"not in the catalogue of cross-certificates"

static bool
read_file(const char *operand, const struct options *o, struct certlist *out,
    struct err *e)
{
	struct bytes file = BYTES_INIT;
	bool ok;

	ok = readfile(operand, load_cap_any, &o->which.limits, &file, e) &&
	    (body_read(view_bytes(&file), &o->which.limits, out, e) ||
	    err_in(e, "%s", readfile_name(operand)));
	bytes_clear(&file);
	return ok;
}

static void
add_name(struct bytes *out, const struct cert *cert)
{
	if (cert->scanned)
		certname_display(cert->scan.subject, out);
	bytes_add_u8(out, 0);
}

/* One that no row knows. */
static bool
check_unknown(struct cert *cert, bool force, struct err *e)
{
	struct bytes name = BYTES_INIT;
	char hex[2 * SHA1_LEN + 1];
	bool ok = true;

	add_name(&name, cert);
	text_hex(view_of(cert->sha1, SHA1_LEN), hex, sizeof(hex));
	if (name.failed)
		ok = err_memory(e);
	else if (certscan_self_signed(&cert->scan))
		ok = err_set(e, ERR_UNTRUSTED, "\"%s\" (%s) is a root, not a "
		    "cross-certificate: certimport -addstore Root FILE is for "
		    "those", (const char *)name.data, hex);
	else if (!force)
		ok = err_set(e, ERR_UNTRUSTED, "\"%s\" (%s) is not in the "
		    "catalogue: -f adds it all the same, marked so; -catalog "
		    "FILE has further rows", (const char *)name.data, hex);
	bytes_clear(&name);
	return ok && (cert->friendly_name != NULL ||
	    cert_set_friendly_name(cert, view_str(UNKNOWN_NAME), e));
}

static bool
check(const struct catalog *c, struct cert *cert, bool force, struct err *e)
{
	const struct crosscat_row *r = crosscat_by_pin(&c->rows, cert->sha1);

	return r != NULL ? catalog_check(c, r, cert, e) :
	    check_unknown(cert, force, e);
}

/* All files are read and checked before anything is stored. */
static bool
read_all(const struct options *o, const struct catalog *c,
    struct certlist *certs, struct err *e)
{
	for (int i = 0; i < o->operand_count; i++) {
		size_t first = certs->count;

		if (!read_file(o->operands[i], o, certs, e))
			return false;
		for (size_t k = first; k < certs->count; k++)
			if (!check(c, certs->items[k], o->which.force, e))
				return err_in(e, "%s",
				    readfile_name(o->operands[i]));
	}
	return true;
}

/* ---- what was done ---- */

static bool
print(const struct options *o, const struct catalog *c,
    const struct certlist *certs, const enum change_state *states,
    struct err *e)
{
	struct bytes out = BYTES_INIT;
	json_t *list;
	bool ok;

	if (o->which.json) {
		list = json_array();
		for (size_t i = 0; i < certs->count; i++)
			if (json_array_append_new(list, keep_json(c,
			    certs->items[i], states[i])) != 0) {
				json_decref(list);
				return err_memory(e);
			}
		return report_doc(list, e);
	}
	for (size_t i = 0; i < certs->count; i++)
		keep_add_line(&out, o, c, certs->items[i], states[i]);
	ok = describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

bool
crosscert_add(const struct options *o, struct err *e)
{
	struct certlist certs = CERTLIST_INIT;
	enum change_state *states = NULL;
	struct catalog c;
	bool ok;

	if (o->operand_count == 0)
		return err_set(e, ERR_USAGE, "add needs a FILE");
	ok = catalog_open(&c, o, e) && engines_start(e) &&
	    read_all(o, &c, &certs, e);
	if (ok) {
		states = calloc(certs.count, sizeof(*states));
		ok = states != NULL || err_memory(e);
	}
	ok = ok && keep(o, &certs, states, e) &&
	    print(o, &c, &certs, states, e);
	free(states);
	certlist_clear(&certs);
	catalog_clear(&c);
	return ok;
}
