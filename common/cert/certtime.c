#include "cert/certtime.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "asn1/der.h"
#include "cert/certscan.h"

/* A list has hundreds of thousands: strftime(3) takes five times as long. */
static char *
put_digits(char *p, int n, int digits)
{
	for (int i = digits; i-- > 0; n /= 10)
		p[i] = (char)('0' + n % 10);
	return p + digits;
}

static char *
put_date(char *p, const struct tm *tm)
{
	p = put_digits(p, tm->tm_year + 1900, 4);
	*p++ = '-';
	p = put_digits(p, tm->tm_mon + 1, 2);
	*p++ = '-';
	return put_digits(p, tm->tm_mday, 2);
}

/* Certificates have years of four digits. */
static bool
split(int64_t t, struct tm *tm)
{
	time_t tt = (time_t)t;

	return gmtime_r(&tt, tm) != NULL && tm->tm_year >= -1900 &&
	    tm->tm_year <= 9999 - 1900;
}

const char *
certtime_iso(int64_t t, char buf[CERTTIME_MAX])
{
	char *p = buf;
	struct tm tm;

	if (!split(t, &tm)) {
		snprintf(buf, CERTTIME_MAX, "?");
		return buf;
	}
	p = put_date(p, &tm);
	*p++ = 'T';
	p = put_digits(p, tm.tm_hour, 2);
	*p++ = ':';
	p = put_digits(p, tm.tm_min, 2);
	*p++ = ':';
	p = put_digits(p, tm.tm_sec, 2);
	*p++ = 'Z';
	*p = '\0';
	return buf;
}

const char *
certtime_date(int64_t t, char buf[CERTTIME_MAX])
{
	struct tm tm;

	if (split(t, &tm))
		*put_date(buf, &tm) = '\0';
	else
		snprintf(buf, CERTTIME_MAX, "?");
	return buf;
}

bool
certtime_parse(const char *text, int64_t *t)
{
	static const char form[] = "dddd-dd-ddTdd:dd:ddZ";
	const size_t len = strlen(text);
	char digits[16] = "00000000000000Z";
	size_t n = 0;

	if (len != strlen(form) && len != strlen("dddd-dd-dd"))
		return false;
	for (size_t i = 0; i < len; i++) {
		if (form[i] != 'd' ? text[i] != form[i] : text[i] < '0' ||
		    text[i] > '9')
			return false;
		if (form[i] == 'd')
			digits[n++] = text[i];
	}
	return certscan_time(DER_GENERALIZED_TIME, view_str(digits), t);
}
