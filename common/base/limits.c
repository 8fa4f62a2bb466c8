#include "base/limits.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"

static const struct {
	const char	*name;
	uint64_t	 value;
} table[LIMIT_COUNT] = {
	[LIMIT_KEY_FILE]	 = { "key-file",	 64 << 10 },
	[LIMIT_CONTAINER]	 = { "container",	 16 << 20 },
	[LIMIT_SST]		 = { "sst",		 1 << 30 },
	[LIMIT_SIGNED_FILE]	 = { "signed-file",	 (uint64_t)2 << 30 },
	[LIMIT_ITERATIONS]	 = { "iterations",	 5000000 },
	[LIMIT_TOTAL_ITERATIONS] = { "total-iterations", 10000000 },
	[LIMIT_BAGS]		 = { "bags",		 1024 },
	[LIMIT_DEPTH]		 = { "depth",		 32 },
	[LIMIT_RSA_MIN]		 = { "rsa-min",		 512 },
	[LIMIT_RSA_MAX]		 = { "rsa-max",		 16384 },
	[LIMIT_TRUST_RSA]	 = { "trust-rsa",	 1024 },
	[LIMIT_TRUST_EC]	 = { "trust-ec",	 160 },
	[LIMIT_DOWNLOAD]	 = { "download",	 1 << 20 },
};

void
limits_default(struct limits *l)
{
	for (int i = 0; i < LIMIT_COUNT; i++)
		l->value[i] = table[i].value;
}

const char *
limit_name(enum limit which)
{
	return table[which].name;
}

uint64_t
limit_of(const struct limits *l, enum limit which)
{
	return l->value[which];
}

static bool
unknown_name(const char *assignment, struct err *e)
{
	char name[64];
	struct nearest n;

	snprintf(name, sizeof(name), "%.*s", (int)strcspn(assignment, "="),
	    assignment);
	nearest_begin(&n, name);
	err_set(e, ERR_USAGE, "-limit %s: expected NAME=N, where NAME is "
	    "one of", assignment);
	for (int i = 0; i < LIMIT_COUNT; i++) {
		err_add(e, "%s %s", i == 0 ? "" : ",", table[i].name);
		nearest_consider(&n, table[i].name);
	}
	nearest_suggest(&n, "", e);
	return false;
}

bool
limits_set(struct limits *l, const char *assignment, struct err *e)
{
	const char *eq = strchr(assignment, '=');
	size_t len = eq == NULL ? 0 : (size_t)(eq - assignment);
	unsigned long long n;
	char *end;
	int i;

	for (i = 0; i < LIMIT_COUNT; i++)
		if (strlen(table[i].name) == len &&
		    strncmp(table[i].name, assignment, len) == 0)
			break;
	if (i == LIMIT_COUNT)
		return unknown_name(assignment, e);
	errno = 0;
	n = strtoull(eq + 1, &end, 10);
	if (errno != 0 || end == eq + 1 || *end != '\0' || eq[1] < '0' ||
	    eq[1] > '9')
		return err_set(e, ERR_USAGE, "-limit %s: expected a whole "
		    "number after the equals sign", assignment);
	l->value[i] = n;
	return true;
}

bool
limit_check(const struct limits *l, enum limit which, uint64_t value,
    const char *what, struct err *e)
{
	if (value <= l->value[which])
		return true;
	/* Things are counted one by one, and no further than needed. */
	if (which == LIMIT_BAGS)
		return err_set(e, ERR_LIMIT, "more than %" PRIu64 " %s "
		    "(-limit %s=N raises the limit)", l->value[which], what,
		    table[which].name);
	return err_set(e, ERR_LIMIT, "%" PRIu64 " %s, more than the limit of "
	    "%" PRIu64 " (-limit %s=N raises it)", value, what,
	    l->value[which], table[which].name);
}
