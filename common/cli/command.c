#include "cli/command.h"

#include "base/text.h"

const struct command *
command_find(const struct command_table *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (text_same(t->rows[i].name, name))
			return &t->rows[i];
	return NULL;
}

void
command_consider(const struct command_table *t, struct nearest *n)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].synopsis != NULL)
			nearest_consider(n, t->rows[i].name);
}

bool
command_refuse(const struct command_table *t, const struct command *k,
    struct err *e)
{
	return err_set(e, ERR_UNSUPPORTED, "%s%s is not supported: %s",
	    t->dash, k->name, k->instead);
}

void
command_usage(const struct command_table *t, const char *program, FILE *to)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct command *k = &t->rows[i];

		if (k->synopsis == NULL)
			continue;
		fprintf(to, "  %s %s\n", program, k->synopsis);
		if (k->help != NULL)
			fprintf(to, "      %s\n", k->help);
	}
}

void
command_names(const struct command_table *t, FILE *to)
{
	for (size_t i = 0; i < t->count; i++)
		if (t->rows[i].synopsis != NULL)
			fprintf(to, "%s%s\n", t->dash, t->rows[i].name);
}
