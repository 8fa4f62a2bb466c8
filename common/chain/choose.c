#include "chain/choose.h"

#include <time.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"

enum { LISTED_MAX = 10 };

bool
choose_longer(const struct cert *a, const struct cert *b)
{
	if (!a->scanned || !a->scan.has_validity)
		return false;
	return !b->scanned || !b->scan.has_validity ||
	    a->scan.not_after > b->scan.not_after;
}

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
choose_list(struct choose_several *s, const struct cert *c)
{
	if (s->count++ >= LISTED_MAX)
		return;
	bytes_add_str(&s->text, s->text.len == 0 ? "" : "; ");
	add_candidate(&s->text, c);
}

bool
choose_refuse_several(struct choose_several *s, const char *cure,
    struct err *e)
{
	if (s->count > LISTED_MAX)
		bytes_addf(&s->text, "; and %zu more", s->count - LISTED_MAX);
	bytes_add_u8(&s->text, 0);
	err_set(e, ERR_AMBIGUOUS, "%zu certificates match; %s: %s", s->count,
	    cure, s->text.failed ? "" : (const char *)s->text.data);
	bytes_clear(&s->text);
	return false;
}
