/*
 * unit.h - what every unit test program shares
 *
 * A test program is one Check suite, named after its module. It defines its
 * tests with START_TEST and ends with UNIT_MAIN("module", add) where
 * `static void add(TCase *tc)` lists them. Test names are statements:
 * pvk_refuses_salt_longer_than_file.
 */

#ifndef SPCKIT_TESTS_UNIT_H
#define SPCKIT_TESTS_UNIT_H

#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/err.h"
#include "base/osslctx.h"
#include "asn1/schema.h"

/* The call worked; otherwise the test fails with its sentence. */
#define ASSERT_WORKS(call, e)						\
	ck_assert_msg((call), "%s: %s", #call, (e)->msg)
/* The call was refused for this cause, and said why. */
#define ASSERT_REFUSED(call, e, cause)					\
	do {								\
		ck_assert_msg(!(call), "%s was not refused", #call);	\
		ck_assert_msg((e)->code == (cause), "%s: code %d (%s), "	\
		    "expected %s", #call, (e)->code, (e)->msg, #cause);	\
		ck_assert((e)->msg[0] != '\0');				\
	} while (0)
#define ASSERT_SAYS(e, text)						\
	ck_assert_msg(strstr((e)->msg, (text)) != NULL,			\
	    "\"%s\" does not say \"%s\"", (e)->msg, (text))

#define UNIT_MAIN(module, add)						\
int									\
main(void)								\
{									\
	struct err e = ERR_INIT;					\
	Suite *s = suite_create(module);				\
	TCase *tc = tcase_create(module);				\
	SRunner *r;							\
	int failed;							\
									\
	if (!osslctx_init(&e) || !schema_init(&e)) {			\
		fprintf(stderr, "%s\n", e.msg);				\
		return 1;						\
	}								\
	tcase_set_timeout(tc, 60);					\
	add(tc);							\
	suite_add_tcase(s, tc);						\
	r = srunner_create(s);						\
	srunner_run_all(r, CK_ENV);					\
	failed = srunner_ntests_failed(r);				\
	srunner_free(r);						\
	schema_done();							\
	osslctx_done();							\
	return failed != 0;						\
}

#endif
