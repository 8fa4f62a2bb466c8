#include "show/signtool_cert.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "cert/certname.h"

enum { INDENT = 4, ASCTIME = 26, ASCTIME_DAY = 8 };

void
signtool_time(struct bytes *out, int64_t t)
{
	time_t now = time(NULL), then;
	struct tm tm = { 0 };
	char buf[ASCTIME];

	then = (time_t)t;
	if (localtime_r(&now, &tm) != NULL)
		then += tm.tm_gmtoff;
	/* Years of more than four digits have no asctime(). */
	if (gmtime_r(&then, &tm) == NULL || tm.tm_year > 9999 - 1900 ||
	    asctime_r(&tm, buf) == NULL) {
		bytes_add_str(out, "?");
		return;
	}
	/* "Sun Jan 01": Microsoft's has a zero where the C standard's has a
	 * blank. */
	if (buf[ASCTIME_DAY] == ' ')
		buf[ASCTIME_DAY] = '0';
	bytes_addf(out, "%.*s", (int)strcspn(buf, "\n"), buf);
}

static void
begin_line(struct bytes *out, unsigned level, const char *label)
{
	bytes_addf(out, "%*s%s", (int)((level + 1) * INDENT), "", label);
}

static void
add_hash(struct bytes *out, const unsigned char sha1[SHA1_LEN])
{
	for (size_t i = 0; i < SHA1_LEN; i++)
		bytes_addf(out, "%02X", sha1[i]);
}

void
signtool_cert(struct bytes *out, const struct cert *c, unsigned level)
{
	const struct certscan *s = &c->scan;

	begin_line(out, level, "Issued to: ");
	if (c->scanned)
		certname_show(s->subject, out);
	bytes_add_str(out, "\n");
	begin_line(out, level, "Issued by: ");
	if (c->scanned)
		certname_show(s->issuer, out);
	bytes_add_str(out, "\n");
	begin_line(out, level, "Expires:   ");
	if (c->scanned && s->has_validity)
		signtool_time(out, s->not_after);
	bytes_add_str(out, "\n");
	begin_line(out, level, "SHA1 hash: ");
	add_hash(out, c->sha1);
	bytes_add_str(out, "\n\n");
}

void
signtool_chain(struct bytes *out, const struct chain *chain)
{
	for (size_t i = chain->count; i-- > 0; )
		signtool_cert(out, chain->steps[i].cert,
		    (unsigned)(chain->count - 1 - i));
}
