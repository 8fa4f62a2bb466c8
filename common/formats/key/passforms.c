#include "formats/key/passforms.h"

#include <string.h>

#include "base/codepage.h"
#include "base/text.h"

#define WINDOWS_LATIN	"cp1252"

static bool
has_form(const struct passforms *f, struct view raw, struct view bmp)
{
	for (size_t i = 0; i < f->count; i++)
		if (view_equal(secret_view(&f->form[i].raw), raw) &&
		    view_equal(secret_view(&f->form[i].bmp), bmp))
			return true;
	return false;
}

bool
passforms_add(struct passforms *f, struct view raw, struct view bmp,
    struct err *e)
{
	struct pbe_password *p = &f->form[f->count];

	if (f->count == PASSFORMS_MAX || has_form(f, raw, bmp))
		return true;
	f->count++;
	return secret_set(&p->raw, raw, e) && secret_set(&p->bmp, bmp, e);
}

/* These bytes, with the UTF-16 of that text. */
static bool
add_bytes_of_text(struct passforms *f, struct view raw,
    const struct secret *text, struct err *e)
{
	struct pbe_password p = PBE_PASSWORD_INIT;
	bool ok;

	ok = pbe_password_make(&p, text, e) &&
	    passforms_add(f, raw, secret_view(&p.bmp), e);
	pbe_password_clear(&p);
	return ok;
}

/* A text that the code page cannot write has no such form. */
static bool
add_encoded(struct passforms *f, const struct secret *text,
    const char *encoding, struct err *e)
{
	struct secret raw = SECRET_INIT;
	struct err why = ERR_INIT;
	bool ok;

	ok = codepage_encode(text, encoding != NULL ? encoding :
	    WINDOWS_LATIN, &raw, &why) &&
	    add_bytes_of_text(f, secret_view(&raw), text, &why);
	secret_clear(&raw);
	if (!ok && encoding == NULL && why.code == ERR_INPUT)
		return true;
	if (!ok)
		*e = why;
	return ok;
}

static bool
add_text_forms(struct passforms *f, const struct secret *text,
    const char *encoding, struct err *e)
{
	const struct view typed = secret_view(text);

	if (encoding != NULL)
		return add_encoded(f, text, encoding, e) &&
		    add_bytes_of_text(f, typed, text, e);
	return add_bytes_of_text(f, typed, text, e) &&
	    (text_is_ascii(typed) || add_encoded(f, text, NULL, e));
}

/* cp1252 leaves five bytes without a letter: what has them has no text, and
 * each byte stands for itself. */
static bool
add_byte_forms(struct passforms *f, const struct secret *bytes,
    const char *encoding, struct err *e)
{
	struct secret text = SECRET_INIT;
	struct err why = ERR_INIT;
	bool ok;

	ok = codepage_decode(bytes, encoding != NULL ? encoding :
	    WINDOWS_LATIN, &text, &why);
	if (!ok && encoding == NULL && why.code == ERR_INPUT)
		ok = codepage_decode(bytes, "ISO-8859-1", &text, &why);
	if (!ok)
		*e = why;
	ok = ok && add_bytes_of_text(f, secret_view(bytes), &text, e) &&
	    add_bytes_of_text(f, secret_view(&text), &text, e);
	secret_clear(&text);
	return ok;
}

bool
passforms_make(struct passforms *f, const struct secret *password,
    const char *encoding, struct err *e)
{
	passforms_clear(f);
	if (password == NULL || !password->given)
		return true;
	return text_is_utf8(secret_view(password)) ?
	    add_text_forms(f, password, encoding, e) :
	    add_byte_forms(f, password, encoding, e);
}

void
passforms_clear(struct passforms *f)
{
	for (size_t i = 0; i < f->count; i++)
		pbe_password_clear(&f->form[i]);
	f->count = 0;
}
