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
	struct secret password = SECRET_INIT;
	enum kind kind = KIND_UNKNOWN;
	bool ok = false;

	if (c->operand_count != 1)
		return err_set(e, ERR_USAGE, "dump takes one FILE, not %d",
		    c->operand_count);
	if (!cmdline_check_stdin(c, c->operands[0], e) ||
	    !cmdline_password(c, &password, e) ||
	    !load_file(c->operands[0], &password, NULL, &c->limits,
	    &contents, &kind, e))
		goto out;
	ok = c->json ? dump_print_json(&contents, kind, e) :
	    dump_print(&contents, kind, readfile_name(c->operands[0]),
	    c->verbose, e);
 out:
	contents_clear(&contents);
	secret_clear(&password);
	return ok;
}
