/*
 * signtimes.c - signatures through the PKCS#11 module, beside libcrypto's alone
 *
 * usage: signtimes MODULE KEY MECHANISM RUNS
 *
 * KEY is the private key in PEM of the only RSA (EC) key in $SPCKIT_HOME,
 * MECHANISM rsa or ec. Both sign the same digest RUNS times, in turn; prints
 * the medians in microseconds: the module's first signature (with
 * C_Initialize, finding the key and opening it), its later ones, libcrypto's.
 * With RUNS 0 only the first is made, and "signed" is printed.
 */

#include <dlfcn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <p11-kit/pkcs11.h>

enum { USER_SLOT = 1, DIGEST_LEN = 32, SIGNATURE_MAX = 1024 };

static const unsigned char info[] = {
	0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03,
	0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20,
	/* the digest */
	0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
	20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
};

struct ours {
	CK_FUNCTION_LIST *p11;
	CK_SESSION_HANDLE session;
	CK_OBJECT_HANDLE key;
	CK_MECHANISM	 mechanism;
};

static void
fail(const char *what)
{
	fprintf(stderr, "signtimes: %s\n", what);
	exit(1);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int
ascending(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

static double
median(double *values, size_t count)
{
	qsort(values, count, sizeof(*values), ascending);
	return values[count / 2];
}

/* ---- the module ---- */

static void
load(struct ours *o, const char *module)
{
	void *library = dlopen(module, RTLD_NOW);
	CK_C_GetFunctionList get;

	if (library == NULL)
		fail(dlerror());
	*(void **)&get = dlsym(library, "C_GetFunctionList");
	if (get == NULL || get(&o->p11) != CKR_OK)
		fail("no PKCS#11 module");
}

static void
find(struct ours *o, CK_KEY_TYPE type)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE wanted[] = {
		{ CKA_CLASS, &class, sizeof(class) },
		{ CKA_KEY_TYPE, &type, sizeof(type) },
	};
	CK_ULONG count = 0;

	if (o->p11->C_Initialize(NULL) != CKR_OK ||
	    o->p11->C_OpenSession(USER_SLOT, CKF_SERIAL_SESSION, NULL, NULL,
	    &o->session) != CKR_OK ||
	    o->p11->C_FindObjectsInit(o->session, wanted, 2) != CKR_OK ||
	    o->p11->C_FindObjects(o->session, &o->key, 1, &count) != CKR_OK ||
	    o->p11->C_FindObjectsFinal(o->session) != CKR_OK || count != 1)
		fail("the key is not there");
}

static double
sign_ours(struct ours *o, const unsigned char *in, size_t len)
{
	unsigned char out[SIGNATURE_MAX], copy[sizeof(info)];
	CK_ULONG out_len = sizeof(out);
	double start;

	memcpy(copy, in, len);
	start = now();
	if (o->p11->C_SignInit(o->session, &o->mechanism, o->key) != CKR_OK ||
	    o->p11->C_Sign(o->session, copy, len, out, &out_len) != CKR_OK)
		fail("the module does not sign");
	return now() - start;
}

/* ---- libcrypto ---- */

static EVP_PKEY_CTX *
open_raw(const char *file, bool rsa)
{
	FILE *f = fopen(file, "r");
	EVP_PKEY *key = f != NULL ? PEM_read_PrivateKey(f, NULL, NULL, NULL) :
	    NULL;
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new(key, NULL);

	if (c == NULL || EVP_PKEY_sign_init(c) != 1 || (rsa &&
	    EVP_PKEY_CTX_set_rsa_padding(c, RSA_PKCS1_PADDING) != 1))
		fail("the key cannot be used");
	fclose(f);
	EVP_PKEY_free(key);
	return c;
}

static double
sign_raw(EVP_PKEY_CTX *c, const unsigned char *in, size_t len)
{
	unsigned char out[SIGNATURE_MAX];
	size_t out_len = sizeof(out);
	double start = now();

	if (EVP_PKEY_sign(c, out, &out_len, in, len) != 1)
		fail("libcrypto does not sign");
	return now() - start;
}

int
main(int argc, char **argv)
{
	bool rsa = argc == 5 && strcmp(argv[3], "rsa") == 0;
	const unsigned char *in = info + (rsa ? 0 : sizeof(info) - DIGEST_LEN);
	size_t len = rsa ? sizeof(info) : DIGEST_LEN, runs;
	double *ours, *raw, first;
	struct ours o = { 0 };
	EVP_PKEY_CTX *c;

	if (argc != 5)
		fail("usage: signtimes MODULE KEY rsa|ec RUNS");
	runs = strtoul(argv[4], NULL, 10);
	ours = calloc(runs + 1, sizeof(*ours));
	raw = calloc(runs + 1, sizeof(*raw));
	if (ours == NULL || raw == NULL)
		fail("out of memory");
	load(&o, argv[1]);
	o.mechanism.mechanism = rsa ? CKM_RSA_PKCS : CKM_ECDSA;
	c = open_raw(argv[2], rsa);
	sign_raw(c, in, len);
	first = now();
	find(&o, rsa ? CKK_RSA : CKK_EC);
	sign_ours(&o, in, len);
	first = now() - first;
	for (size_t i = 0; i < runs; i++) {
		ours[i] = sign_ours(&o, in, len);
		raw[i] = sign_raw(c, in, len);
	}
	if (runs == 0)
		puts("signed");
	else
		printf("%.1f %.1f %.1f\n", first, median(ours, runs),
		    median(raw, runs));
	EVP_PKEY_CTX_free(c);
	free(ours);
	free(raw);
	return o.p11->C_Finalize(NULL) != CKR_OK;
}
