#include "options.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "reserved.h"

#define SEPARATORS	" ,\t"

static const struct {
	const char	*word;
	size_t		 offset;
} words[] = {
	{ "cross", offsetof(struct options, cross) },
	{ "login", offsetof(struct options, login) },
	{ "user", offsetof(struct options, user) },
	{ "machine", offsetof(struct options, machine) },
	{ "debug", offsetof(struct options, debug) },
};

static bool
set_word(struct options *o, const char *word, size_t len)
{
	for (size_t i = 0; i < COUNT_OF(words); i++)
		if (strlen(words[i].word) == len &&
		    memcmp(words[i].word, word, len) == 0) {
			*(bool *)((char *)o + words[i].offset) = true;
			return true;
		}
	return false;
}

static bool
set_words(struct options *o, const char *text)
{
	size_t len;

	if (text == NULL)
		return true;
	for (text += strspn(text, SEPARATORS); *text != '\0';
	    text += len + strspn(text + len, SEPARATORS)) {
		len = strcspn(text, SEPARATORS);
		if (!set_word(o, text, len))
			return false;
	}
	return true;
}

bool
options_read(struct options *o, const void *reserved)
{
	char text[RESERVED_SIZE];

	memset(o, 0, sizeof(*o));
	return set_words(o, secure_getenv(OPTIONS_VARIABLE)) &&
	    (reserved == NULL ||
	    (reserved_read(reserved, text) && set_words(o, text)));
}
