/*
 * fuzz.h - what every fuzz target shares
 *
 * A target is one LLVMFuzzerTestOneInput over one reader. It is linked with
 * libFuzzer (make fuzz) or with replay.c (make check). Beyond not crashing it
 * holds what the reader's header promises: HOLDS(condition).
 */

#ifndef SPCKIT_TESTS_FUZZ_H
#define SPCKIT_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/bytes.h"
#include "base/compiler.h"
#include "base/err.h"
#include "base/limits.h"
#include "base/osslctx.h"
#include "base/secret.h"
#include "asn1/schema.h"

#define FUZZ_PASSWORD	"spckit"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define HOLDS(condition)						\
	do {								\
		if (!(condition)) {					\
			fprintf(stderr, "%s:%d: does not hold: %s\n",	\
			    __FILE__, __LINE__, #condition);		\
			abort();					\
		}							\
	} while (0)

/* A refusal carries a cause and a sentence; a success does not. */
#define HOLDS_VERDICT(ok, e)						\
	HOLDS((ok) ? (e).code == ERR_NONE :				\
	    (e).code != ERR_NONE && (e).msg[0] != '\0')

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
	struct err e = ERR_INIT;

	(void)argc;
	(void)argv;
	HOLDS(osslctx_init(&e) && schema_init(&e) &&
	    osslctx_cipher("RC4", &e) != NULL);
	return 0;
}

/* Small limits: a fuzzer finds what lies beyond a bound sooner than the
 * bound itself. */
static inline void
fuzz_limits(struct limits *l)
{
	limits_default(l);
	l->value[LIMIT_ITERATIONS] = 5000;
	l->value[LIMIT_TOTAL_ITERATIONS] = 10000;
	l->value[LIMIT_RSA_MAX] = 4096;
}

#endif
