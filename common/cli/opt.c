#include "cli/opt.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/limits.h"
#include "base/secret.h"
#include "base/text.h"

enum { NAME_MAX_LEN = 32, OPT_VALUES_MAX = 256 };

/* Between an option and its value, with other programs. */
#define VALUE_MARKS	"=:"

/* ---- names ---- */

static const struct opt_spec *
find(const struct opt_table *t, const char *name)
{
	for (size_t i = 0; i < t->count; i++)
		if (text_same(t->specs[i].name, name))
			return &t->specs[i];
	return NULL;
}

void
opt_consider(const struct opt_table *t, struct nearest *n)
{
	for (size_t i = 0; i < t->count; i++)
		if ((t->specs[i].flags & OPT_HIDDEN) == 0)
			nearest_consider(n, t->specs[i].name);
}

/* ---- marks of a word processor ---- */

static bool
begins_with_quote(const char *s)
{
	return text_begins_with_quote(view_str(s));
}

static bool
has_quote(const char *s)
{
	for (; *s != '\0'; s++)
		if (begins_with_quote(s))
			return true;
	return false;
}

/* What follows an en dash, em dash, minus sign and the like; NULL when there is
 * none. */
static const char *
after_dash(const char *s)
{
	if (s[0] == '\xe2' && s[1] == '\x80' && s[2] >= '\x90' &&
	    s[2] <= '\x95')
		return s + 3;
	if (s[0] == '\xe2' && s[1] == '\x88' && s[2] == '\x92')
		return s + 3;
	return NULL;
}

/* ---- refusals ---- */

static bool
add_printable(struct err *e, const char *before, const char *text,
    const char *after)
{
	struct bytes b = BYTES_INIT;

	text_add_printable(&b, view_str(text));
	bytes_add_u8(&b, 0);
	err_add(e, "%s%s%s", before, b.failed ? "" : (const char *)b.data,
	    after);
	bytes_clear(&b);
	return false;
}

static bool
begins_with_name(const char *word, const char *name)
{
	for (; *name != '\0'; word++, name++)
		if (*word == '\0' || !text_same_letter(*word, *name))
			return false;
	return true;
}

/* "/po:SECRET", "-pSECRET": not an option, but what follows the name of this one
 * may be a password. `joined`: only where a mark joins them. */
static const struct opt_spec *
secret_in(const struct opt_table *t, const char *name, bool joined)
{
	const struct opt_spec *best = NULL;

	for (size_t i = 0; i < t->count; i++) {
		const struct opt_spec *s = &t->specs[i];
		size_t len = strlen(s->name);

		if (s->kind == OPT_SECRET && begins_with_name(name, s->name) &&
		    name[len] != '\0' && (!joined ||
		    strchr(VALUE_MARKS, name[len]) != NULL) &&
		    (best == NULL || len > strlen(best->name)))
			best = s;
	}
	return best;
}

static bool
value_is_next(const struct opt_spec *s, struct err *e)
{
	return err_add(e, ": the value of -%s is written as the next argument",
	    s->name);
}

/* What may be a password is not printed. A name that is nearly it is not one. */
static bool
unknown_with_secret(const struct opt_table *t, const char *arg,
    const struct opt_spec *secret, const char *name, struct err *e)
{
	struct nearest near;

	nearest_begin(&near, name);
	opt_consider(t, &near);
	err_set(e, ERR_USAGE, "unknown option %.*s%s...", (int)(name - arg),
	    arg, secret->name);
	value_is_next(secret, e);
	if (near.best != NULL && near.best != secret->name &&
	    begins_with_name(near.best, secret->name))
		err_add(e, "; did you mean -%s?", near.best);
	return false;
}

/* Up to what may be a value. */
static void
add_name(struct err *e, const char *arg, size_t len)
{
	struct bytes b = BYTES_INIT;

	text_add_printable(&b, view_of(arg, len));
	err_add(e, "%.*s", b.failed ? 0 : (int)b.len,
	    b.failed ? "" : (const char *)b.data);
	if (arg[len] != '\0')
		err_add(e, "%c...", arg[len]);
	bytes_clear(&b);
}

/* -name=VALUE, -name:VALUE: the option of that name. */
static const struct opt_spec *
joined_to(const struct opt_table *t, const char *name)
{
	size_t len = strcspn(name, VALUE_MARKS);
	char head[NAME_MAX_LEN + 1];
	const struct opt_spec *s;

	if (name[len] == '\0' || len > NAME_MAX_LEN)
		return NULL;
	memcpy(head, name, len);
	head[len] = '\0';
	s = find(t, head);
	return s != NULL && s->kind != OPT_FLAG ? s : NULL;
}

static bool
unknown(const struct opt_table *t, const char *arg, struct err *e)
{
	const char *name = arg + 1 + (arg[1] == '-');
	const struct opt_spec *s = joined_to(t, name);
	const struct opt_spec *secret = secret_in(t, name, false);
	const char before[] = { t->dash, '\0' };
	struct nearest n;

	if (s == NULL && secret != NULL && find(t, name) == NULL)
		return unknown_with_secret(t, arg, secret, name, e);
	err_set(e, ERR_USAGE, "unknown option ");
	add_name(e, arg, strcspn(arg, VALUE_MARKS));
	if (s != NULL)
		return value_is_next(s, e);
	s = find(t, name);
	if (s != NULL)
		return err_add(e, ": options here begin with one dash, -%s",
		    s->name);
	nearest_begin(&n, name);
	opt_consider(t, &n);
	nearest_suggest(&n, before, e);
	return false;
}

bool
opt_check_files(const struct opt_table *t, int count, char **files,
    struct err *e)
{
	for (int i = 0; i < count; i++) {
		const char *name = files[i];

		if (*name != '/' || strchr(name + 1, '/') != NULL ||
		    access(name, F_OK) == 0)
			continue;
		opt_unknown(t, name, e);
		return err_add(e, " (and there is no such file)");
	}
	return true;
}

bool
opt_hides_secret(const struct opt_table *t, const char *arg)
{
	return secret_in(t, arg + 1 + (arg[1] == '-'), false) != NULL;
}

bool
opt_unknown(const struct opt_table *t, const char *arg, struct err *e)
{
	return unknown(t, arg, e);
}

static bool
typographic(const char *arg, struct err *e)
{
	err_set(e, ERR_USAGE, "typographic marks in ");
	return add_printable(e, "\"", arg, "\", as a web page or a word "
	    "processor makes them: type plain - and \" instead");
}

static bool
missing_value(const struct opt_spec *s, struct err *e)
{
	return err_set(e, ERR_USAGE, "-%s needs a value: -%s %s", s->name,
	    s->name, s->value_name);
}

static bool
repeated(const struct opt_spec *s, struct err *e)
{
	return err_set(e, ERR_USAGE, "-%s is given twice", s->name);
}

/* ---- values ---- */

static void *
field(const struct opt_spec *s, void *target)
{
	return (char *)target + s->offset;
}

static bool
is_option(const struct opt_table *t, const char *word)
{
	return (*word == '-' || *word == '/') && find(t, word + 1) != NULL;
}

static bool
set_secret(const struct opt_table *t, const struct opt_spec *s, char *value,
    struct secret *to, struct err *e)
{
	struct secret copy = SECRET_INIT;
	bool ok = false;
	char from[NAME_MAX_LEN + 8];
	const char *text;
	bool again = to->given;

	/* First out of sight, then judged. */
	if (!secret_take_arg(&copy, value, e))
		return false;
	text = (const char *)copy.data;
	snprintf(from, sizeof(from), "%s-from", s->name);
	if (again && (s->flags & OPT_REPEAT) == 0)
		repeated(s, e);
	else if (copy.len > SECRET_MAX)
		err_set(e, ERR_USAGE, "the value of -%s has more than %d bytes",
		    s->name, SECRET_MAX);
	else if (is_option(t, text))
		err_set(e, ERR_USAGE, "what follows -%s is the option -%s: "
		    "was the password empty? Write it as \"\", or use -%s",
		    s->name, find(t, text + 1)->name, from);
	else if (begins_with_quote(text))
		err_set(e, ERR_USAGE, "the value of -%s begins with a "
		    "typographic quote, as a web page makes them: type a "
		    "plain one, or use -%s where it belongs to the password",
		    s->name, from);
	else
		ok = true;
	if (ok)
		secret_move(to, &copy);
	secret_clear(&copy);
	return ok;
}

/* Is the word one of "A|B|C"? */
static bool
is_among(const char *word, const char *values)
{
	size_t len = strlen(word);
	const char *end;

	for (;; values = end + 1) {
		end = strchrnul(values, '|');
		if ((size_t)(end - values) == len) {
			size_t i;

			for (i = 0; i < len; i++)
				if (!text_same_letter(word[i], values[i]))
					break;
			if (i == len)
				return true;
		}
		if (*end == '\0')
			return false;
	}
}

/* The nearest of "A|B|C". */
static bool
suggest_value(const char *word, const char *values, struct err *e)
{
	char copy[OPT_VALUES_MAX], *rest = copy, *value;
	struct nearest n;

	nearest_begin(&n, word);
	snprintf(copy, sizeof(copy), "%s", values);
	while ((value = strsep(&rest, "|")) != NULL)
		nearest_consider(&n, value);
	nearest_suggest(&n, "", e);
	return false;
}

static bool
set_string(const struct opt_spec *s, const char *value, const char **to,
    struct err *e)
{
	if (*to != NULL && (s->flags & OPT_REPEAT) == 0)
		return repeated(s, e);
	if (begins_with_quote(value))
		return typographic(value, e);
	if ((s->kind == OPT_PATH || s->kind == OPT_LIST) && *value == '\0')
		return err_set(e, ERR_USAGE, "-%s has an empty value, expected "
		    "%s", s->name, s->value_name);
	if (s->values != NULL && !is_among(value, s->values)) {
		err_set(e, ERR_USAGE, "-%s ", s->name);
		add_printable(e, "", value, ": expected one of ");
		err_add(e, "%s", s->values);
		return suggest_value(value, s->values, e);
	}
	*to = value;
	return true;
}

static bool
add_to_list(const struct opt_spec *s, const char *value, struct opt_list *to,
    struct err *e)
{
	const char *item = NULL;

	if (to->count == OPT_LIST_MAX)
		return err_set(e, ERR_USAGE, "-%s is given more than %d times",
		    s->name, OPT_LIST_MAX);
	if (!set_string(s, value, &item, e))
		return false;
	to->items[to->count++] = item;
	return true;
}

static bool
set_uint(const struct opt_spec *s, const char *value, struct opt_uint *to,
    struct err *e)
{
	char *end;

	if (to->given && (s->flags & OPT_REPEAT) == 0)
		return repeated(s, e);
	errno = 0;
	to->value = strtoull(value, &end, 10);
	if (*value < '0' || *value > '9' || *end != '\0' || errno != 0) {
		err_set(e, ERR_USAGE, "-%s ", s->name);
		return add_printable(e, "", value, ": expected a whole number");
	}
	to->given = true;
	return true;
}

static bool
set_flag(const struct opt_spec *s, bool *to, struct err *e)
{
	if (*to && (s->flags & OPT_REPEAT) == 0)
		return repeated(s, e);
	*to = true;
	return true;
}

static bool
set(const struct opt_table *t, const struct opt_spec *s, char *value,
    void *target, struct err *e)
{
	if ((s->flags & OPT_REFUSED) == OPT_REFUSED)
		return err_set(e, ERR_UNSUPPORTED, "%c%s is not supported: %s",
		    t->dash, s->name, s->help);
	if (s->kind != OPT_FLAG && value == NULL)
		return missing_value(s, e);
	switch (s->kind) {
	case OPT_FLAG:
		return set_flag(s, field(s, target), e);
	case OPT_STRING:
	case OPT_PATH:
		return set_string(s, value, field(s, target), e);
	case OPT_LIST:
		return add_to_list(s, value, field(s, target), e);
	case OPT_UINT:
		return set_uint(s, value, field(s, target), e);
	case OPT_SECRET:
		return set_secret(t, s, value, field(s, target), e);
	case OPT_LIMIT:
		return limits_set(field(s, target), value, e);
	}
	return false;
}

/* ---- the line ---- */

static bool
is_special(const struct opt_table *t, const char *arg, enum opt_special *special)
{
	if (strcmp(arg, "-?") == 0 || strcmp(arg, "/?") == 0 ||
	    strcmp(arg, "--help") == 0 ||
	    (strcmp(arg, "-h") == 0 && find(t, "h") == NULL)) {
		*special = OPT_HELP;
		return true;
	}
	*special = strcmp(arg, "--version") == 0 ? OPT_VERSION :
	    strcmp(arg, "--options") == 0 ? OPT_LIST_OPTIONS :
	    strcmp(arg, "--verbs") == 0 ? OPT_LIST_VERBS : OPT_RUN;
	return *special != OPT_RUN;
}

/* `after` is the option whose value it follows; NULL: of none. */
static bool
unexpected(const struct opt_table *t, const char *arg,
    const struct opt_spec *after, struct err *e)
{
	if (after != NULL && after->kind == OPT_SECRET)
		return err_set(e, ERR_USAGE, "unexpected argument after the "
		    "value of -%s: a password with spaces needs quotes",
		    after->name);
	err_set(e, ERR_USAGE, "unexpected argument ");
	/* As the shell makes them of -pvk *.pvk. */
	return add_printable(e, "\"", arg, after != NULL &&
	    after->kind == OPT_PATH && find(t, "batch") != NULL &&
	    access(arg, F_OK) == 0 ? "\": one file here; for many: -batch "
	    "LIST" : "\": every value follows the name of its option");
}

static bool
take_operand(const struct opt_table *t, char *arg, bool allowed,
    const struct opt_spec *after, struct opt_result *r, struct err *e)
{
	const char *name = after_dash(arg);

	if ((name != NULL && find(t, name) != NULL) || begins_with_quote(arg))
		return typographic(arg, e);
	if (name == NULL && *arg == '/')
		name = arg + 1;
	if (name != NULL && secret_in(t, name, true) != NULL)
		return unknown_with_secret(t, arg, secret_in(t, name, true),
		    name, e);
	if (!allowed && *arg == '/' && strchr(arg + 1, '/') == NULL)
		return unknown(t, arg, e);
	if (!allowed)
		return unexpected(t, arg, after, e);
	r->operands[r->operand_count++] = arg;
	return true;
}

static bool
parse_line(const struct opt_table *t, int argc, char **argv,
    bool operands_allowed, void *target, struct opt_result *r, struct err *e)
{
	const struct opt_spec *after = NULL;
	bool options = true;

	r->special = OPT_RUN;
	r->special_word = NULL;
	r->operand_count = 0;
	r->operands = argc > 0 ? argv + 1 : argv;
	for (int i = 1; i < argc; i++) {
		char *arg = argv[i];
		const struct opt_spec *s = NULL;
		bool dash = *arg == '-' && arg[1] != '\0';

		if (options && strcmp(arg, "--") == 0) {
			options = false;
			continue;
		}
		if (options && is_special(t, arg, &r->special)) {
			r->special_word = arg;
			return true;
		}
		if (options && (dash || *arg == '/'))
			s = find(t, arg + 1);
		if (s != NULL) {
			if (!set(t, s, s->kind == OPT_FLAG ? NULL :
			    i + 1 < argc ? argv[++i] : NULL, target, e))
				return false;
		} else if (options && dash) {
			return has_quote(arg) && secret_in(t, arg + 1,
			    false) == NULL ? typographic(arg, e) :
			    unknown(t, arg, e);
		} else if (!take_operand(t, arg, operands_allowed, after, r,
		    e)) {
			return false;
		}
		after = s;
	}
	return true;
}

static bool
is_given(const struct opt_table *t, const void *target, const char *name)
{
	const struct opt_spec *s = find(t, name);

	return s != NULL && opt_given(s, target);
}

static bool
check_pairs(const struct opt_table *t, const void *target, struct err *e)
{
	for (size_t i = 0; i < t->exclusive_count; i++) {
		opt_pair *p = &t->exclusive[i];

		if (is_given(t, target, (*p)[0]) &&
		    is_given(t, target, (*p)[1]))
			return err_set(e, ERR_USAGE, "%c%s and %c%s cannot be "
			    "used together", t->dash, (*p)[0], t->dash,
			    (*p)[1]);
	}
	return true;
}

bool
opt_parse(const struct opt_table *t, int argc, char **argv,
    bool operands_allowed, void *target, struct opt_result *r, struct err *e)
{
	return parse_line(t, argc, argv, operands_allowed, target, r, e) &&
	    (r->special != OPT_RUN || check_pairs(t, target, e));
}

/* ---- what was given ---- */

static bool
limits_differ(const struct limits *l)
{
	struct limits usual;

	limits_default(&usual);
	return memcmp(l, &usual, sizeof(usual)) != 0;
}

bool
opt_given(const struct opt_spec *s, const void *target)
{
	const void *p = (const char *)target + s->offset;

	if ((s->flags & OPT_REFUSED) == OPT_REFUSED)
		return false;
	switch (s->kind) {
	case OPT_FLAG:
		return *(const bool *)p;
	case OPT_STRING:
	case OPT_PATH:
		return *(const char *const *)p != NULL;
	case OPT_LIST:
		return ((const struct opt_list *)p)->count != 0;
	case OPT_UINT:
		return ((const struct opt_uint *)p)->given;
	case OPT_SECRET:
		return ((const struct secret *)p)->given;
	case OPT_LIMIT:
		return limits_differ(p);
	}
	return false;
}

const struct opt_spec *
opt_find(const struct opt_table *t, const char *arg)
{
	if ((*arg != '-' && *arg != '/') || arg[1] == '\0')
		return NULL;
	return find(t, arg + 1);
}

bool
opt_takes_value(const struct opt_table *t, const char *arg)
{
	const struct opt_spec *s = opt_find(t, arg);

	return s != NULL && s->kind != OPT_FLAG;
}

bool
opt_written(int argc, char **argv, const char *name)
{
	for (int i = 1; i < argc; i++)
		if ((argv[i][0] == '-' || argv[i][0] == '/') &&
		    text_same(argv[i] + 1, name))
			return true;
	return false;
}
