/*
 * certtime.h - seconds since 1970 as people and programs read them
 *
 * ISO 8601 in UTC, whatever the locale and the time zone are.
 */

#pragma once

#include <stdbool.h>
#include <stdint.h>

#define CERTTIME_MAX	40

/* "2029-11-03T15:40:00Z" */
const char	*certtime_iso(int64_t t, char buf[CERTTIME_MAX]);
/* "2029-11-03" */
const char	*certtime_date(int64_t t, char buf[CERTTIME_MAX]);
/* The first form, or the second for midnight; false for anything else. */
bool		certtime_parse(const char *text, int64_t *t);
