#include "io/typedpath.h"

#include <sys/stat.h>

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/text.h"

enum { MARK = 3 };	/* bytes of a typographic quote in UTF-8 */

/* ---- quotes ---- */

static bool
is_plain(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
	    (c >= 'a' && c <= 'z');
}

/* As a shell reads one word, but for spaces; false when a quote is left open. */
static bool
unquote_shell(const char *s, char *out)
{
	char quote = '\0';

	for (; *s != '\0'; s++) {
		if (*s == quote)
			quote = '\0';
		else if (quote == '\0' && (*s == '\'' || *s == '"'))
			quote = *s;
		else if (*s == '\\' && quote != '\'' && s[1] != '\0' &&
		    !is_plain(s[1]))
			*out++ = *++s;
		else
			*out++ = *s;
	}
	*out = '\0';
	return quote == '\0';
}

/* An apostrophe inside of a name is not a quote. */
static void
unquote_name(const char *typed, char *out)
{
	size_t len = strlen(typed);

	if (len > 2 * MARK && text_begins_with_quote(view_str(typed)) &&
	    text_begins_with_quote(view_str(typed + len - MARK))) {
		memcpy(out, typed + MARK, len - 2 * MARK);
		out[len - 2 * MARK] = '\0';
		return;
	}
	if ((*typed != '\'' && *typed != '"' && strchr(typed, '\\') == NULL) ||
	    !unquote_shell(typed, out))
		memcpy(out, typed, len + 1);
}

/* ---- URIs ---- */

/* The path of file:/..., file:///... or file://localhost/...; NULL: none. */
static const char *
path_of_uri(const char *name)
{
	static const char here[] = "localhost";

	if (strncasecmp(name, "file:/", 6) != 0)
		return NULL;
	if (name[6] != '/')
		return name + 5;
	name += 7;
	if (strncasecmp(name, here, sizeof(here) - 1) == 0)
		name += sizeof(here) - 1;
	return *name == '/' ? name : NULL;
}

static void
decode_percent(const char *s, char *out)
{
	for (; *s != '\0'; s++) {
		int high = -1, low = -1;

		if (*s == '%' && (high = text_hex_value(
		    (unsigned char)s[1])) >= 0)
			low = text_hex_value((unsigned char)s[2]);
		if (low < 0 || high * 16 + low == 0) {
			*out++ = *s;
			continue;
		}
		*out++ = (char)(high * 16 + low);
		s += 2;
	}
	*out = '\0';
}

/* ---- home ---- */

/* Of ~ and ~NAME, which has `len` letters; NULL: none. */
static const char *
find_home(const char *name, size_t len)
{
	const char *home = getenv("HOME");
	const struct passwd *p;
	char *copy;

	if (len == 0 && home != NULL && *home == '/')
		return home;
	copy = strndup(name, len);
	if (copy == NULL)
		return NULL;
	p = len == 0 ? getpwuid(getuid()) : getpwnam(copy);
	free(copy);
	return p != NULL ? p->pw_dir : NULL;
}

static bool
expand_home(const char *name, char **path, struct err *e)
{
	size_t len = strcspn(name + 1, "/");
	const char *home = find_home(name + 1, len);

	if (home == NULL)
		*path = strdup(name);
	else if (asprintf(path, "%s%s", home, name + 1 + len) == -1)
		*path = NULL;
	return *path != NULL || err_memory(e);
}

bool
typedpath(const char *typed, char **path, struct err *e)
{
	char *name = strdup(typed);
	const char *uri;
	struct stat st;
	bool ok;

	*path = name;
	if (name == NULL)
		return err_memory(e);
	if (lstat(typed, &st) == 0)
		return true;
	unquote_name(typed, name);
	uri = path_of_uri(name);
	if (uri != NULL)
		decode_percent(uri, name);
	if (*name != '~')
		return true;
	ok = expand_home(name, path, e);
	free(name);
	return ok;
}
