/*
 * opt_taken.c - which options of a table a command takes
 */

#include "cli/opt.h"

#include <string.h>

static bool
is_named(const char *name, const char *list)
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
opt_is_taken(const struct opt_table *t, const struct opt_spec *s,
    const char *takes)
{
	if (takes == NULL)
		return true;
	for (size_t i = 0; i < t->count; i++)
		if (t->specs[i].offset == s->offset &&
		    is_named(t->specs[i].name, takes))
			return true;
	return false;
}

bool
opt_check_taken(const struct opt_table *t, const void *target,
    const char *command, const char *takes, struct err *e)
{
	for (size_t i = 0; i < t->count; i++)
		if (opt_given(&t->specs[i], target) &&
		    !opt_is_taken(t, &t->specs[i], takes))
			return err_set(e, ERR_USAGE, "%s does not take %c%s",
			    command, t->dash, t->specs[i].name);
	return true;
}
