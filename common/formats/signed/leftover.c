#include "formats/signed/leftover.h"

#include <string.h>

#include "asn1/der.h"

enum { ZIP_MARK = 4 };

bool
leftover_is_zero(struct view v)
{
	for (size_t i = 0; i < v.len; i++)
		if (v.data[i] != 0)
			return false;
	return true;
}

bool
leftover_check_pkcs7(struct view data, const struct limits *limits,
    struct err *e)
{
	struct bytes mem = BYTES_INIT;
	struct view der, rest;
	size_t used = 0;
	bool ok;

	bytes_init(&mem, data.len);
	ok = ber_definite(data, (unsigned)limit_of(limits, LIMIT_DEPTH), &mem,
	    &der, &used, e);
	bytes_clear(&mem);
	if (!ok)
		return err_in(e, "truncated or malformed PKCS#7");
	rest = view_sub(data, used, data.len - used);
	return leftover_is_zero(rest) || err_set(e, ERR_INPUT, "%zu bytes "
	    "that are not signed follow the signature", rest.len);
}

/* "PK" and the number of a local header, a directory entry, the last record. */
static bool
is_zip_mark(const unsigned char *p, bool only_end)
{
	if (p[1] != 'K' || p[3] != p[2] + 1)
		return false;
	return p[2] == 5 || (!only_end && (p[2] == 1 || p[2] == 3));
}

size_t
leftover_find_zip(struct view v, size_t from, bool only_end)
{
	const unsigned char *p;

	while (from < v.len && v.len - from >= ZIP_MARK) {
		p = memchr(v.data + from, 'P', v.len - from - ZIP_MARK + 1);
		if (p == NULL)
			break;
		if (is_zip_mark(p, only_end))
			return (size_t)(p - v.data);
		from = (size_t)(p - v.data) + 1;
	}
	return v.len;
}

bool
leftover_check_zip(struct view v, size_t end, struct err *e)
{
	size_t from = end < ZIP_MARK ? 0 : end - ZIP_MARK + 1;
	size_t at = leftover_find_zip(v, from, true);

	return at == v.len || err_set(e, ERR_INPUT, "a ZIP archive ends at "
	    "offset %zu, in bytes that are not signed", at);
}
