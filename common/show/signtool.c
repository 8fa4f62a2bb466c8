#include "show/signtool.h"

#include <string.h>
#include <time.h>

#include "base/text.h"
#include "cert/certname.h"
#include "cert/certtime.h"
#include "crosscat/crosscat.h"
#include "show/describe.h"

enum { INDENT = 4, ASCTIME = 26, ASCTIME_DAY = 8 };

void
signtool_time(struct bytes *out, int64_t t)
{
	struct tm tm;
	char buf[ASCTIME];

	/* Years of more than four digits have no asctime(). */
	if (!certtime_local(t, time(NULL), &tm) ||
	    asctime_r(&tm, buf) == NULL) {
		bytes_add_str(out, "?");
		return;
	}
	/* "Sun Jan 01": Microsoft's has a zero where the C standard's has a
	 * space. */
	if (buf[ASCTIME_DAY] == ' ')
		buf[ASCTIME_DAY] = '0';
	bytes_addf(out, "%.*s", (int)strcspn(buf, "\n"), buf);
}

static void
add_name_line(struct bytes *out, int indent, const char *label,
    const struct cert *c, struct view name)
{
	bytes_addf(out, "%*s%s", indent, "", label);
	if (c->scanned)
		certname_show(name, out);
	bytes_add_str(out, "\n");
}

static void
add_end_of_block(struct bytes *out, int indent, const int64_t *expires,
    const unsigned char *sha1)
{
	bytes_addf(out, "%*sExpires:   ", indent, "");
	if (expires != NULL)
		signtool_time(out, *expires);
	bytes_addf(out, "\n%*sSHA1 hash: ", indent, "");
	for (size_t i = 0; i < SHA1_LEN; i++)
		bytes_addf(out, "%02X", sha1[i]);
	bytes_add_str(out, "\n\n");
}

void
signtool_cert(struct bytes *out, const struct cert *c, unsigned level)
{
	const struct certscan *s = &c->scan;
	int indent = (int)(level + 1) * INDENT;

	add_name_line(out, indent, "Issued to: ", c, s->subject);
	add_name_line(out, indent, "Issued by: ", c, s->issuer);
	add_end_of_block(out, indent, c->scanned && s->has_validity ?
	    &s->not_after : NULL, c->sha1);
}

static void
add_steps(struct bytes *out, const struct chain *chain, unsigned level)
{
	for (size_t i = chain->count; i-- > 0; )
		signtool_cert(out, chain->steps[i].cert, level++);
}

void
signtool_chain(struct bytes *out, const struct chain *chain)
{
	add_steps(out, chain, 0);
}

/* Its certificate is not needed to trust it, and may be missing. It expired on
 * 2025-11-01 at 13:54:03 UTC. */
static void
add_microsoft_root(struct bytes *out)
{
	static const int64_t expires = 1762005243;
	static const char name[] = CHAIN_CODE_VERIFICATION_ROOT;
	unsigned char sha1[SHA1_LEN] = { 0 };
	size_t len;

	bytes_addf(out, "    Issued to: %s\n    Issued by: %s\n", name, name);
	if (text_unhex(CROSSCAT_ROOT_SHA1, sha1, sizeof(sha1), &len))
		add_end_of_block(out, INDENT, &expires, sha1);
}

void
signtool_cross_chain(struct bytes *out, const struct chain *chain)
{
	bool to_microsoft = !chain->complete &&
	    chain->to_code_verification_root;

	if (to_microsoft)
		add_microsoft_root(out);
	add_steps(out, chain, to_microsoft);
}

/* ---- the choice ---- */

static const char *
filter_name(enum select_filter f)
{
	switch (f) {
	case SELECT_USAGE:	return "EKU filter";
	case SELECT_EXPIRY:	return "expiry filter";
	case SELECT_SUBJECT:	return "Subject Name filter";
	case SELECT_ISSUER:	return "Issuer Name filter";
	case SELECT_ROOT:	return "Root Name filter";
	case SELECT_TEMPLATE:	return "Template Name filter";
	case SELECT_HASH:	return "Hash filter";
	case SELECT_ID:		return "CertId filter";
	case SELECT_KEY:	return "Private Key filter";
	case SELECT_FILTERS:	break;
	}
	return "filter";
}

void
signtool_considered(const struct pick *p, struct bytes *out)
{
	bytes_add_str(out, "\nThe following certificates were considered:\n");
	for (size_t i = 0; i < p->considered_count; i++)
		signtool_cert(out, p->considered[i].cert, 0);
	for (size_t i = 0; i < p->trail.count; i++)
		bytes_addf(out, "After %s, %zu certs were left.\n",
		    filter_name(p->trail.steps[i].filter),
		    p->trail.steps[i].left);
}

void
signtool_selected(const struct cert *c, struct bytes *out)
{
	bytes_add_str(out, "The following certificate was selected:\n");
	signtool_cert(out, c, 0);
}

bool
signtool_refused(const struct pick *p, const struct err *e)
{
	struct bytes text = BYTES_INIT;

	if (p->chosen != NULL || (e->code != ERR_NO_CERT &&
	    e->code != ERR_AMBIGUOUS))
		return false;
	if (e->code == ERR_NO_CERT)
		bytes_add_str(&text, "SignTool Error: No certificates were "
		    "found that met all the given criteria.\n");
	else {
		bytes_add_str(&text, "SignTool Error: Multiple certificates "
		    "were found that meet all the given\n"
		    "        criteria. Use the /a option to allow SignTool to "
		    "choose the best\n"
		    "        certificate automatically or use the /sha1 option "
		    "with the hash of the\n"
		    "        desired certificate.\n"
		    "The following certificates meet all given criteria:\n");
		for (size_t i = 0; i < p->left_count; i++)
			signtool_cert(&text, p->left[i].cert, 0);
	}
	describe_put(stderr, &text);
	return true;
}
