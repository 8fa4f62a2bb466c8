#include "io/osslsigncode.h"

#include <sys/stat.h>

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"

#define PROGRAM		"osslsigncode"
#define VARIABLE	"SPCKIT_OSSLSIGNCODE"

enum { LEAST_ERROR_DIGITS = 8 };

/* ---- finding it ---- */

static bool
is_program(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    access(path, X_OK) == 0;
}

static bool
named_by_variable(struct osslsigncode *o, const char *path, struct err *e)
{
	if (!is_program(path))
		return err_set(e, ERR_NOT_FOUND, VARIABLE ": not a program: "
		    "%s", path);
	o->path = strdup(path);
	return o->path != NULL || err_memory(e);
}

/* An empty component of PATH, the current directory, is skipped. */
static bool
in_path(struct osslsigncode *o, const char *path, struct err *e)
{
	for (size_t n; *path != '\0'; path += n + (path[n] == ':')) {
		n = strcspn(path, ":");
		if (n == 0)
			continue;
		if (asprintf(&o->path, "%.*s/" PROGRAM, (int)n, path) == -1) {
			o->path = NULL;
			return err_memory(e);
		}
		if (is_program(o->path))
			return true;
		free(o->path);
		o->path = NULL;
	}
	return err_set(e, ERR_NOT_FOUND, PROGRAM " is not in PATH: install "
	    "it (apt-get install " PROGRAM ") or set " VARIABLE);
}

bool
osslsigncode_find(struct osslsigncode *o, struct err *e)
{
	const struct osslsigncode none = OSSLSIGNCODE_INIT;
	const char *named = getenv(VARIABLE), *path = getenv("PATH");

	*o = none;
	if (named != NULL && *named != '\0')
		return named_by_variable(o, named, e);
	return in_path(o, path != NULL ? path : "/usr/local/bin:/usr/bin:/bin",
	    e);
}

void
osslsigncode_clear(struct osslsigncode *o)
{
	free(o->path);
	o->path = NULL;
}

bool
osslsigncode_run(const struct osslsigncode *o, struct process_job *j,
    struct process_result *r, struct err *e)
{
	j->path = o->path;
	j->argv[0] = o->path;
	j->collect = true;
	return process_run(j, r, e);
}

/* ---- what it said ---- */

/* "40D97859487F0000:error:1E08010C:DECODER routines:..." */
static bool
is_error_queue(struct view line)
{
	size_t n = 0;

	while (n < line.len && text_hex_value(line.data[n]) != -1)
		n++;
	return n >= LEAST_ERROR_DIGITS && line.len - n > 7 &&
	    memcmp(line.data + n, ":error:", 7) == 0;
}

static bool
is_message(struct view line)
{
	static const char *const noise[] = {
		"Failed", "Succeeded", "Connecting to ", "Current PE checksum",
		"Calculated PE checksum", "PE checksum", "Warning: invalid PE",
		"Engine \"", "Use the \"",
	};

	if (line.len == 0 || is_error_queue(line))
		return false;
	for (size_t i = 0; i < COUNT_OF(noise); i++)
		if (view_begins(line, noise[i]))
			return false;
	return true;
}

static struct view
trim_line(struct view line)
{
	while (line.len != 0 && isspace(line.data[0]))
		line = view_sub(line, 1, line.len - 1);
	while (line.len != 0 && isspace(line.data[line.len - 1]))
		line.len--;
	return line;
}

static void
add_messages(struct view output, struct bytes *out)
{
	struct view line, last = VIEW_INIT;
	const unsigned char *end;
	size_t n;

	for (; output.len != 0; output = view_sub(output, n, output.len - n)) {
		end = memchr(output.data, '\n', output.len);
		n = end != NULL ? (size_t)(end - output.data) + 1 : output.len;
		line = trim_line(view_of(output.data, n));
		if (!is_message(line) || view_equal(line, last))
			continue;
		bytes_add_str(out, out->len != 0 ? "; " : "");
		text_add_printable(out, line);
		last = line;
	}
}

void
osslsigncode_said(const struct process_result *r, struct bytes *out)
{
	add_messages(view_bytes(&r->errors), out);
	add_messages(view_bytes(&r->output), out);
}
