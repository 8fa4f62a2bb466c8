/*
 * replay.c - run a fuzz target over files, without a fuzzer
 *
 * usage: replay_X FILE...   Each file is named before it runs, so that the
 * last name printed is the culprit.
 */

#include <string.h>

#include "asn1/schema.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/osslctx.h"

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int
replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	unsigned char *data;
	size_t n;
	long size;

	if (f == NULL || fseek(f, 0, SEEK_END) != 0 || (size = ftell(f)) < 0) {
		perror(path);
		return 1;
	}
	rewind(f);
	/* Exactly as large as the file, so that one byte too far is seen. */
	data = malloc(size != 0 ? (size_t)size : 1);
	if (data == NULL || (n = fread(data, 1, (size_t)size, f)) !=
	    (size_t)size) {
		perror(path);
		return 1;
	}
	fclose(f);
	puts(path);
	fflush(stdout);
	LLVMFuzzerTestOneInput(data, n);
	free(data);
	return 0;
}

int
main(int argc, char **argv)
{
	int failed = 0;

	LLVMFuzzerInitialize(&argc, &argv);
	for (int i = 1; i < argc; i++)
		failed |= replay(argv[i]);
	schema_done();
	osslctx_done();
	return failed;
}
