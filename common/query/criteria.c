#include "query/criteria.h"

#include <time.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"

static void
add_candidate(struct bytes *out, const struct cert *c)
{
	const struct certscan *s = &c->scan;
	struct bytes name = BYTES_INIT;
	char date[CERTTIME_MAX];

	text_add_hex(out, view_of(c->sha1, SHA1_LEN));
	if (!c->scanned) {
		bytes_add_str(out, " (not readable)");
		return;
	}
	certname_display(s->subject, &name);
	bytes_addf(out, " \"");
	bytes_add_view(out, view_bytes(&name));
	bytes_addf(out, "\"");
	if (s->has_validity)
		bytes_addf(out, ", %s %s", s->not_after < time(NULL) ?
		    "expired" : "expires", certtime_date(s->not_after, date));
	bytes_clear(&name);
}

void
criteria_name(struct criteria_names *n, const struct cert *c)
{
	if (n->count++ >= CRITERIA_LISTED)
		return;
	bytes_add_str(&n->text, n->text.len == 0 ? "" : "; ");
	add_candidate(&n->text, c);
}

bool
criteria_refuse_several(struct criteria_names *n, struct err *e)
{
	if (n->count > CRITERIA_LISTED)
		bytes_addf(&n->text, "; and %zu more", n->count - CRITERIA_LISTED);
	bytes_add_u8(&n->text, 0);
	err_set(e, ERR_AMBIGUOUS, "%zu certificates fit, and one is needed "
	    "(-sha1 HASH names one, -a takes the one valid for the longest): "
	    "%s", n->count, n->text.failed ? "" : (const char *)n->text.data);
	bytes_clear(&n->text);
	return false;
}
