#include "cert/certtime.h"

#include <stdio.h>
#include <time.h>

const char *
certtime_iso(int64_t t, char buf[CERTTIME_MAX])
{
	time_t tt = (time_t)t;
	struct tm tm;

	if (gmtime_r(&tt, &tm) == NULL ||
	    strftime(buf, CERTTIME_MAX, "%Y-%m-%dT%H:%M:%SZ", &tm) == 0)
		snprintf(buf, CERTTIME_MAX, "?");
	return buf;
}

const char *
certtime_date(int64_t t, char buf[CERTTIME_MAX])
{
	char *end;

	certtime_iso(t, buf);
	for (end = buf; *end != '\0' && *end != 'T'; end++)
		;
	*end = '\0';
	return buf;
}
