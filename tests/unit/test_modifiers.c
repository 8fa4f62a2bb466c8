#include <stdio.h>

#include "certimport/modifiers.h"
#include "unit.h"

/* ---- could it be the modifiers? ---- */

static const struct { const char *text; enum modifiers_look look; } looks[] = {
	{ "NoExport", MODIFIERS_ALL },
	{ "noexport", MODIFIERS_ALL },
	{ "NOROOT,at_signature,Pkcs8", MODIFIERS_ALL },
	{ " NoRoot , NoChain\t", MODIFIERS_ALL },
	{ "FriendlyName=a b=c", MODIFIERS_ALL },
	{ "friendlyname=", MODIFIERS_ALL },
	{ "VSM", MODIFIERS_ALL },
	{ "", MODIFIERS_NONE },
	{ ",", MODIFIERS_NONE },
	{ "a.pfx", MODIFIERS_NONE },
	{ "NoRoot.pfx", MODIFIERS_NONE },
	{ "./NoRoot", MODIFIERS_NONE },
	{ "NoRoo", MODIFIERS_NONE },
	{ "FriendlyName", MODIFIERS_NONE },
	{ "KeyFriendlyName", MODIFIERS_NONE },
	{ "NoRoot,", MODIFIERS_SOME },
	{ "NoRoot,a.pfx", MODIFIERS_SOME },
	{ "x,,NoRoot", MODIFIERS_SOME },
};

START_TEST(modifiers_look_knows_their_words)
{
	ck_assert_msg(modifiers_look(looks[_i].text) == looks[_i].look,
	    "\"%s\"", looks[_i].text);
}
END_TEST

/* ---- what each means ---- */

START_TEST(modifiers_each_set_their_own_field)
{
	struct modifiers m = MODIFIERS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(modifiers_parse("AT_SIGNATURE,NoExport,ExportEncrypted,"
	    "NoCert,NoChain,NoRoot,ProtectHigh,Pkcs8", &m, &e), &e);
	ck_assert_int_eq(m.spec, AT_SIGNATURE);
	ck_assert(m.no_export && m.export_encrypted && m.no_cert &&
	    m.no_chain && m.no_root && m.protect);
	ck_assert_ptr_null(m.friendly_name);
	modifiers_clear(&m);
	ck_assert_int_eq(m.spec, KEY_SPEC_NONE);
	ck_assert(!m.no_export && !m.protect);

	ASSERT_WORKS(modifiers_parse("noprotect,AT_KEYEXCHANGE,"
	    "at_keyexchange", &m, &e), &e);
	ck_assert_int_eq(m.spec, AT_KEYEXCHANGE);
	ck_assert(!m.protect && !m.no_export && !m.no_cert);
	modifiers_clear(&m);
}
END_TEST

START_TEST(modifiers_with_a_value_keep_it_as_it_is)
{
	struct modifiers m = MODIFIERS_INIT;
	struct err e = ERR_INIT;

	ASSERT_WORKS(modifiers_parse("KeyDescription=NoRoot , friendlyNAME= a="
	    "b ,KeyFriendlyName=\xe2\x98\x83", &m, &e), &e);
	ck_assert_str_eq(m.key_description, "NoRoot");
	ck_assert_str_eq(m.friendly_name, " a=b");
	ck_assert_str_eq(m.key_friendly_name, "\xe2\x98\x83");
	ck_assert(!m.no_root);
	modifiers_clear(&m);
	modifiers_clear(&m);
}
END_TEST

static const struct {
	const char	*text;
	enum err_code	 cause;
	const char	*says;
} refused[] = {
	{ "", ERR_USAGE, "empty modifier" },
	{ "NoRoot,", ERR_USAGE, "empty modifier" },
	{ "NoRoot,Nothing", ERR_USAGE, "\"Nothing\"" },
	{ "NoRoot=yes", ERR_USAGE, "\"NoRoot=\"" },
	{ "\x1b[2J", ERR_USAGE, "\\x1b" },
	{ "FriendlyName", ERR_USAGE, "\"FriendlyName\"" },
	{ "FriendlyName=", ERR_USAGE, "no value" },
	{ "FriendlyName=a,friendlyname=b", ERR_USAGE, "twice" },
	{ "KeyDescription=\xff", ERR_USAGE, "not valid UTF-8" },
	{ "AT_SIGNATURE,AT_KEYEXCHANGE", ERR_USAGE, "cannot be used together" },
	{ "Protect,NoProtect", ERR_USAGE, "cannot be used together" },
	{ "NoProtect,ProtectHigh", ERR_USAGE, "cannot be used together" },
	{ "NoExport,vsm", ERR_UNSUPPORTED, "Virtual Secure Mode" },
};

START_TEST(modifiers_refuse_by_name)
{
	struct modifiers m = MODIFIERS_INIT;
	struct err e = ERR_INIT;

	ASSERT_REFUSED(modifiers_parse(refused[_i].text, &m, &e), &e,
	    refused[_i].cause);
	ASSERT_SAYS(&e, refused[_i].says);
	modifiers_clear(&m);
}
END_TEST

/* Every word that messages list is one. */
START_TEST(modifiers_known_are_known)
{
	const char *at = modifiers_known();
	char word[32];
	int n, count = 0;

	while (sscanf(at, "%31s%n", word, &n) == 1) {
		ck_assert_msg(modifiers_look(word) == MODIFIERS_ALL, "%s",
		    word);
		at += n;
		count++;
	}
	ck_assert_int_eq(count, 14);
}
END_TEST

static void
add(TCase *tc)
{
	tcase_add_loop_test(tc, modifiers_look_knows_their_words, 0,
	    COUNT_OF(looks));
	tcase_add_test(tc, modifiers_each_set_their_own_field);
	tcase_add_test(tc, modifiers_with_a_value_keep_it_as_it_is);
	tcase_add_loop_test(tc, modifiers_refuse_by_name, 0,
	    COUNT_OF(refused));
	tcase_add_test(tc, modifiers_known_are_known);
}

UNIT_MAIN("modifiers", add)
