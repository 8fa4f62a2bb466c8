#include "formats/foreign.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* Elements and members that name a format are looked for this far. */
enum { HEAD = 4096, CNG_HEADER = 24 };

static bool
head_has(struct view v, const char *word)
{
	const size_t len = v.len < HEAD ? v.len : HEAD;

	return memmem(v.data, len, word, strlen(word)) != NULL;
}

/* Behind a byte order mark and white space. */
static struct view
behind_space(struct view v)
{
	size_t skip = view_begins(v, "\xef\xbb\xbf") ? 3 : 0;

	while (skip < v.len && text_is_space(v.data[skip]))
		skip++;
	return view_sub(v, skip, v.len - skip);
}

bool
foreign_is_jks(struct view start)
{
	return view_begins(start, "\xfe\xed\xfe\xed");
}

bool
foreign_is_jceks(struct view start)
{
	return view_begins(start, "\xce\xce\xce\xce");
}

bool
foreign_is_putty(struct view start)
{
	return view_begins(behind_space(start), "PuTTY-User-Key-File-");
}

bool
foreign_is_xml_key(struct view start)
{
	const struct view text = behind_space(start);

	return view_begins(text, "<") && (head_has(text, "<RSAKeyValue") ||
	    head_has(text, "<DSAKeyValue") || head_has(text, "<ECDSAKeyValue") ||
	    head_has(text, "<RSAParameters"));
}

bool
foreign_is_jwk(struct view start)
{
	const struct view text = behind_space(start);

	return view_begins(text, "{") && head_has(text, "\"kty\"");
}

/* BCRYPT_RSAKEY_BLOB and its kin: a magic, then lengths. */
bool
foreign_is_cng(struct view start)
{
	static const char magics[][5] = {
		"RSA2", "RSA3", "ECS2", "ECS4", "ECS6", "ECK2", "ECK4", "ECK6",
		"DSPV", "DPV2", "ECDV", "ECKV",
	};

	for (size_t i = 0; i < COUNT_OF(magics); i++)
		if (start.len >= CNG_HEADER && view_begins(start, magics[i]))
			return true;
	return false;
}

bool
foreign_is_zip(struct view start)
{
	return view_begins(start, "PK\x03\x04");
}

bool
foreign_is_html(struct view start)
{
	static const char *const marks[] = { "<!doctype html", "<html" };
	const struct view text = behind_space(start);

	for (size_t i = 0; i < COUNT_OF(marks); i++)
		if (text.len >= strlen(marks[i]) && strncasecmp((const char *)
		    text.data, marks[i], strlen(marks[i])) == 0)
			return true;
	return false;
}
