#include "base/codepage.h"

#include <errno.h>
#include <iconv.h>
#include <stdint.h>
#include <string.h>

#include "base/text.h"

/*
 * iconv goes through a buffer of its own, filled from its start at each call,
 * where the password would stay after iconv_close(). As many letters
 * overwrite it.
 */
static void
overwrite_iconv(iconv_t cd, size_t len)
{
	char in[SECRET_MAX], out[4 * SECRET_MAX];
	char *ip = in, *op = out;
	size_t room = sizeof(out);

	memset(in, 'x', sizeof(in));
	(void)iconv(cd, NULL, NULL, NULL, NULL);
	(void)iconv(cd, &ip, &len, &op, &room);
}

static bool
iconv_failed(int errnum, const char *encoding, bool encoding_it, struct err *e)
{
	if (errnum == EILSEQ || errnum == EINVAL)
		return encoding_it ?
		    err_set(e, ERR_INPUT, "the password has a character that "
		    "is not in the encoding %s", encoding) :
		    err_set(e, ERR_INPUT, "the password is not valid "
		    "%s", encoding);
	return err_errno(e, errnum, "cannot convert the password to or from %s",
	    encoding);
}

static bool
convert_password(struct view in, const char *from, const char *to,
    bool encoding_it, struct secret *out, struct err *e)
{
	const char *encoding = encoding_it ? to : from;
	struct secret result = SECRET_INIT;
	iconv_t cd = (iconv_t)-1;
	char *ip, *op;
	size_t left = in.len, room = in.len * 4 + 16;
	bool ok = false;

	if (in.len > SECRET_MAX)
		return err_set(e, ERR_INPUT, "the password is longer than "
		    "%d bytes", SECRET_MAX);
	/* A slash would begin iconv's own options ("//TRANSLIT"). */
	if (*encoding != '\0' && strchr(encoding, '/') == NULL)
		cd = iconv_open(to, from);
	if (cd == (iconv_t)-1)
		return err_set(e, ERR_USAGE, "unknown encoding \"%s\" "
		    "(\"iconv -l\" lists them)", encoding);
	if (!secret_alloc(&result, room, e))
		goto out;
	ip = (char *)(uintptr_t)in.data;	/* iconv does not write there */
	op = (char *)result.data;
	if (iconv(cd, &ip, &left, &op, &room) == (size_t)-1 ||
	    iconv(cd, NULL, NULL, &op, &room) == (size_t)-1) {
		iconv_failed(errno, encoding, encoding_it, e);
		goto out;
	}
	result.len -= room;
	result.data[result.len] = '\0';
	/* The C library's UTF-8 goes on up to 31 bits; ours ends at U+10FFFF. */
	if (!text_is_utf8(encoding_it ? in : secret_view(&result))) {
		iconv_failed(EILSEQ, encoding, encoding_it, e);
		goto out;
	}
	secret_move(out, &result);
	ok = true;
 out:
	overwrite_iconv(cd, in.len);
	iconv_close(cd);
	secret_clear(&result);
	return ok;
}

bool
codepage_encode(const struct secret *utf8, const char *encoding,
    struct secret *out, struct err *e)
{
	return convert_password(secret_view(utf8), "UTF-8", encoding, true,
	    out, e);
}

bool
codepage_decode(const struct secret *in, const char *encoding,
    struct secret *utf8, struct err *e)
{
	return convert_password(secret_view(in), encoding, "UTF-8", false,
	    utf8, e);
}

/* ---- texts ---- */

static uint16_t
unit_of_byte(iconv_t cd, unsigned char byte)
{
	char in = (char)byte, out[4] = "";
	char *ip = &in, *op = out;
	size_t left = 1, room = sizeof(out);

	(void)iconv(cd, NULL, NULL, NULL, NULL);
	if (iconv(cd, &ip, &left, &op, &room) == (size_t)-1 ||
	    room != sizeof(out) - 2)
		return byte;
	return (uint16_t)((unsigned char)out[0] |
	    (unsigned char)out[1] << 8);
}

bool
codepage_to_utf16(struct view in, const char *encoding, struct bytes *out)
{
	iconv_t cd = iconv_open("UTF-16LE", encoding);
	uint16_t units[256];
	unsigned char *p;

	if (cd == (iconv_t)-1)
		return false;
	for (int i = 0; i < 256; i++)
		units[i] = unit_of_byte(cd, (unsigned char)i);
	iconv_close(cd);
	p = in.len == 0 ? NULL : bytes_reserve(out, 2 * in.len);
	if (p == NULL)
		return true;
	for (size_t i = 0; i < in.len; i++) {
		p[2 * i] = (unsigned char)units[in.data[i]];
		p[2 * i + 1] = (unsigned char)(units[in.data[i]] >> 8);
	}
	out->len += 2 * in.len;
	return true;
}
