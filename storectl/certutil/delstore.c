/*
 * delstore.c - certutil -delstore Store CertId
 *
 * A certificate that is not there is not a failure, as on Windows. If several
 * match none is deleted without -f: a CertId is part of a name, too, and what
 * is deleted cannot be recovered.
 */

#include "base/text.h"
#include "cert/certname.h"
#include "chain/choose.h"
#include "certutil.h"
#include "query/gather.h"
#include "show/describe.h"
#include "store/change.h"
#include "verbs.h"

static void
add_deleting(struct bytes *out, const struct gathered *x)
{
	struct bytes name = BYTES_INIT;

	if (x->cert->scanned)
		certname_text(x->cert->scan.subject, &name);
	bytes_addf(out, "Deleting Certificate %zu: ", x->index);
	text_add_printable(out, view_bytes(&name));
	bytes_add_str(out, ":");
	text_add_hex(out, view_of(x->cert->sha1, SHA1_LEN));
	bytes_add_str(out, "\n");
	out->failed |= name.failed;
	bytes_clear(&name);
}

static bool
refuse_several_deleted(const struct gather *g, struct err *e)
{
	struct choose_several several = CHOOSE_SEVERAL_INIT;

	for (size_t i = 0; i < g->count; i++)
		choose_list(&several, g->found[i].cert);
	return choose_refuse_several(&several, "nothing was deleted: give the "
	    "thumbprint of one, or -f to delete all", e);
}

static bool
remove_all(struct gather *g, struct bytes *out, struct err *e)
{
	struct location l;
	bool removed, ok = true;

	/* Readers hold the lock that a writer needs. */
	location_close(&g->location);
	if (!location_open(&l, g->place, LOCATION_WRITE, e))
		return false;
	for (size_t i = 0; ok && i < g->count; i++) {
		add_deleting(out, &g->found[i]);
		ok = change_remove_cert(&l, g->store.name,
		    g->found[i].cert->sha1, false, &removed, e);
	}
	location_close(&l);
	return ok;
}

bool
certutil_delstore(const struct cmdline *c, struct err *e)
{
	struct bytes out = BYTES_INIT;
	struct err late = ERR_INIT;
	struct selection s;
	struct gather g;
	bool ok;

	if (c->operand_count != 2)
		return err_set(e, ERR_USAGE, "-delstore takes Store CertId, "
		    "not %d operand%s", c->operand_count,
		    c->operand_count == 1 ? "" : "s");
	s = selection_of(&c->selection, PLACE_MACHINE, c->operands[0],
	    c->operands[1]);
	ok = gather_open(&g, &s, e);
	if (ok) {
		certutil_heading(&out, c->operands[0], g.store.name);
		ok = gather_all(&g, e);
	}
	if (ok && g.count > 1 && !c->force)
		ok = refuse_several_deleted(&g, e);
	else if (ok && g.count != 0)
		ok = remove_all(&g, &out, e);
	if (!describe_print(&out, &late) && ok) {
		*e = late;
		ok = false;
	}
	gather_close(&g);
	return ok;
}
