/*
 * certtime.h - seconds since 1970 as people and programs read them
 *
 * ISO 8601 in UTC, whatever the locale and the time zone are. Seconds are POSIX's,
 * without leap seconds: gmtime(3) counts them where TZ is "right/...".
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#define CERTTIME_MAX	40

/* "2029-11-03T15:40:00Z" */
const char	*certtime_iso(int64_t t, char buf[CERTTIME_MAX]);
/* "2029-11-03" */
const char	*certtime_date(int64_t t, char buf[CERTTIME_MAX]);
/* What gmtime(3) would say without leap seconds; false for years that have not
 * four digits. The day of the year is not set. */
bool		certtime_split(int64_t t, struct tm *tm);
/* The same on the clock of the time zone, with its difference from UTC at `at`. */
bool		certtime_local(int64_t t, int64_t at, struct tm *tm);
/* The first form, or the second for midnight; false for anything else. */
bool		certtime_parse(const char *text, int64_t *t);
