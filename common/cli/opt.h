/*
 * opt.h - Windows' command lines from one const table
 *
 * `-name` and `/name`, any letter case, value in the next argument. What
 * follows an option that takes a value is that value, whatever it looks like.
 * `/word` is an option only when the whole word is in the table, else an
 * operand (a path), or an unknown option where the tool takes no operands.
 * `--` ends options; a single `-` is an operand. `-?`, `/?`, `-h`, `--help`
 * and `--version` are recognised everywhere.
 *
 * Targets are offsets into the caller's struct: there is no global state, and
 * the table drives parsing, the usage text, shell completion and the check
 * against the manual page alike.
 *
 * Refusals are different sentences: unknown option (with the nearest name when
 * one is close), missing value, repeated option, unexpected operand, a literal
 * password that is itself an option of the table, and a name or value with the
 * typographic quotes of a web page around it.
 *
 * Secrets: OPT_SECRET copies the value and blanks its argv bytes at once,
 *          before anything can fail.
 */

#pragma once

#include <stdio.h>

#include "base/bytes.h"
#include "base/compiler.h"
#include "base/err.h"
#include "base/nearest.h"

enum opt_kind {
	OPT_FLAG,		/* bool */
	OPT_STRING,		/* const char *, borrowed from argv */
	OPT_PATH,		/* const char *, borrowed; completes files */
	OPT_UINT,		/* struct opt_uint */
	OPT_LIST,		/* struct opt_list: paths; each time one more */
	OPT_SECRET,		/* struct secret */
	OPT_LIMIT,		/* struct limits; may be repeated */
};

enum {
	OPT_HIDDEN = 1,		/* not in the usage text */
	OPT_REPEAT = 2,		/* the last one counts */
	OPT_REFUSED = 4 | OPT_HIDDEN, /* Windows has it; `help` says why it is
				   not supported here, the offset nothing */
};

struct opt_uint {
	unsigned long long	value;
	bool			given;
};

enum { OPT_LIST_MAX = 256 };

struct opt_list {
	const char	*items[OPT_LIST_MAX];
	size_t		 count;
};

struct opt_spec {
	const char	*name;		/* without dash */
	enum opt_kind	 kind;
	unsigned	 flags;
	size_t		 offset;
	const char	*value_name;	/* NULL for flags */
	const char	*help;
	const char	*values;	/* "A|B": the words allowed, for
					   completion and checking, or NULL */
};

/* Pairs of names that cannot be used together. */
typedef const char *const opt_pair[2];

struct opt_table {
	const struct opt_spec	*specs;
	size_t			 count;
	opt_pair		*exclusive;	/* may be NULL */
	size_t			 exclusive_count;
	char			 dash;		/* how messages spell options */
};
#define OPT_TABLE(specs, exclusive, dash) \
	{ (specs), COUNT_OF(specs), (exclusive), COUNT_OF(exclusive), (dash) }

/* The last two are for completion: --options, --verbs. */
enum opt_special {
	OPT_RUN, OPT_HELP, OPT_VERSION, OPT_LIST_OPTIONS, OPT_LIST_VERBS
};

struct opt_result {
	enum opt_special  special;
	const char	 *special_word;	/* as it was written: "/?" */
	int		  operand_count;
	char		**operands;	/* inside argv, moved to its front */
};

bool	opt_parse(const struct opt_table *t, int argc, char **argv,
	    bool operands_allowed, void *target, struct opt_result *result,
	    struct err *e) MUST_CHECK;
/* Was this option on the line that filled target? */
bool	opt_given(const struct opt_spec *spec, const void *target);
/* The option that this argument is, or NULL: to look at a line before it is
 * parsed. */
const struct opt_spec *opt_find(const struct opt_table *t, const char *arg);
/* For a name that is none of them: those that are shown. */
void	opt_consider(const struct opt_table *t, struct nearest *n);
/* Does this argument take the next one with it? */
bool	opt_takes_value(const struct opt_table *t, const char *arg);
/* Refuse an argument that is not an option of the table. What may be a value is not
 * printed: "/p:SECRET". Always false. */
bool	opt_unknown(const struct opt_table *t, const char *arg,
	    struct err *e);
/* May it be an option and, without a space, a secret? */
bool	opt_hides_secret(const struct opt_table *t, const char *arg);
/* Files that are operands: one in the root directory is rare, a misspelt option
 * is not. Refuses what looks like one and is not there. */
bool	opt_check_files(const struct opt_table *t, int count, char **files,
	    struct err *e) MUST_CHECK;
/* Does this option stand on a line that could not be parsed? What is written
 * after the error counts, too: a refusal is JSON where -json is asked for. */
bool	opt_written(int argc, char **argv, const char *name);

/* ---- the part of a table that a command takes: opt_taken.c ---- */

/* Those named in `takes`, with spaces between, and others that set the same
 * (-o is -out); NULL: all. */
bool	opt_is_taken(const struct opt_table *t, const struct opt_spec *s,
	    const char *takes);
/* Refuse what is on the line that filled target and not taken. */
bool	opt_check_taken(const struct opt_table *t, const void *target,
	    const char *command, const char *takes, struct err *e) MUST_CHECK;

/* ---- in words: opt_text.c ---- */

/* The list of options, aligned, for a usage text. */
void	opt_usage(const struct opt_table *t, const char *takes, FILE *to);
/* For completion (docs/completion.bash) and the check against the manual: a
 * line for each option, its name without the (first) dash and, where it takes
 * a value, after tabs what that is called and the words allowed ("A|B"). */
void	opt_names(const struct opt_table *t, const char *takes, FILE *to);
