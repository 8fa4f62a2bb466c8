#include "cert/certtime.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "asn1/der.h"
#include "cert/certscan.h"

enum {
	DAY		 = 86400,
	DAYS_PER_ERA	 = 146097,	/* 400 years */
	DAYS_BEFORE_1970 = 719468,	/* from March 1 of the year 0 */
	MARCH_1_WEEKDAY	 = 3		/* a Wednesday */
};

/* The years 0 to 9999. */
#define CERTTIME_FIRST	INT64_C(-62167219200)
#define CERTTIME_LAST	INT64_C(253402300799)

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

/* Gregorian days in eras of 400 years and in years that begin with March, whose
 * leap days are last. */
static void
split_days(int64_t days, struct tm *tm)
{
	const int64_t from_march = days + DAYS_BEFORE_1970 + DAYS_PER_ERA;
	const int64_t day_of_era = from_march % DAYS_PER_ERA;
	const int64_t year_of_era = (day_of_era - day_of_era / 1460 +
	    day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) / 365;
	const int64_t day_of_year = day_of_era - (365 * year_of_era +
	    year_of_era / 4 - year_of_era / 100);
	const int64_t month = (5 * day_of_year + 2) / 153;
	const int64_t year = from_march / DAYS_PER_ERA * 400 - 400 +
	    year_of_era;

	tm->tm_mday = (int)(day_of_year - (153 * month + 2) / 5 + 1);
	tm->tm_mon = (int)(month < 10 ? month + 2 : month - 10);
	tm->tm_year = (int)(month < 10 ? year : year + 1) - 1900;
	tm->tm_wday = (int)((from_march + MARCH_1_WEEKDAY) % 7);
}

/* Certificates have years of four digits. */
bool
certtime_split(int64_t t, struct tm *tm)
{
	const struct tm none = { 0 };
	int64_t seconds;

	*tm = none;
	if (t < CERTTIME_FIRST || t > CERTTIME_LAST)
		return false;
	seconds = (t % DAY + DAY) % DAY;
	split_days((t - seconds) / DAY, tm);
	tm->tm_hour = (int)(seconds / 3600);
	tm->tm_min = (int)(seconds / 60 % 60);
	tm->tm_sec = (int)(seconds % 60);
	return true;
}

bool
certtime_local(int64_t t, int64_t at, struct tm *tm)
{
	const time_t when = (time_t)at;
	struct tm there;

	if (localtime_r(&when, &there) == NULL)
		return certtime_split(t, tm);
	return t >= CERTTIME_FIRST && t <= CERTTIME_LAST &&
	    certtime_split(t + there.tm_gmtoff, tm);
}

const char *
certtime_iso(int64_t t, char buf[CERTTIME_MAX])
{
	char *p = buf;
	struct tm tm;

	if (!certtime_split(t, &tm)) {
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

	if (certtime_split(t, &tm))
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
