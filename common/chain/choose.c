#include "chain/choose.h"

#include <time.h>

#include "base/bytes.h"
#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"

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
	char date[CERTTIME_MAX];

	text_add_hex(out, view_of(c->sha1, SHA1_LEN));
	if (c->scanned && s->has_validity)
		bytes_addf(out, "  %s %s", s->not_after < time(NULL) ?
		    "expired" : "expires", certtime_date(s->not_after, date));
	bytes_add_str(out, "  ");
	if (c->scanned)
		certname_quote(s->subject, out);
	else
		bytes_add_str(out, "(not readable)");
	bytes_add_u8(out, 0);
}

void
choose_list(struct choose_several *s, const struct cert *c)
{
	if (s->count++ < CHOOSE_LISTED_MAX)
		s->certs[s->count - 1] = c;
}

bool
choose_refuse_several(const struct choose_several *s, const char *cure,
    struct err *e)
{
	struct bytes line = BYTES_INIT;

	err_set(e, ERR_AMBIGUOUS, "%zu certificates match; %s:", s->count,
	    cure);
	for (size_t i = 0; i < s->count && i < CHOOSE_LISTED_MAX; i++) {
		bytes_truncate(&line, 0);
		add_candidate(&line, s->certs[i]);
		err_list(e, line.failed ? "?" : (const char *)line.data);
	}
	bytes_truncate(&line, 0);
	bytes_addf(&line, "and %zu more", s->count - CHOOSE_LISTED_MAX);
	bytes_add_u8(&line, 0);
	if (s->count > CHOOSE_LISTED_MAX && !line.failed)
		err_list(e, (const char *)line.data);
	bytes_clear(&line);
	return false;
}
