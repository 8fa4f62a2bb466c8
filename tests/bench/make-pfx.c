/*
 * make-pfx.c - many PFX files, made quickly
 *
 * usage: make-pfx N KEY FOLDER
 *
 * Writes FOLDER/0.pfx ... with the empty password and one iteration: the key of
 * the PEM file KEY, each with another certificate of it (a renewal), and its
 * CA's. Nothing is signed or synced.
 */

#include <sys/stat.h>

#include <stdio.h>
#include <stdlib.h>

#include "base/osslctx.h"
#include "io/readfile.h"
#include "formats/load.h"
#include "formats/pfx/pfx.h"
#include "asn1/schema.h"
#include "testcert.h"

static struct limits limits;

static void
die(const struct err *e)
{
	fprintf(stderr, "make-pfx: %s\n", e->msg);
	exit(1);
}

static struct key *
read_key(const char *path)
{
	const struct load_options o = { .kinds = LOAD_KEYS,
	    .expected = "a key", .limits = &limits };
	struct contents c = CONTENTS_INIT;
	struct bytes file = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *k;

	if (!readfile(path, load_cap_key, &limits, &file, &e) ||
	    !load(view_bytes(&file), &o, &c, NULL, &e))
		die(&e);
	k = keylist_take(&c.keys, 0);
	contents_clear(&c);
	bytes_clear(&file);
	return k;
}

static struct cert *
make_cert(const struct testcert *t)
{
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct cert *c;

	testcert_der(&der, t);
	c = cert_new(view_bytes(&der), &e);
	if (c == NULL)
		die(&e);
	bytes_clear(&der);
	return c;
}

static void
put_pfx(struct key *k, const char *folder, unsigned number)
{
	const struct pfx_options o = { .profile = PBE_AES256_SHA256,
	    .iterations = 1 };
	const struct testcert ca = { .subject = "Bench CA", .ca = true,
	    .issuer = "Bench Root" };
	struct testcert t = { .issuer = "Bench CA", .serial = number + 1,
	    .spki = view_bytes(&k->spki) };
	struct bytes pfx = BYTES_INIT;
	struct err e = ERR_INIT;
	char text[4096];
	struct identity *id;
	FILE *f;

	snprintf(text, sizeof(text), "Signer %06u of Bench Inc.", number);
	t.subject = text;
	id = identity_new(k, make_cert(&t), &e);
	if (id == NULL || !certlist_add(&id->chain, make_cert(&ca), &e) ||
	    !pfx_write(id, NULL, &o, &pfx, &e))
		die(&e);
	snprintf(text, sizeof(text), "%s/%u.pfx", folder, number);
	f = fopen(text, "w");
	if (f == NULL || fwrite(pfx.data, 1, pfx.len, f) != pfx.len ||
	    fclose(f) != 0) {
		perror(text);
		exit(1);
	}
	bytes_clear(&pfx);
	identity_free(id);
}

int
main(int argc, char **argv)
{
	struct err e = ERR_INIT;
	unsigned long n;

	if (argc != 4) {
		fprintf(stderr, "usage: make-pfx N KEY FOLDER\n");
		return 2;
	}
	limits_default(&limits);
	if (!osslctx_init(&e) || !schema_init(&e))
		die(&e);
	n = strtoul(argv[1], NULL, 10);
	mkdir(argv[3], 0755);
	for (unsigned long i = 0; i < n; i++)
		put_pfx(read_key(argv[2]), argv[3], (unsigned)i);
	return 0;
}
