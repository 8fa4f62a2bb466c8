#include "spec.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

_Noreturn void
spec_die(const char *what, const char *which)
{
	fprintf(stderr, "makepaths: %s: %s\n", what, which);
	exit(2);
}

int64_t
spec_time(const char *day)
{
	struct tm t = { 0 };

	if (sscanf(day, "%4d%2d%2d", &t.tm_year, &t.tm_mon, &t.tm_mday) != 3)
		spec_die("not a day", day);
	t.tm_year -= 1900;
	t.tm_mon--;
	return timegm(&t);
}

const char *
spec_arg(const struct spec_line *l, const char *name, const char *otherwise)
{
	for (size_t i = l->count; i-- > 0; )
		if (strcmp(l->args[i].name, name) == 0)
			return l->args[i].value;
	return otherwise;
}

static void
add_line(struct spec *s, const char *kind, char **save)
{
	struct spec_line *l = &s->lines[s->count];
	char *word, *value;

	if (s->count == SPEC_LINES)
		spec_die("too many lines", s->name);
	l->kind = kind;
	l->id = strtok_r(NULL, " \t", save);
	if (l->id == NULL)
		spec_die("a line without a name", kind);
	for (l->count = 0; (word = strtok_r(NULL, " \t", save)) != NULL; ) {
		value = strchr(word, '=');
		if (value == NULL || l->count == SPEC_ARGS)
			spec_die("not an argument, or too many", word);
		*value++ = '\0';
		l->args[l->count++] = (struct spec_arg){ word, value };
	}
	if (strcmp(kind, "ee") == 0)
		s->leaf = l->id;
	s->count++;
}

static const char *
operand(const char *kind, char **save)
{
	const char *word = strtok_r(NULL, " \t", save);

	if (word == NULL)
		spec_die("a value is missing", kind);
	return word;
}

static void
read_words(struct spec *s, const char **leaf, char *line)
{
	char *save, *kind = strtok_r(line, " \t", &save);

	if (kind == NULL)
		return;
	if (strcmp(kind, "expect") == 0)
		s->expect = operand(kind, &save);
	else if (strcmp(kind, "at") == 0)
		s->at = spec_time(operand(kind, &save));
	else if (strcmp(kind, "leaf") == 0)
		*leaf = operand(kind, &save);
	else if (strcmp(kind, "explicit") == 0)
		s->explicit_policy = true;
	else if (strcmp(kind, "lists") == 0)
		s->lists = true;
	else if (strcmp(kind, "policy") == 0) {
		if (s->policy_count == SPEC_POLICIES)
			spec_die("too many policies", s->name);
		s->policies[s->policy_count++] = operand(kind, &save);
	} else if (strcmp(kind, "root") == 0 || strcmp(kind, "ca") == 0 ||
	    strcmp(kind, "ee") == 0 || strcmp(kind, "crl") == 0)
		add_line(s, kind, &save);
	else
		spec_die("unknown line", kind);
}

/* Where the next `case` begins, or the end. */
static const char *
case_start(const char *p)
{
	while (*p != '\0' && strncmp(p, "case ", 5) != 0) {
		p += strcspn(p, "\n");
		p += *p == '\n';
	}
	return p;
}

bool
spec_next(const char **rest, struct spec *s)
{
	const char *start = case_start(*rest), *end, *leaf = NULL;
	char *line, *next, *comment;

	memset(s, 0, sizeof(*s));
	if (*start == '\0')
		return false;
	end = case_start(start + 1);
	*rest = end;
	s->text = strndup(start, (size_t)(end - start));
	if (s->text == NULL)
		spec_die("out of memory", "a case");
	s->at = spec_time("20260601");
	line = s->text;
	for (bool first = true; line != NULL; line = next, first = false) {
		if ((next = strchr(line, '\n')) != NULL)
			*next++ = '\0';
		if ((comment = strchr(line, '#')) != NULL)
			*comment = '\0';
		if (first)
			s->name = line + 5;
		else
			read_words(s, &leaf, line);
	}
	if (leaf != NULL)
		s->leaf = leaf;
	if (s->leaf == NULL)
		spec_die("no leaf", s->name);
	return true;
}

void
spec_clear(struct spec *s)
{
	free(s->text);
	s->text = NULL;
}
