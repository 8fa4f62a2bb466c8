#include "io/ask.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "io/passin.h"

/* Without the spaces around it. */
static void
trim_answer(char *s)
{
	size_t begin = strspn(s, " \t"), end = strlen(s);

	while (end > begin && (s[end - 1] == ' ' || s[end - 1] == '\t'))
		end--;
	memmove(s, s + begin, end - begin);
	s[end - begin] = '\0';
}

/* Only passin writes to the terminal: what comes before the question is the
 * beginning of it. */
bool
ask_text(const char *question, const char *preset, const struct err *why,
    char **answer, struct err *e)
{
	struct bytes b = BYTES_INIT;
	bool ok;

	*answer = NULL;
	if (why != NULL && why->code != ERR_NONE) {
		text_add_printable(&b, view_str(why->msg));
		bytes_add_str(&b, "\n");
	}
	bytes_add_str(&b, question);
	bytes_add_u8(&b, 0);
	ok = bytes_ok(&b, e) && passin_line((const char *)b.data, preset,
	    answer, e);
	bytes_clear(&b);
	if (ok)
		trim_answer(*answer);
	return ok;
}

/* What comes again is its last line. */
static const char *
last_line(const char *question)
{
	const char *end = strrchr(question, '\n');

	return end != NULL ? end + 1 : question;
}

static bool
answered_yes(const char *s, bool *yes)
{
	*yes = text_same(s, "y") || text_same(s, "yes");
	return *yes || text_same(s, "n") || text_same(s, "no");
}

bool
ask_yes(const char *question, bool preset, bool *yes, struct err *e)
{
	struct err why = ERR_INIT;
	bool understood = false;
	char *answer;

	while (!understood) {
		if (!ask_text(question, preset ? "y" : "n", &why, &answer, e))
			return false;
		understood = answered_yes(answer, yes);
		free(answer);
		err_set(&why, ERR_USAGE, "Answer y or n.");
		question = last_line(question);
	}
	return true;
}

static bool
answered_number(const char *s, unsigned most, unsigned *n)
{
	char *end;
	unsigned long value = strtoul(s, &end, 10);

	*n = (unsigned)value;
	return *s >= '0' && *s <= '9' && *end == '\0' && value >= 1 &&
	    value <= most;
}

bool
ask_number(const char *question, unsigned most, const struct err *why,
    unsigned *n, struct err *e)
{
	struct err again = ERR_INIT;
	bool understood = false;
	char *answer;

	while (!understood) {
		if (!ask_text(question, "1", why, &answer, e))
			return false;
		understood = answered_number(answer, most, n);
		free(answer);
		why = &again;
		err_set(&again, ERR_USAGE, most == 2 ? "Answer %u or %u." :
		    "Answer a number from %u to %u.", 1, most);
		question = last_line(question);
	}
	return true;
}
