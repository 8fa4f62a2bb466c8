/*
 * make-store.c - a location with many certificates, made quickly
 *
 * usage: make-store N FOLDER [STORE]
 *
 * Puts N distinct certificates with 2048-bit keys, about 700 bytes each, into a
 * store (My) of the location FOLDER, as serialized elements with a friendly
 * name. Every tenth has an entry among the keys: a name and a few lines, no key
 * behind it, which is all that a listing looks at. Nothing is signed or synced.
 */

#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/text.h"
#include "formats/certs/sst.h"
#include "store/vault/keyvault.h"
#include "store/store.h"
#include "testcert.h"

static void
die(const char *what)
{
	fprintf(stderr, "make-store: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void
folder(char *path, size_t size, const char *name)
{
	size_t len = strlen(path);

	snprintf(path + len, size - len, "%s%s", len != 0 ? "/" : "", name);
	if (mkdir(path, 0700) == -1 && errno != EEXIST)
		die(path);
}

static int
open_folder(const char *path)
{
	int fd = open(path, O_RDONLY | O_DIRECTORY);

	if (fd == -1)
		die(path);
	return fd;
}

static void
put(int dir, const char *name, const void *data, size_t len)
{
	int fd = openat(dir, name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	if (fd == -1 || write(fd, data, len) != (ssize_t)len)
		die(name);
	close(fd);
}

static void
make_spki(struct bytes *b, unsigned number)
{
	unsigned char n[256];
	size_t spki, bits, key;

	for (size_t i = 0; i < sizeof(n); i++)
		n[i] = (unsigned char)(i * 7 + (number >> (i % 4 * 8)));
	n[0] |= 0x80;
	spki = der_begin(b, DER_SEQUENCE);
	testcert_algorithm(b, "\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9);
	bits = der_begin(b, DER_BIT_STRING);
	bytes_add_u8(b, 0);
	key = der_begin(b, DER_SEQUENCE);
	der_put_magnitude(b, view_of(n, sizeof(n)));
	der_put_uint(b, 65537);
	der_end(b, key);
	der_end(b, bits);
	der_end(b, spki);
}

static void
put_cert(int dir, int keys, unsigned number)
{
	struct bytes spki = BYTES_INIT, der = BYTES_INIT, out = BYTES_INIT;
	static const char key[] = "Key-Spec: AT_SIGNATURE\n";
	char subject[64], file[STORE_FILE_LEN + 1], hex[KEYFILE_LEN + 1];
	struct testcert t = { .subject = subject, .issuer = "Bench CA",
	    .skid = "subject key identifier", .akid = "issuer", };
	struct err e = ERR_INIT;
	struct keyname name;
	struct cert *c;

	snprintf(subject, sizeof(subject), "Signer %06u of Bench Inc.", number);
	make_spki(&spki, number);
	t.spki = view_bytes(&spki);
	t.serial = number + 1;
	testcert_der(&der, &t);
	c = cert_new(view_bytes(&der), &e);
	if (c == NULL || !cert_set_friendly_name(c, view_str(subject), &e) ||
	    !sst_write_element(c, &out, &e)) {
		fprintf(stderr, "make-store: %s\n", e.msg);
		exit(1);
	}
	store_file(c->sha1, file);
	put(dir, file, out.data, out.len);
	if (number % 10 == 0 && keyvault_name_of_cert(c, &name)) {
		keyvault_file(&name, hex);
		put(keys, hex, key, strlen(key));
	}
	cert_free(c);
	bytes_clear(&spki);
	bytes_clear(&der);
	bytes_clear(&out);
}

int
main(int argc, char **argv)
{
	char path[4096] = "", key_path[4096] = "";
	unsigned long n;
	int dir, keys;

	if (argc < 3) {
		fprintf(stderr, "usage: make-store N FOLDER [STORE]\n");
		return 2;
	}
	n = strtoul(argv[1], NULL, 10);
	folder(path, sizeof(path), argv[2]);
	folder(key_path, sizeof(key_path), argv[2]);
	folder(path, sizeof(path), LOCATION_CERTS);
	folder(path, sizeof(path), argc > 3 ? argv[3] : "My");
	folder(path, sizeof(path), "Certificates");
	folder(key_path, sizeof(key_path), LOCATION_KEYS);
	dir = open_folder(path);
	keys = open_folder(key_path);
	for (unsigned long i = 0; i < n; i++)
		put_cert(dir, keys, (unsigned)i);
	return 0;
}
