#include "show/caveat.h"

#include <time.h>

#include "cert/certname.h"
#include "cert/certtime.h"

void
caveat_validity(struct bytes *out, const struct cert *c)
{
	const int64_t now = (int64_t)time(NULL);
	const struct certscan *s = &c->scan;
	char date[CERTTIME_MAX];

	if (!c->scanned || !s->has_validity ||
	    (now <= s->not_after && now >= s->not_before))
		return;
	bytes_add_str(out, "the certificate ");
	certname_quote(s->subject, out);
	if (now > s->not_after)
		bytes_addf(out, " expired on %s", certtime_date(s->not_after,
		    date));
	else
		bytes_addf(out, " is not valid before %s",
		    certtime_date(s->not_before, date));
}

void
caveat_chain(struct bytes *out, const struct cert *leaf,
    const struct certlist *chain)
{
	const struct cert *top = leaf;

	for (size_t i = 0; i < chain->count && !cert_is_root(top); i++)
		top = chain->items[i];
	if (!leaf->scanned || !top->scanned || cert_is_root(top))
		return;
	bytes_add_str(out, "the chain of ");
	certname_quote(leaf->scan.subject, out);
	bytes_add_str(out, " is incomplete: the certificate of ");
	certname_quote(top->scan.issuer, out);
	bytes_add_str(out, " is missing");
}
