#include "args.h"

#include <stdlib.h>
#include <string.h>

#include "base/array.h"
#include "base/limits.h"
#include "base/text.h"
#include "io/readfile.h"

static bool
begin_line(struct signtool_lines *l, struct err *e)
{
	if (!array_room(&l->lines, l->count, sizeof(*l->lines), e))
		return false;
	l->lines[l->count++] = (struct signtool_line){ 0, NULL };
	return true;
}

/* To the last line. */
static bool
add(struct signtool_lines *l, const char *arg, size_t len, struct err *e)
{
	struct signtool_line *line = &l->lines[l->count - 1];
	char **grown;

	if (l->total == SIGNTOOL_ARGS)
		return err_set(e, ERR_LIMIT, "more than %d arguments",
		    SIGNTOOL_ARGS);
	grown = reallocarray(line->argv, (size_t)line->argc + 2,
	    sizeof(*grown));
	if (grown == NULL)
		return err_memory(e);
	line->argv = grown;
	grown[line->argc] = strndup(arg, len);
	if (grown[line->argc] == NULL)
		return err_memory(e);
	grown[++line->argc] = NULL;
	l->total++;
	return true;
}

void
signtool_lines_clear(struct signtool_lines *l)
{
	const struct signtool_lines none = SIGNTOOL_LINES_INIT;

	for (size_t i = 0; i < l->count; i++) {
		for (int k = 0; k < l->lines[i].argc; k++) {
			char *arg = l->lines[i].argv[k];

			explicit_bzero(arg, strlen(arg));
			free(arg);
		}
		free(l->lines[i].argv);
	}
	free(l->lines);
	*l = none;
}

/* ---- response files ---- */

static enum limit
cap(struct view start)
{
	(void)start;
	return LIMIT_CONTAINER;
}

/* A line without its end, outer spaces and quotes. */
static struct view
trimmed(struct view v)
{
	while (v.len != 0 && strchr(" \t\r", v.data[v.len - 1]) != NULL)
		v.len--;
	while (v.len != 0 && (*v.data == ' ' || *v.data == '\t'))
		v = view_sub(v, 1, v.len - 1);
	if (v.len >= 2 && *v.data == '"' && v.data[v.len - 1] == '"')
		v = view_sub(v, 1, v.len - 2);
	return v;
}

/* Whole command lines: an empty line ends one. Else they do not count. */
static bool
add_text(struct signtool_lines *l, struct view text, bool commands,
    struct err *e)
{
	bool inside = false;
	size_t n;

	for (; text.len != 0; text = view_sub(text, n, text.len - n)) {
		const unsigned char *end = memchr(text.data, '\n', text.len);
		struct view line;

		n = end != NULL ? (size_t)(end - text.data) + 1 : text.len;
		line = trimmed(view_of(text.data, end != NULL ? n - 1 : n));
		if (line.len == 0 && *text.data != '"') {
			inside = false;
			continue;
		}
		if (commands && !inside && !begin_line(l, e))
			return false;
		inside = true;
		if (!add(l, (const char *)line.data, line.len, e))
			return false;
	}
	return true;
}

/* UTF-8, with or without its mark, or UTF-16 as Windows' editor writes it. */
static bool
decode(struct bytes *text, struct err *e)
{
	struct view v = view_bytes(text);
	struct bytes utf8 = BYTES_INIT;
	bool le = v.len >= 2 && v.data[0] == 0xff && v.data[1] == 0xfe;
	bool be = v.len >= 2 && v.data[0] == 0xfe && v.data[1] == 0xff;

	if (le || be) {
		text_from_utf16(view_sub(v, 2, v.len - 2), le ? TEXT_LE :
		    TEXT_BE, false, &utf8);
		bytes_move(text, &utf8);
	} else if (v.len >= 3 && memcmp(v.data, "\xef\xbb\xbf", 3) == 0) {
		bytes_add_view(&utf8, view_sub(v, 3, v.len - 3));
		bytes_move(text, &utf8);
	}
	if (!bytes_ok(text, e))
		return false;
	return text->len == 0 || memchr(text->data, '\0', text->len) == NULL ||
	    err_set(e, ERR_FORMAT, "holds NUL characters: no response file");
}

static bool
add_file(struct signtool_lines *l, const char *path, bool commands,
    struct err *e)
{
	struct bytes text = BYTES_INIT;
	struct limits limits;
	bool ok;

	limits_default(&limits);
	limits.value[LIMIT_CONTAINER] = SIGNTOOL_RESPONSE_FILE;
	ok = readfile(path, cap, &limits, &text, e) &&
	    ((decode(&text, e) && add_text(l, view_bytes(&text), commands, e)) ||
	    err_in(e, "%s", path));
	bytes_clear(&text);
	return ok;
}

static bool
add_commands(struct signtool_lines *l, int argc, char **argv, struct err *e)
{
	if (argc > 1)
		return err_set(e, ERR_USAGE, "a response file in the place of "
		    "the command holds whole command lines: nothing can "
		    "follow it");
	if (!add_file(l, argv[0] + 1, true, e))
		return false;
	return l->count != 0 || err_set(e, ERR_USAGE, "%s holds no command",
	    argv[0] + 1);
}

bool
signtool_args_expand(int argc, char **argv, const struct opt_table *t,
    struct signtool_lines *l, struct err *e)
{
	bool is_value = false;

	if (argc > 0 && argv[0][0] == '@')
		return add_commands(l, argc, argv, e);
	if (!begin_line(l, e))
		return false;
	for (int i = 0; i < argc; i++) {
		bool file = !is_value && argv[i][0] == '@' &&
		    argv[i][1] != '\0';

		if (file ? !add_file(l, argv[i] + 1, false, e) :
		    !add(l, argv[i], strlen(argv[i]), e))
			return false;
		is_value = !is_value && t != NULL &&
		    opt_takes_value(t, argv[i]);
	}
	return true;
}

void
signtool_args_blank(int argc, char **argv, const struct opt_table *t)
{
	for (int i = 0; t != NULL && i + 1 < argc; i++) {
		const struct opt_spec *s = opt_find(t, argv[i]);

		if (s == NULL || s->kind == OPT_FLAG)
			continue;
		i++;
		if (s->kind == OPT_SECRET)
			explicit_bzero(argv[i], strlen(argv[i]));
	}
}
