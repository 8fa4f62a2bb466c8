#include "placeholders.h"

#include <stdlib.h>
#include <string.h>

#include "base/nearest.h"
#include "base/random.h"
#include "base/text.h"
#include "formats/certs/armor.h"

enum { PASS_BYTES = 16 };

static const struct {
	const char	*word;
	const char	*format;	/* of -as; NULL: ours */
	bool		 pem;
	bool		 holds_key;
	bool		 in_clear;
} table[PLACEHOLDER_COUNT] = {
	[PLACEHOLDER_PFX] = { "{pfx}", "pfx", false, true, false },
	[PLACEHOLDER_KEY] = { "{key}", "pkcs8", true, true, true },
	[PLACEHOLDER_PVK] = { "{pvk}", "pvk", false, true, true },
	[PLACEHOLDER_CERT] = { "{cert}", "cer", true, false, false },
	[PLACEHOLDER_CHAIN] = { "{chain}", "p7b", true, false, false },
	[PLACEHOLDER_SPC] = { "{spc}", "spc", false, false, false },
	[PLACEHOLDER_PASSFILE] = { "{passfile}", NULL, false, false, false },
	[PLACEHOLDER_PASS] = { "{pass}", NULL, false, false, false },
};

/* The first {word} among the arguments is what was meant to be one. */
static bool
refuse_placeholders(int argc, char **argv, struct err *e)
{
	const char *begin = NULL, *end = NULL;
	char word[64] = "";
	struct nearest n;

	for (int i = 1; i < argc && end == NULL; i++)
		if ((begin = strchr(argv[i], '{')) != NULL)
			end = strchr(begin, '}');
	if (end != NULL && (size_t)(end - begin) + 2 < sizeof(word))
		memcpy(word, begin, (size_t)(end - begin) + 1);
	nearest_begin(&n, word);
	err_set(e, ERR_USAGE, "the arguments of %s name nothing from the "
	    "store, expected one of", argv[0]);
	for (size_t k = 0; k < PLACEHOLDER_COUNT; k++) {
		err_add(e, " %s", table[k].word);
		nearest_consider(&n, table[k].word);
	}
	nearest_suggest(&n, "", e);
	return false;
}

bool
placeholders_find(struct placeholders *p, int argc, char **argv,
    struct err *e)
{
	const struct memfile none = MEMFILE_INIT;
	bool any = false;

	memset(p, 0, sizeof(*p));
	for (size_t k = 0; k < PLACEHOLDER_COUNT; k++) {
		p->files[k] = none;
		for (int i = 0; i < argc; i++)
			p->used[k] |= strstr(argv[i], table[k].word) != NULL;
		any |= p->used[k];
	}
	if (any)
		return true;
	return refuse_placeholders(argc, argv, e);
}

bool
placeholders_need_key(const struct placeholders *p)
{
	for (size_t k = 0; k < PLACEHOLDER_COUNT; k++)
		if (p->used[k] && table[k].holds_key)
			return true;
	return false;
}

void
placeholders_clear(struct placeholders *p)
{
	for (size_t k = 0; k < PLACEHOLDER_COUNT; k++)
		memfile_close(&p->files[k]);
	secret_clear(&p->pass);
}

/* ---- their content ---- */

static bool
make_random_pass(struct secret *pass, struct err *e)
{
	unsigned char raw[PASS_BYTES];
	char hex[2 * PASS_BYTES + 1];
	bool ok = random_bytes(raw, sizeof(raw), e);

	if (ok) {
		text_hex(view_of(raw, sizeof(raw)), hex, sizeof(hex));
		ok = secret_set(pass, view_str(hex), e);
	}
	explicit_bzero(raw, sizeof(raw));
	explicit_bzero(hex, sizeof(hex));
	return ok;
}

/* As -as pem, but without the key. */
static bool
write_chain(struct bundles *one, struct bytes *out, struct err *e)
{
	struct certlist all = CERTLIST_INIT;
	bool ok = bundles_certs(one, &all, e);

	armor_write_certs(out, &all);
	certlist_clear(&all);
	return ok;
}

static bool
write_one(enum placeholder k, struct bundles *one,
    const struct export_options *given, const struct secret *pass,
    struct bytes *out, struct err *e)
{
	const struct secret in_clear = SECRET_INIT;
	struct export_options options = *given;
	const struct export_format *f;

	options.pem = table[k].pem;
	options.password = k == PLACEHOLDER_PFX ? pass : &in_clear;
	if (k == PLACEHOLDER_CHAIN)
		return write_chain(one, out, e);
	f = export_format_find(table[k].format, "", e);
	return f != NULL && export_format_write(f, one, &options, out, e);
}

static bool
fill_one(struct placeholders *p, enum placeholder k, struct bundles *one,
    const struct export_options *options, struct err *e)
{
	const enum memfile_kind kind = table[k].holds_key ||
	    k == PLACEHOLDER_PASSFILE ? MEMFILE_SECRET : MEMFILE_PUBLIC;
	struct bytes content = BYTES_INIT;
	bool ok;

	if (table[k].in_clear && one->items[0].encrypted_only)
		return err_set(e, ERR_KEY_STATE, "the private key may only "
		    "be exported encrypted (ExportEncrypted), but %s holds it "
		    "in the clear; use {pfx}", table[k].word);
	if (k == PLACEHOLDER_PASSFILE)
		return memfile_make(&p->files[k], "pass",
		    secret_view(&p->pass), kind, e);
	ok = write_one(k, one, options, &p->pass, &content, e) &&
	    bytes_ok(&content, e) && memfile_make(&p->files[k],
	    table[k].format, view_bytes(&content), kind, e);
	bytes_clear(&content);
	return ok;
}

bool
placeholders_fill(struct placeholders *p, struct bundles *one,
    const struct export_options *options, struct err *e)
{
	if (!make_random_pass(&p->pass, e))
		return false;
	for (enum placeholder k = 0; k < PLACEHOLDER_COUNT; k++)
		if (p->used[k] && k != PLACEHOLDER_PASS &&
		    !fill_one(p, k, one, options, e))
			return false;
	return true;
}

void
placeholders_keep(const struct placeholders *p, struct process_job *j)
{
	for (size_t k = 0; k < PLACEHOLDER_COUNT; k++)
		process_keep(j, p->files[k].fd);
}

/* ---- the arguments ---- */

static const char *
replacement(const struct placeholders *p, size_t k)
{
	return k == PLACEHOLDER_PASS ? (const char *)p->pass.data :
	    p->files[k].path;
}

/* The placeholder that stands here; PLACEHOLDER_COUNT: none. */
static size_t
placeholder_at(const char *s)
{
	for (size_t k = 0; k < PLACEHOLDER_COUNT; k++)
		if (strncmp(s, table[k].word, strlen(table[k].word)) == 0)
			return k;
	return PLACEHOLDER_COUNT;
}

static char *
expand(const struct placeholders *p, const char *arg, struct err *e)
{
	struct bytes out = BYTES_INIT;
	char *expanded = NULL;

	while (*arg != '\0') {
		size_t k = *arg == '{' ?
		    placeholder_at(arg) : PLACEHOLDER_COUNT;

		if (k == PLACEHOLDER_COUNT) {
			bytes_add(&out, arg++, 1);
			continue;
		}
		bytes_add_str(&out, replacement(p, k));
		arg += strlen(table[k].word);
	}
	bytes_add_u8(&out, 0);
	if (bytes_ok(&out, e)) {
		expanded = strdup((const char *)out.data);
		if (expanded == NULL)
			err_memory(e);
	}
	bytes_clear(&out);
	return expanded;
}

char **
placeholders_expand(const struct placeholders *p, int argc, char **argv,
    struct err *e)
{
	char **args = calloc((size_t)argc + 1, sizeof(*args));

	if (args == NULL) {
		err_memory(e);
		return NULL;
	}
	for (int i = 0; i < argc; i++) {
		args[i] = expand(p, argv[i], e);
		if (args[i] == NULL) {
			placeholders_free_args(args);
			return NULL;
		}
	}
	return args;
}

void
placeholders_free_args(char **argv)
{
	if (argv == NULL)
		return;
	for (size_t i = 0; argv[i] != NULL; i++) {
		explicit_bzero(argv[i], strlen(argv[i]));
		free(argv[i]);
	}
	free(argv);
}
