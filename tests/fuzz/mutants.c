/*
 * mutants.c - structured mutants of the fixtures through the whole verdict, in
 * one process
 *
 * usage: mutants COUNT [SEED [FOLDER]]
 *
 * With a folder they are written there instead, for the program itself.
 */

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

int	LLVMFuzzerInitialize(int *argc, char ***argv);
size_t	fuzz_verify_mutants(uint64_t count, uint64_t seed);
void	fuzz_verify_write(const char *folder, uint64_t count, uint64_t seed);

int
main(int argc, char **argv)
{
	uint64_t count, seed;
	time_t start = time(NULL);
	size_t good;

	if (argc < 2) {
		fprintf(stderr, "usage: mutants COUNT [SEED [FOLDER]]\n");
		return 2;
	}
	count = strtoull(argv[1], NULL, 10);
	seed = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	LLVMFuzzerInitialize(&argc, &argv);
	if (argc > 3) {
		fuzz_verify_write(argv[3], count, seed);
		return 0;
	}
	good = fuzz_verify_mutants(count, seed);
	printf("%" PRIu64 " mutants, %zu of them verified as what they were, "
	    "%ld s\n", count, good, (long)(time(NULL) - start));
	return 0;
}
