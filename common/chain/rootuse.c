#include "chain/rootuse.h"

#include "asn1/der.h"
#include "cert/certprop.h"

enum { FILETIME_LEN = 8 };

/* FILETIME counts 100 ns from 1601. */
#define FILETIME_SECOND	10000000
#define FILETIME_1970	INT64_C(11644473600)

static bool
read_filetime(struct view v, int64_t *t)
{
	if (v.len != FILETIME_LEN)
		return false;
	*t = (int64_t)(view_le64(v, 0) / FILETIME_SECOND) - FILETIME_1970;
	return true;
}

/* Is it among them? What does not read is: the answer restricts. Some usages are
 * not any. */
static bool
names_usage(struct view usages, struct view usage)
{
	struct der d = der_open(usages), seq;
	struct tlv t;

	if (usage.len == 0)
		return false;
	if (!der_enter(&d, DER_SEQUENCE, &seq))
		return true;
	while (der_next(&seq, &t))
		if (t.tag != DER_OID || view_equal(t.body, usage))
			return true;
	return der_bad(&seq);
}

/* May it be used for this at all? */
static bool
is_usage_allowed(const struct cert *root, struct view usage)
{
	struct view usages;
	struct der d, seq;
	struct tlv t;

	if (certprop_get(root, CERTPROP_DISALLOWED_USAGES, &usages) &&
	    names_usage(usages, usage))
		return false;
	if (!certprop_get(root, CERTPROP_USAGES, &usages))
		return true;
	d = der_open(usages);
	if (!der_enter(&d, DER_SEQUENCE, &seq) || !der_end_reached(&d))
		return false;
	while (der_take(&seq, DER_OID, &t))
		if (usage.len == 0 || view_equal(t.body, usage))
			return true;
	return false;
}

/* Is this time on or after that of the property? */
static bool
is_from(struct view property, int64_t when)
{
	int64_t from = 0;

	return !read_filetime(property, &from) || when >= from;
}

static bool
is_disabled(const struct cert *root, int64_t when)
{
	struct view time;

	return certprop_get(root, CERTPROP_DISALLOWED_TIME, &time) &&
	    is_from(time, when);
}

static bool
is_issued_later(const struct cert *root, struct view usage, int64_t issued)
{
	struct view time, usages;
	bool dated = certprop_get(root, CERTPROP_NOT_BEFORE_TIME, &time);

	if (certprop_get(root, CERTPROP_NOT_BEFORE_USAGES, &usages))
		return names_usage(usages, usage) &&
		    (!dated || is_from(time, issued));
	return dated && is_from(time, issued);
}

enum rootuse
rootuse_judge(const struct cert *root, struct view usage, int64_t when,
    int64_t issued)
{
	if (!is_usage_allowed(root, usage))
		return ROOTUSE_OTHER_USAGES;
	if (is_disabled(root, when))
		return ROOTUSE_DISABLED;
	return is_issued_later(root, usage, issued) ? ROOTUSE_ISSUED_LATER :
	    ROOTUSE_ALLOWED;
}

const char *
rootuse_text(enum rootuse u)
{
	switch (u) {
	case ROOTUSE_OTHER_USAGES:
		return "the root is trusted for other usages only";
	case ROOTUSE_DISABLED:
		return "the root is no longer trusted since a date in its "
		    "properties";
	case ROOTUSE_ISSUED_LATER:
		return "the root is not trusted for certificates issued after "
		    "a date in its properties";
	case ROOTUSE_ALLOWED:
		break;
	}
	return NULL;
}
