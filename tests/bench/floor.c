/*
 * floor.c - the least a conversion can cost on this machine
 *
 * usage: floor ITERATIONS FILE
 *
 * The key derivations of a PFX with AES256-SHA256 (PBKDF2-HMAC-SHA256 for the
 * key and for the certificates, PKCS#12's own for the MAC) as bare SHA-256
 * compressions, and a file of a PFX's size written and synced. No library is
 * started, nothing is parsed. Linked statically. The results mean nothing.
 */

/* No library is started by calls that OpenSSL calls deprecated. */
#undef OPENSSL_NO_DEPRECATED
#include <openssl/sha.h>

#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { FILE_SIZE = 4096, DIGEST_BITS = 256, INNER_BITS = 512 + 256 };

/* A digest as the one padded block that hashes it behind `bits - 256` bits. */
static void
as_block(unsigned char block[64], const SHA256_CTX *state, unsigned bits)
{
	memset(block, 0, 64);
	for (int i = 0; i < 8; i++) {
		block[4 * i + 0] = (unsigned char)(state->h[i] >> 24);
		block[4 * i + 1] = (unsigned char)(state->h[i] >> 16);
		block[4 * i + 2] = (unsigned char)(state->h[i] >> 8);
		block[4 * i + 3] = (unsigned char)state->h[i];
	}
	block[32] = 0x80;
	block[62] = (unsigned char)(bits >> 8);
	block[63] = (unsigned char)bits;
}

static void
pbkdf2(long iterations, unsigned char sum[32])
{
	unsigned char block[64] = "password";
	SHA256_CTX inner, outer, c;

	SHA256_Init(&inner);
	SHA256_Transform(&inner, block);
	SHA256_Init(&outer);
	SHA256_Transform(&outer, block);
	for (long i = 0; i < iterations; i++) {
		c = inner;
		SHA256_Transform(&c, block);
		as_block(block, &c, INNER_BITS);
		c = outer;
		SHA256_Transform(&c, block);
		as_block(block, &c, INNER_BITS);
		for (int j = 0; j < 32; j++)
			sum[j] ^= block[j];
	}
}

static void
pkcs12(long iterations, unsigned char sum[32])
{
	unsigned char block[64] = "password";
	SHA256_CTX c;

	for (long i = 0; i < iterations; i++) {
		SHA256_Init(&c);
		SHA256_Transform(&c, block);
		as_block(block, &c, DIGEST_BITS);
	}
	for (int j = 0; j < 32; j++)
		sum[j] ^= block[j];
}

int
main(int argc, char **argv)
{
	unsigned char file[FILE_SIZE] = { 0 };
	long iterations;
	int fd;

	if (argc != 3)
		return 2;
	iterations = strtol(argv[1], NULL, 10);
	pbkdf2(iterations, file);
	pbkdf2(iterations, file);
	pkcs12(iterations, file);
	fd = open(argv[2], O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	if (fd == -1 || write(fd, file, sizeof(file)) != sizeof(file) ||
	    fsync(fd) != 0 || close(fd) != 0)
		return 1;
	return 0;
}
