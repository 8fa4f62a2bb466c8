/*
 * dump.c - storectl dump FILE: what any file holds, without importing it
 */

#include "io/readfile.h"
#include "query/load_file.h"
#include "show/dump.h"
#include "storectl/cmdline.h"
#include "verbs.h"

bool
verb_dump(const struct cmdline *c, struct err *e)
{
	struct contents contents = CONTENTS_INIT;
	struct cmdline_passwords password = CMDLINE_PASSWORDS_INIT;
	const struct load_passwords p = {
		.file = &password.file, .key = &password.key,
		.encoding = c->password_encoding, .or_public = true,
	};
	enum kind kind = KIND_UNKNOWN;
	bool ok = false;

	if (c->operand_count != 1)
		return err_set(e, ERR_USAGE, "dump takes one FILE, not %d",
		    c->operand_count);
	if (!cmdline_check_stdin(c, c->operands[0], e) ||
	    !cmdline_passwords(c, &password, e) ||
	    !load_file(c->operands[0], &p, &c->limits, &contents, &kind, e))
		goto out;
	ok = c->json ? dump_print_json(&contents, kind, e) :
	    dump_print(&contents, kind, readfile_name(c->operands[0]),
	    c->verbose, e);
 out:
	contents_clear(&contents);
	cmdline_passwords_clear(&password);
	return ok;
}
