/*
 * makezip.c - makezip OUT [NAME FILE]...: a zip, compressed, with any names
 */

#include <stdio.h>

#include <zip.h>

int
main(int argc, char **argv)
{
	int why;
	zip_t *z = argc > 1 ? zip_open(argv[1], ZIP_CREATE | ZIP_TRUNCATE,
	    &why) : NULL;

	if (z == NULL)
		return 1;
	for (int i = 2; i + 1 < argc; i += 2) {
		zip_source_t *s = zip_source_file(z, argv[i + 1], 0, -1);

		if (s == NULL || zip_file_add(z, argv[i], s,
		    ZIP_FL_ENC_UTF_8) < 0) {
			fprintf(stderr, "makezip: %s\n", zip_strerror(z));
			return 1;
		}
	}
	if (zip_close(z) == 0)
		return 0;
	fprintf(stderr, "makezip: %s\n", zip_strerror(z));
	return 1;
}
