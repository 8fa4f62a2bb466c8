/*
 * fuzz_key.c - every form of private key but PVK: PKCS#8 plain and encrypted,
 * traditional, key blobs
 */

#include "fuzz.h"

#include "formats/key/msblob.h"
#include "formats/key/pkcs1.h"
#include "formats/key/pkcs8.h"

/* A key that was read can be written as PKCS#8 and is the same then. */
static void
roundtrip(const struct key *k, const struct limits *limits)
{
	struct bytes out = BYTES_INIT;
	struct err e = ERR_INIT;
	struct key *again;

	HOLDS(pkcs8_write(k, AT_SIGNATURE, &out, &e));
	again = pkcs8_read(view_bytes(&out), limits, &e);
	HOLDS(again != NULL);
	HOLDS(view_equal(view_bytes(&again->spki), view_bytes(&k->spki)));
	HOLDS(again->spec == AT_SIGNATURE);
	key_free(again);
	bytes_clear(&out);
}

static void
done(struct key *k, const struct limits *limits, struct err *e)
{
	HOLDS_VERDICT(k != NULL, *e);
	if (k != NULL)
		roundtrip(k, limits);
	key_free(k);
	err_clear(e);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct pbe_password pbe = PBE_PASSWORD_INIT;
	struct view in = view_of(data, size);
	struct secret password = SECRET_INIT;
	struct err e = ERR_INIT;
	struct limits limits;
	uint64_t total = 0;

	fuzz_limits(&limits);
	HOLDS(secret_set(&password, view_str(FUZZ_PASSWORD), &e));
	HOLDS(pbe_password_make(&pbe, &password, &e));
	done(pkcs8_read(in, &limits, &e), &limits, &e);
	done(pkcs8_read_encrypted(in, &pbe, &limits, &total, &e), &limits, &e);
	done(pkcs1_read(in, &limits, &e), &limits, &e);
	done(msblob_read(in, &limits, &e), &limits, &e);
	pbe_password_clear(&pbe);
	secret_clear(&password);
	return 0;
}
