#include "io/tsv.h"

#include <string.h>

static bool
open_text(struct tsv *r, struct err *e)
{
	/* The file's cap leaves no room for the NUL. */
	r->text.max = 0;
	bytes_add_u8(&r->text, 0);
	if (!bytes_ok(&r->text, e))
		return false;
	if (memchr(r->text.data, 0, r->text.len - 1) != NULL)
		return err_set(e, ERR_FORMAT, "contains NUL characters, "
		    "expected UTF-8 text");
	r->at = (char *)r->text.data;
	if (strncmp(r->at, "\xef\xbb\xbf", 3) == 0)
		r->at += 3;
	return true;
}

bool
tsv_open(struct tsv *r, const char *operand, readfile_cap *cap,
    const struct limits *limits, struct err *e)
{
	const struct tsv none = TSV_INIT;

	*r = none;
	if (readfile(operand, cap, limits, &r->text, e) &&
	    (open_text(r, e) || err_in(e, "%s", readfile_name(operand))))
		return true;
	tsv_clear(r);
	return false;
}

bool
tsv_text(struct tsv *r, struct view text, struct err *e)
{
	const struct tsv none = TSV_INIT;

	*r = none;
	bytes_add_view(&r->text, text);
	if (open_text(r, e))
		return true;
	tsv_clear(r);
	return false;
}

bool
tsv_next(struct tsv *r, char **line)
{
	size_t len;

	while (r->at != NULL) {
		*line = r->at;
		r->at = strchr(r->at, '\n');
		if (r->at != NULL)
			*r->at++ = '\0';
		r->number++;
		len = strlen(*line);
		if (len != 0 && (*line)[len - 1] == '\r')
			(*line)[--len] = '\0';
		if (len != 0 && **line != '#')
			return true;
	}
	return false;
}

bool
tsv_split(char *line, const char **columns, size_t count, struct err *e)
{
	size_t n = 0;
	char *next;

	memset(columns, 0, count * sizeof(*columns));
	for (; line != NULL; line = next, n++) {
		next = strchr(line, '\t');
		if (next != NULL)
			*next++ = '\0';
		if (*line == '\0' || (n < count && strcmp(line, "-") == 0))
			continue;
		if (n >= count)
			return err_set(e, ERR_USAGE, "more than %zu columns",
			    count);
		columns[n] = line;
	}
	return true;
}

bool
tsv_password(const char *column, enum passin_how how, const char *name,
    struct secret *out, struct err *e)
{
	if (column == NULL)
		return true;
	if (strcmp(column, "prompt") == 0)
		return err_set(e, ERR_USAGE, "prompt: not allowed in batch "
		    "mode");
	return passin_source(column, "", how, name, out, e);
}

void
tsv_clear(struct tsv *r)
{
	bytes_clear(&r->text);
	r->at = NULL;
}
