/*
 * dump.c - certutil -dump FILE, and certutil FILE
 *
 * A PFX in certutil's layout, with the keys that belong to the certificates;
 * of other containers the same without the nesting. What holds no certificate
 * is shown as storectl dump does.
 */

#include "certutil.h"
#include "chain/pair.h"
#include "io/readfile.h"
#include "query/load_file.h"
#include "show/describe.h"
#include "show/dump.h"
#include "verbs.h"

#define BEGIN_NESTING	"================ Begin Nesting Level 1 " \
			"================\nElement 0:\n"
#define END_NESTING	"----------------  End Nesting Level 1  " \
			"----------------\n"

static const struct key *
key_of_cert(const struct contents *found, size_t cert)
{
	for (size_t i = 0; i < found->keys.count; i++)
		if (pair_find(found->keys.items[i], &found->certs) ==
		    (long)cert)
			return found->keys.items[i];
	return NULL;
}

static bool
add_working_key(struct bytes *out, const struct key *k, const struct cert *c,
    struct err *e)
{
	if (k->csp_name != NULL)
		certutil_line(out, "  Provider = ", view_str(k->csp_name));
	return certutil_test_key(out, k->spec, k, c, e);
}

static bool
add_dump_entry(struct bytes *out, const struct contents *found, size_t i,
    bool nested, const struct cmdline *c, struct err *e)
{
	const struct key *k = key_of_cert(found, i);

	if (i != 0)
		bytes_add_str(out, "\n");
	certutil_number(out, i);
	if (nested)
		bytes_add_str(out, BEGIN_NESTING);
	if (!certutil_fields(out, found->certs.items[i], c, e))
		return false;
	if (c->verbose)
		describe_cert(out, found->certs.items[i], true);
	if (nested)
		bytes_add_str(out, END_NESTING);
	if (k != NULL)
		return add_working_key(out, k, found->certs.items[i], e);
	if (nested)
		bytes_add_str(out, "No key provider information\n");
	return true;
}

static bool
print_entries(const struct contents *found, enum kind kind, const struct cmdline *c,
    struct err *e)
{
	struct bytes out = BYTES_INIT;
	bool ok = true;

	bytes_init(&out, SIZE_MAX / 2);
	for (size_t i = 0; ok && i < found->certs.count; i++)
		ok = add_dump_entry(&out, found, i, kind == KIND_PFX, c, e);
	ok = ok && describe_print(&out, e);
	bytes_clear(&out);
	return ok;
}

bool
certutil_dump(const struct cmdline *c, struct err *e)
{
	struct contents found = CONTENTS_INIT;
	struct cmdline_passwords password = CMDLINE_PASSWORDS_INIT;
	const struct load_passwords p = {
		.file = &password.file, .key = &password.key,
		.encoding = c->password_encoding,
		.prompt = "Enter PFX password: ", .or_public = true,
	};
	enum kind kind = KIND_UNKNOWN;
	bool ok = false;

	if (c->operand_count != 1)
		return err_set(e, ERR_USAGE, "-dump takes one File, not %d "
		    "operands", c->operand_count);
	if (cmdline_check_stdin(c, c->operands[0], e) &&
	    cmdline_passwords(c, &password, e) &&
	    load_file(c->operands[0], &p, &c->limits, &found, &kind, e))
		ok = found.certs.count != 0 ? print_entries(&found, kind, c, e) :
		    dump_print(&found, kind, readfile_name(c->operands[0]),
		    c->verbose, e);
	contents_clear(&found);
	cmdline_passwords_clear(&password);
	return ok;
}
