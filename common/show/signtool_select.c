#include "show/signtool_select.h"

#include <stdio.h>

#include "show/describe.h"
#include "show/signtool_cert.h"

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
signtool_select_debug(const struct pick *p, struct bytes *out)
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
signtool_select_chosen(const struct cert *c, struct bytes *out)
{
	bytes_add_str(out, "The following certificate was selected:\n");
	signtool_cert(out, c, 0);
}

void
signtool_select_refused(const struct pick *p, const struct err *e)
{
	struct bytes text = BYTES_INIT;

	if (p->chosen != NULL)
		return;
	if (e->code == ERR_NO_CERT)
		bytes_add_str(&text, "SignTool Error: No certificates were "
		    "found that met all the given criteria.\n");
	else if (e->code == ERR_AMBIGUOUS) {
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
}
