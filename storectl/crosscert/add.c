/*
 * add.c - crosscert add: cross-certificates from files into the CA store
 *
 * A certificate must be in the catalogue. One that is not needs -f, and its
 * friendly name then says so.
 */

#include <stdlib.h>

#include "base/text.h"
#include "catalog.h"
#include "cert/certname.h"
#include "download.h"
#include "io/readfile.h"
#include "keep.h"
#include "verbs.h"

#define UNKNOWN_NAME	"not in the catalogue of cross-certificates"

/* One that is not in the catalogue. */
static bool
check_unknown(struct cert *cert, bool force, struct err *e)
{
	bool root = certscan_self_signed(&cert->scan);
	char name[CERTNAME_MAX], hex[2 * SHA1_LEN + 1];

	text_hex(view_of(cert->sha1, SHA1_LEN), hex, sizeof(hex));
	if (root || !force)
		return err_set(e, ERR_UNTRUSTED, "\"%s\" (%s) %s",
		    certname_brief(cert->scan.subject, name), hex, root ?
		    "is a root, not a cross-certificate; to add a root, use "
		    "certimport -addstore Root FILE" :
		    "is not in the catalogue; add its row with -catalog FILE, "
		    "or use -f to add it anyway, marked as unknown");
	return cert->friendly_name != NULL ||
	    cert_set_friendly_name(cert, view_str(UNKNOWN_NAME), e);
}

static bool
check_cert(const struct catalog *c, struct cert *cert, struct err *e)
{
	const struct crosscat_row *r = crosscat_by_pin(&c->rows, cert->sha1);

	return r != NULL ? catalog_check(c, r, cert, e) :
	    check_unknown(cert, c->o->force, e);
}

static bool
read_cert_files(const struct catalog *c, struct certlist *certs, struct err *e)
{
	for (int i = 0; i < c->o->operand_count; i++) {
		const char *file = c->o->operands[i];
		size_t first = certs->count;

		if (!download_file(file, c->o, certs, e))
			return false;
		for (size_t k = first; k < certs->count; k++)
			if (!check_cert(c, certs->items[k], e))
				return err_in(e, "%s", readfile_name(file));
	}
	return true;
}

static bool
keep_certs(const struct catalog *c, const struct certlist *certs, struct err *e)
{
	struct keep *items = calloc(certs->count, sizeof(*items));
	bool ok;

	if (items == NULL)
		return err_memory(e);
	for (size_t i = 0; i < certs->count; i++) {
		items[i].cert = certs->items[i];
		items[i].row = crosscat_by_pin(&c->rows, certs->items[i]->sha1);
	}
	ok = keep(c->o, items, certs->count, e) &&
	    keep_print(c, items, certs->count, e);
	free(items);
	return ok;
}

bool
crosscert_add(const struct cmdline *o, struct err *e)
{
	struct certlist certs = CERTLIST_INIT;
	struct catalog c;
	bool ok;

	if (o->operand_count == 0)
		return err_set(e, ERR_USAGE, "add needs a FILE");
	/* All files are read and checked before anything is stored. */
	ok = catalog_open(&c, o, e) && read_cert_files(&c, &certs, e) &&
	    keep_certs(&c, &certs, e);
	certlist_clear(&certs);
	catalog_clear(&c);
	return ok;
}
