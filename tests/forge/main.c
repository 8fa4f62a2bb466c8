#include "forge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/x509.h>

#include "base/osslctx.h"

void
forge_die(const char *what)
{
	fprintf(stderr, "forge: %s\n", what);
	exit(1);
}

static void
read_program(const char *fixtures, struct bytes *out)
{
	char path[4096];
	unsigned char buf[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof(path), "%s/signed/plain.exe", fixtures);
	f = fopen(path, "rb");
	FORGE(f != NULL);
	while ((n = fread(buf, 1, sizeof(buf), f)) > 0)
		bytes_add(out, buf, n);
	fclose(f);
}

static void
write_file(const char *folder, const char *name, const char *suffix,
    struct view v)
{
	char path[4096];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s%s", folder, name, suffix);
	f = fopen(path, "wb");
	FORGE(f != NULL && fwrite(v.data, 1, v.len, f) == v.len &&
	    fclose(f) == 0);
}

/* The root, and of those to be disallowed the usual form. */
static void
write_cert(const char *folder, const char *name, const struct forge_cert *c)
{
	struct bytes der = BYTES_INIT;

	forge_make_cert(c, &der);
	write_file(folder, name, ".cer", view_bytes(&der));
	bytes_clear(&der);
}

/* OpenSSL 3.5 and later read no time without seconds; what they cannot read is
 * refused. */
static bool
is_read(const struct forge_cert *c)
{
	struct bytes der = BYTES_INIT;
	const unsigned char *p;
	X509 *x;

	forge_make_cert(c, &der);
	p = der.data;
	x = d2i_X509(NULL, &p, (long)der.len);
	X509_free(x);
	bytes_clear(&der);
	return x != NULL;
}

static void
write_variant(const char *folder, const struct forge_variant *v,
    struct view plain)
{
	struct bytes program = BYTES_INIT;
	bool good = v->good;
	struct forge f;

	forge_begin(&f);
	v->change(&f);
	if (strcmp(v->name, "leaf_no_seconds") == 0)
		good = is_read(&f.leaf);
	forge_sign_program(&f, plain, &program);
	write_file(folder, v->name, ".exe", view_bytes(&program));
	if (strcmp(v->name, "disallowed_ca") == 0)
		write_cert(folder, v->name, &f.ca);
	if (strcmp(v->name, "disallowed_leaf") == 0)
		write_cert(folder, v->name, &f.leaf);
	if (strcmp(v->name, "disallowed_stamper") == 0)
		write_cert(folder, v->name, &f.tsa);
	printf("%s\t%s\t%s\n", v->name, good ? "accept" : "refuse",
	    v->words);
	bytes_clear(&program);
}

int
main(int argc, char **argv)
{
	struct bytes plain = BYTES_INIT;
	struct err e = ERR_INIT;
	struct forge f;

	if (argc != 3) {
		fprintf(stderr, "usage: forge FIXTURES OUT\n");
		return 2;
	}
	FORGE(osslctx_init(&e));
	forge_keys_load(argv[1]);
	read_program(argv[1], &plain);
	forge_begin(&f);
	write_cert(argv[2], "root", &f.root);
	for (size_t i = 0; i < forge_variant_count; i++)
		write_variant(argv[2], &forge_variants[i],
		    view_bytes(&plain));
	for (size_t i = 0; i < forge_impostor_count; i++)
		write_variant(argv[2], &forge_impostors[i],
		    view_bytes(&plain));
	bytes_clear(&plain);
	return 0;
}
