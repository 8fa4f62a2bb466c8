#include "query/load_file.h"

#include "base/text.h"
#include "formats/load.h"
#include "io/passin.h"
#include "io/readfile.h"
#include "query/engines.h"

static bool
ask(const char *prompt, const char *name, struct secret *password,
    struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok;

	if (prompt != NULL)
		return passin_prompt(prompt, PASSIN_ONCE, "-p-from", password,
		    e);
	bytes_add_str(&text, "Enter password of ");
	text_add_printable(&text, view_str(name));
	bytes_add(&text, ": ", sizeof(": "));
	ok = bytes_ok(&text, e) && passin_prompt((const char *)text.data,
	    PASSIN_ONCE, "-p-from", password, e);
	bytes_clear(&text);
	return ok;
}

/* Where the question is not answered, what opens without a password may do. */
static bool
load_asking(const struct load_passwords *p, const char *name,
    struct view file, struct load_options *o, struct contents *c,
    enum kind *kind, struct err *e)
{
	struct secret asked = SECRET_INIT;
	struct err why = ERR_INIT;
	bool ok;

	contents_clear(c);
	err_clear(e);
	o->password = &asked;
	ok = ask(p->prompt, name, &asked, e);
	if (ok)
		ok = load(file, o, c, kind, e);
	else if (p->or_public && e->code == ERR_PASSWORD_NEEDED) {
		o->public_only = true;
		ok = load(file, o, c, kind, &why);
	}
	secret_clear(&asked);
	return ok;
}

bool
load_file(const char *operand, const struct load_passwords *p,
    const struct limits *limits, struct contents *c, enum kind *kind,
    struct err *e)
{
	struct load_options o = {
		.kinds = LOAD_ANY,
		.expected = "a key, a certificate container or a PFX",
		.password = p->file,
		.key_password = p->key,
		.encoding = p->encoding,
		.limits = limits,
	};
	const char *name = readfile_name(operand);
	struct bytes file = BYTES_INIT;
	bool ok;

	ok = engines_start(e) &&
	    readfile(operand, load_cap_any, limits, &file, e);
	if (!ok)
		return false;
	ok = load(view_bytes(&file), &o, c, kind, e);
	if (!ok && e->code == ERR_PASSWORD_NEEDED &&
	    (p->file == NULL || !p->file->given))
		ok = load_asking(p, name, view_bytes(&file), &o, c, kind, e);
	bytes_clear(&file);
	return ok || err_in(e, "%s", name);
}
