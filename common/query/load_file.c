#include "query/load_file.h"

#include "base/text.h"
#include "formats/load.h"
#include "io/passin.h"
#include "io/readfile.h"
#include "query/engines.h"

/* False, with *e as it was or that of asking: there is no other try. */
static bool
ask_for_file_password(const struct load_passwords *p, const char *name,
    const struct secret *tried, struct secret *asked, struct err *e)
{
	struct bytes text = BYTES_INIT;
	bool ok;

	if (p->prompt != NULL)
		return passin_retry(p->prompt, "-p-from", tried, asked, e);
	bytes_add_str(&text, "Enter password of ");
	text_add_printable(&text, view_str(name));
	bytes_add(&text, ": ", sizeof(": "));
	ok = bytes_ok(&text, e) && passin_retry((const char *)text.data,
	    "-p-from", tried, asked, e);
	bytes_clear(&text);
	return ok;
}

/* Apart from what there is of other files: a try may leave half of one. */
static bool
load_with_tries(const struct load_passwords *p, const char *name,
    struct view file, struct load_options *o, struct contents *one,
    enum kind *kind, struct err *e)
{
	const struct secret none = SECRET_INIT;
	struct secret asked = SECRET_INIT;
	struct err why = ERR_INIT;
	bool ok;

	o->password = p->file != NULL ? p->file : &none;
	while (!(ok = load(file, o, one, kind, e)) &&
	    ask_for_file_password(p, name, o->password, &asked, e)) {
		contents_clear(one);
		o->password = &asked;
	}
	/* Where the question is not answered, what opens without may do. */
	if (!ok && p->or_public && e->code == ERR_PASSWORD_NEEDED) {
		contents_clear(one);
		o->public_only = true;
		ok = load(file, o, one, kind, &why);
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
		.key_password = p->key,
		.encoding = p->encoding,
		.limits = limits,
	};
	const char *name = readfile_name(operand);
	struct contents one = CONTENTS_INIT;
	struct bytes file = BYTES_INIT;
	bool ok;

	ok = engines_start(e) &&
	    readfile(operand, load_cap_any, limits, &file, e);
	if (!ok)
		return false;
	ok = load_with_tries(p, name, view_bytes(&file), &o, &one, kind, e) &&
	    contents_merge(c, &one, e);
	contents_clear(&one);
	bytes_clear(&file);
	return ok || err_in(e, "%s", name);
}
