#include "cli/opt.h"

#include "base/limits.h"

enum { HELP_COLUMN = 26 };

static bool
is_shown(const struct opt_table *t, const struct opt_spec *s,
    const char *takes)
{
	return (s->flags & OPT_HIDDEN) == 0 &&
	    opt_is_taken(t, s, takes);
}

void
opt_usage(const struct opt_table *t, const char *takes, FILE *to)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct opt_spec *s = &t->specs[i];
		int used;

		if (!is_shown(t, s, takes))
			continue;
		used = fprintf(to, "  -%s%s%s", s->name,
		    s->value_name != NULL ? " " : "",
		    s->value_name != NULL ? s->value_name : "");
		if (used < 0)
			return;
		if (used > HELP_COLUMN - 2) {
			fputc('\n', to);
			used = 0;
		}
		fprintf(to, "%*s%s\n", HELP_COLUMN - used, "", s->help);
	}
}

static void
print_values(const struct opt_spec *s, FILE *to)
{
	if (s->values != NULL)
		fprintf(to, "\t%s", s->values);
	for (int l = 0; s->kind == OPT_LIMIT && l < LIMIT_COUNT; l++)
		fprintf(to, "%s%s=", l == 0 ? "\t" : "|",
		    limit_name((enum limit)l));
}

void
opt_names(const struct opt_table *t, const char *takes, FILE *to)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct opt_spec *s = &t->specs[i];

		if (!is_shown(t, s, takes))
			continue;
		fputs(s->name, to);
		if (s->value_name != NULL) {
			fprintf(to, "\t%s", s->value_name);
			print_values(s, to);
		}
		fputc('\n', to);
	}
	fputs("?\n-help\n-version\n", to);
}
