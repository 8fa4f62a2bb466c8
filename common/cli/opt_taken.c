/*
 * opt_taken.c - which options of a table a command takes, and which of them
 * together
 */

#include "cli/opt.h"

#include <string.h>

bool
opt_is_among(const char *name, const char *list)
{
	size_t len = strlen(name), n;

	for (; *list != '\0'; list += n + (list[n] == ' ')) {
		n = strcspn(list, " ");
		if (n == len && strncmp(list, name, n) == 0)
			return true;
	}
	return false;
}

bool
opt_is_taken(const struct opt_spec *specs, size_t count,
    const struct opt_spec *s, const char *takes)
{
	if (takes == NULL)
		return true;
	for (size_t i = 0; i < count; i++)
		if (specs[i].offset == s->offset &&
		    opt_is_among(specs[i].name, takes))
			return true;
	return false;
}

bool
opt_check_taken(const struct opt_spec *specs, size_t count,
    const void *target, const char *command, const char *takes, struct err *e)
{
	for (size_t i = 0; i < count; i++)
		if (opt_given(&specs[i], target) &&
		    !opt_is_taken(specs, count, &specs[i], takes))
			return err_set(e, ERR_USAGE, "%s does not take -%s",
			    command, specs[i].name);
	return true;
}

static bool
is_given(const struct opt_spec *specs, size_t count, const void *target,
    const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(specs[i].name, name) == 0)
			return opt_given(&specs[i], target);
	return false;
}

bool
opt_check_pairs(const struct opt_spec *specs, size_t count,
    const void *target, const char *const pairs[][2], size_t pair_count,
    struct err *e)
{
	for (size_t i = 0; i < pair_count; i++)
		if (is_given(specs, count, target, pairs[i][0]) &&
		    is_given(specs, count, target, pairs[i][1]))
			return err_set(e, ERR_USAGE, "-%s and -%s cannot be "
			    "used together", pairs[i][0], pairs[i][1]);
	return true;
}
