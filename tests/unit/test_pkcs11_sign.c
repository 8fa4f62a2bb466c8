#include <sys/prctl.h>
#include <sys/wait.h>

#include <pthread.h>
#include <signal.h>
#include <stdio.h>

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>

#include "testmodule.h"

#define TEXT	"what is to be signed"

enum { SIGNATURE_MAX = 512, THREADS = 8, ROUNDS = 100 };

#ifdef __SANITIZE_ADDRESS__
#define SANITIZED	true
#else
#define SANITIZED	false
#endif

/* ---- checking with the program's own libcrypto ---- */

struct way {
	const char	*key;
	CK_MECHANISM_TYPE type;
	const char	*digest;	/* of the signature */
	bool		 hashed_here;	/* by the module */
	CK_RSA_PKCS_PSS_PARAMS pss;	/* hashAlg 0: none */
};

#define RSA(mech, md)	{ "rsa1031.p8", mech, md, true, { 0, 0, 0 } }
#define PSS(mech, md, hash, mgf, salt) \
	{ "rsa1031.p8", mech, md, true, { hash, mgf, salt } }
#define EC(mech, md)	{ "ec.p8", mech, md, true, { 0, 0, 0 } }

static const struct way ways[] = {
	RSA(CKM_SHA1_RSA_PKCS, "SHA1"),
	RSA(CKM_SHA224_RSA_PKCS, "SHA224"),
	RSA(CKM_SHA256_RSA_PKCS, "SHA256"),
	RSA(CKM_SHA384_RSA_PKCS, "SHA384"),
	RSA(CKM_SHA512_RSA_PKCS, "SHA512"),
	PSS(CKM_SHA1_RSA_PKCS_PSS, "SHA1", CKM_SHA_1, CKG_MGF1_SHA1, 20),
	PSS(CKM_SHA224_RSA_PKCS_PSS, "SHA224", CKM_SHA224, CKG_MGF1_SHA224, 28),
	PSS(CKM_SHA256_RSA_PKCS_PSS, "SHA256", CKM_SHA256, CKG_MGF1_SHA256, 32),
	PSS(CKM_SHA384_RSA_PKCS_PSS, "SHA384", CKM_SHA384, CKG_MGF1_SHA384, 48),
	PSS(CKM_SHA512_RSA_PKCS_PSS, "SHA512", CKM_SHA512, CKG_MGF1_SHA512, 0),
	{ "rsa1031.p8", CKM_RSA_PKCS_PSS, "SHA256", false,
	  { CKM_SHA256, CKG_MGF1_SHA256, 32 } },
	/* Bound to these parameters. */
	{ "pss.p8", CKM_SHA256_RSA_PKCS_PSS, "SHA256", true,
	  { CKM_SHA256, CKG_MGF1_SHA1, 32 } },
	EC(CKM_ECDSA_SHA1, "SHA1"),
	EC(CKM_ECDSA_SHA224, "SHA224"),
	EC(CKM_ECDSA_SHA256, "SHA256"),
	EC(CKM_ECDSA_SHA384, "SHA384"),
	EC(CKM_ECDSA_SHA512, "SHA512"),
	{ "ec.p8", CKM_ECDSA, "SHA256", false, { 0, 0, 0 } },
};

/* r and s, each of half the length -> the SEQUENCE that libcrypto reads. */
static void
to_der(struct bytes *out, struct view raw)
{
	size_t seq = der_begin(out, DER_SEQUENCE), i;
	struct view half;

	for (size_t n = 0; n < 2; n++) {
		half = view_sub(raw, n * raw.len / 2, raw.len / 2);
		for (i = 0; i < half.len && half.data[i] == 0; i++)
			;
		der_put_magnitude(out, view_sub(half, i, half.len - i));
	}
	der_end(out, seq);
}

static bool
is_signed(const struct way *w, const struct key *k, struct view text,
    struct view signature)
{
	const unsigned char *p = k->spki.data;
	EVP_PKEY *pub = d2i_PUBKEY(NULL, &p, (long)k->spki.len);
	EVP_MD_CTX *c = EVP_MD_CTX_new();
	struct bytes der = BYTES_INIT;
	EVP_PKEY_CTX *pc;
	bool ok;

	ck_assert_ptr_nonnull(pub);
	ck_assert_int_eq(EVP_DigestVerifyInit_ex(c, &pc, w->digest, NULL, NULL,
	    pub, NULL), 1);
	if (w->pss.hashAlg != 0)
		ck_assert_int_eq(EVP_PKEY_CTX_set_rsa_padding(pc,
		    RSA_PKCS1_PSS_PADDING) == 1 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(pc, (int)w->pss.sLen), 1);
	if (k->algorithm == KEY_EC) {
		to_der(&der, signature);
		signature = view_bytes(&der);
	}
	ok = EVP_DigestVerify(c, signature.data, signature.len, text.data,
	    text.len) == 1;
	ERR_clear_error();
	bytes_clear(&der);
	EVP_MD_CTX_free(c);
	EVP_PKEY_free(pub);
	return ok;
}

static CK_MECHANISM
mechanism_of(struct way *w)
{
	CK_MECHANISM m = { w->type, NULL, 0 };

	if (w->pss.hashAlg != 0) {
		m.pParameter = &w->pss;
		m.ulParameterLen = sizeof(w->pss);
	}
	return m;
}

/* ---- signing ---- */

START_TEST(pkcs11_signs_in_every_way)
{
	struct way w = ways[_i];
	struct key *k = put_identity(w.key, "somebody");
	unsigned char out[SIGNATURE_MAX], digest[64];
	CK_MECHANISM m = mechanism_of(&w);
	CK_ULONG len = 0, size;
	unsigned digest_len;
	CK_SESSION_HANDLE s;
	struct view in = view_str(TEXT);

	if (!w.hashed_here) {
		EVP_Digest(TEXT, strlen(TEXT), digest, &digest_len,
		    EVP_sha256(), NULL);
		in = view_of(digest, digest_len);
	}
	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	/* Its size, too small a room, and then the signature. */
	ASSERT_OK(p11->C_Sign(s, (unsigned char *)(uintptr_t)in.data, in.len,
	    NULL, &len));
	size = len--;
	ASSERT_RV(p11->C_Sign(s, (unsigned char *)(uintptr_t)in.data, in.len,
	    out, &len), CKR_BUFFER_TOO_SMALL);
	ck_assert_uint_eq(len, size);
	len = sizeof(out);
	ASSERT_OK(p11->C_Sign(s, (unsigned char *)(uintptr_t)in.data, in.len,
	    out, &len));
	ck_assert_uint_eq(len, size);
	ck_assert(is_signed(&w, k, view_str(TEXT), view_of(out, len)));
	ck_assert(!is_signed(&w, k, view_str(TEXT "!"), view_of(out, len)));
	ASSERT_RV(p11->C_Sign(s, out, 1, out, &len),
	    CKR_OPERATION_NOT_INITIALIZED);
	key_free(k);
}
END_TEST

START_TEST(pkcs11_signs_in_parts)
{
	struct way w = ways[_i == 0 ? 2 : 14];
	struct key *k = put_identity(w.key, "somebody");
	unsigned char out[SIGNATURE_MAX], text[] = TEXT;
	CK_MECHANISM m = mechanism_of(&w);
	CK_ULONG len = sizeof(out);
	CK_SESSION_HANDLE s;

	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_OK(p11->C_SignUpdate(s, text, 5));
	ASSERT_OK(p11->C_SignUpdate(s, NULL, 0));
	ASSERT_OK(p11->C_SignUpdate(s, text + 5, sizeof(text) - 6));
	ASSERT_RV(p11->C_Sign(s, text, 1, out, &len), CKR_OPERATION_ACTIVE);
	ASSERT_OK(p11->C_SignFinal(s, out, &len));
	ck_assert(is_signed(&w, k, view_str(TEXT), view_of(out, len)));
	/* Of nothing at all. */
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	len = sizeof(out);
	ASSERT_OK(p11->C_SignFinal(s, out, &len));
	ck_assert(is_signed(&w, k, view_of("", 0), view_of(out, len)));
	key_free(k);
}
END_TEST

/* A DigestInfo of the program's own, as most signers give it. */
START_TEST(pkcs11_signs_a_digest_info)
{
	static const unsigned char head[] = { 0x30, 0x31, 0x30, 0x0d, 0x06,
	    0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05,
	    0x00, 0x04, 0x20 };
	struct way w = RSA(CKM_RSA_PKCS, "SHA256");
	struct key *k = put_identity(w.key, "somebody");
	unsigned char out[SIGNATURE_MAX], info[sizeof(head) + 32];
	CK_MECHANISM m = mechanism_of(&w);
	CK_ULONG len = sizeof(out);
	CK_SESSION_HANDLE s;

	memcpy(info, head, sizeof(head));
	EVP_Digest(TEXT, strlen(TEXT), info + sizeof(head), NULL, EVP_sha256(),
	    NULL);
	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_OK(p11->C_Sign(s, info, sizeof(info), out, &len));
	ck_assert(is_signed(&w, k, view_str(TEXT), view_of(out, len)));
	/* Not more than fits; and in one piece. */
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_RV(p11->C_SignUpdate(s, info, 1), CKR_FUNCTION_NOT_SUPPORTED);
	memset(out, 0, sizeof(out));
	len = sizeof(out);
	ASSERT_RV(p11->C_Sign(s, out, 129 - 10, out, &len),
	    CKR_DATA_LEN_RANGE);
	key_free(k);
}
END_TEST

static const struct {
	CK_MECHANISM_TYPE	type;
	CK_RSA_PKCS_PSS_PARAMS	pss;
	size_t			len;
	CK_RV			rv;
} refused[] = {
	{ CKM_RSA_X_509, { 0, 0, 0 }, 0, CKR_MECHANISM_INVALID },
	{ CKM_ECDSA, { 0, 0, 0 }, 0, CKR_KEY_TYPE_INCONSISTENT },
	{ CKM_RSA_PKCS_PSS, { 0, 0, 0 }, 0, CKR_MECHANISM_PARAM_INVALID },
	{ CKM_RSA_PKCS_PSS, { CKM_SHA256, CKG_MGF1_SHA256, 32 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS) - 1, CKR_MECHANISM_PARAM_INVALID },
	{ CKM_RSA_PKCS_PSS, { CKM_MD5, CKG_MGF1_SHA256, 32 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS), CKR_MECHANISM_PARAM_INVALID },
	{ CKM_RSA_PKCS_PSS, { CKM_SHA256, 99, 32 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS), CKR_MECHANISM_PARAM_INVALID },
	{ CKM_RSA_PKCS_PSS, { CKM_SHA256, CKG_MGF1_SHA256, 1UL << 40 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS), CKR_MECHANISM_PARAM_INVALID },
	{ CKM_SHA256_RSA_PKCS_PSS, { CKM_SHA_1, CKG_MGF1_SHA1, 20 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS), CKR_MECHANISM_PARAM_INVALID },
};

START_TEST(pkcs11_refuses_mechanisms)
{
	CK_RSA_PKCS_PSS_PARAMS pss = refused[_i].pss;
	CK_MECHANISM m = { refused[_i].type, &pss, refused[_i].len };
	CK_SESSION_HANDLE s;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_RV(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)),
	    refused[_i].rv);
	ASSERT_RV(p11->C_SignInit(s, &m, find_one(s, CKO_CERTIFICATE)),
	    CKR_KEY_HANDLE_INVALID);
	ASSERT_RV(p11->C_SignInit(s, &m, 4711), CKR_KEY_HANDLE_INVALID);
}
END_TEST

/* A salt that does not fit the key is found out by libcrypto. */
START_TEST(pkcs11_fails_without_a_trace)
{
	CK_RSA_PKCS_PSS_PARAMS pss = { CKM_SHA512, CKG_MGF1_SHA512, 100 };
	CK_MECHANISM m = { CKM_SHA512_RSA_PKCS_PSS, &pss, sizeof(pss) };
	unsigned char out[SIGNATURE_MAX];
	CK_ULONG len = sizeof(out);
	CK_SESSION_HANDLE s;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	s = open_session(USER_SLOT);
	ERR_clear_error();
	ERR_raise(ERR_LIB_USER, 42);
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_RV(p11->C_Sign(s, out, 0, out, &len), CKR_DEVICE_ERROR);
	/* The program's own error is there, and nothing else. */
	ck_assert_int_eq(ERR_GET_REASON(ERR_get_error()), 42);
	ck_assert_uint_eq(ERR_peek_error(), 0);
	ASSERT_RV(p11->C_Sign(s, out, 0, out, &len),
	    CKR_OPERATION_NOT_INITIALIZED);
}
END_TEST

/* ---- passphrases ---- */

static CK_RV
login(CK_SESSION_HANDLE s, CK_USER_TYPE who, const char *pin)
{
	return p11->C_Login(s, who, (unsigned char *)(uintptr_t)pin,
	    strlen(pin));
}

START_TEST(pkcs11_asks_for_the_passphrase_each_time)
{
	struct way w = RSA(CKM_SHA256_RSA_PKCS, "SHA256");
	struct key *k = put_protected(w.key, "somebody", "pässphrase");
	unsigned char out[SIGNATURE_MAX], text[] = TEXT;
	CK_MECHANISM m = mechanism_of(&w);
	CK_OBJECT_HANDLE o, found[2];
	CK_ULONG len = sizeof(out);
	CK_SESSION_HANDLE s;
	CK_TOKEN_INFO t;

	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_OK(p11->C_GetTokenInfo(USER_SLOT, &t));
	ck_assert_uint_ne(t.flags & CKF_LOGIN_REQUIRED, 0);
	find_one(s, CKO_CERTIFICATE);
	ck_assert_uint_eq(find_all(s, CKO_PRIVATE_KEY, found, 2), 0);
	ASSERT_RV(login(s, CKU_USER, "passphrase"), CKR_PIN_INCORRECT);
	ASSERT_RV(login(s, CKU_SO, "pässphrase"), CKR_USER_TYPE_INVALID);
	ASSERT_OK(login(s, CKU_USER, "pässphrase"));
	ASSERT_RV(login(s, CKU_USER, "pässphrase"),
	    CKR_USER_ALREADY_LOGGED_IN);
	o = find_one(s, CKO_PRIVATE_KEY);
	ck_assert(is_true(s, o, CKA_ALWAYS_AUTHENTICATE));
	for (int round = 0; round < 2; round++) {
		len = sizeof(out);
		ASSERT_RV(login(s, CKU_CONTEXT_SPECIFIC, "pässphrase"),
		    CKR_OPERATION_NOT_INITIALIZED);
		ASSERT_OK(p11->C_SignInit(s, &m, o));
		ASSERT_RV(p11->C_Sign(s, text, sizeof(text) - 1, out, &len),
		    CKR_USER_NOT_LOGGED_IN);
		ASSERT_RV(p11->C_SignUpdate(s, text, 1),
		    CKR_USER_NOT_LOGGED_IN);
		ASSERT_RV(login(s, CKU_CONTEXT_SPECIFIC, "nein"),
		    CKR_PIN_INCORRECT);
		ASSERT_OK(login(s, CKU_CONTEXT_SPECIFIC, "pässphrase"));
		ASSERT_OK(p11->C_Sign(s, text, sizeof(text) - 1, out, &len));
		ck_assert(is_signed(&w, k, view_str(TEXT), view_of(out, len)));
	}
	ASSERT_OK(p11->C_Logout(s));
	ASSERT_RV(p11->C_Logout(s), CKR_USER_NOT_LOGGED_IN);
	ASSERT_RV(p11->C_SignInit(s, &m, o), CKR_KEY_HANDLE_INVALID);
	key_free(k);
}
END_TEST

START_TEST(pkcs11_keeps_keys_open_when_told_to)
{
	struct way w = EC(CKM_ECDSA_SHA256, "SHA256");
	struct key *k = put_protected(w.key, "somebody", "geheim");
	unsigned char out[SIGNATURE_MAX], text[] = TEXT;
	CK_MECHANISM m = mechanism_of(&w);
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;
	CK_ULONG len;

	start("login");
	s = open_session(USER_SLOT);
	ASSERT_RV(login(s, CKU_USER, ""), CKR_PIN_INCORRECT);
	ASSERT_OK(login(s, CKU_USER, "geheim"));
	o = find_one(s, CKO_PRIVATE_KEY);
	ck_assert(!is_true(s, o, CKA_ALWAYS_AUTHENTICATE));
	for (int round = 0; round < 2; round++) {
		len = sizeof(out);
		ASSERT_OK(p11->C_SignInit(s, &m, o));
		ASSERT_OK(p11->C_Sign(s, text, sizeof(text) - 1, out, &len));
		ck_assert(is_signed(&w, k, view_str(TEXT), view_of(out, len)));
	}
	/* A signature under way does not outlive the login. */
	ASSERT_OK(p11->C_SignInit(s, &m, o));
	ASSERT_OK(p11->C_Logout(s));
	ASSERT_RV(p11->C_Sign(s, text, 1, out, &len),
	    CKR_OPERATION_NOT_INITIALIZED);
	ASSERT_RV(login(s, CKU_USER, "nein"), CKR_PIN_INCORRECT);
	ASSERT_OK(login(s, CKU_USER, "geheim"));
	/* Nor does the login outlive the last session. */
	ASSERT_OK(p11->C_CloseSession(s));
	s = open_session(USER_SLOT);
	ASSERT_RV(p11->C_SignInit(s, &m, o), CKR_KEY_HANDLE_INVALID);
	ASSERT_RV(login(s, CKU_USER, "nein"), CKR_PIN_INCORRECT);
	key_free(k);
}
END_TEST

START_TEST(pkcs11_takes_any_pin_where_none_is_needed)
{
	CK_SESSION_HANDLE s;
	CK_SESSION_INFO info;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	s = open_session(USER_SLOT);
	find_one(s, CKO_PRIVATE_KEY);
	ASSERT_OK(login(s, CKU_USER, "whatever"));
	ASSERT_OK(p11->C_GetSessionInfo(s, &info));
	ck_assert_uint_eq(info.state, CKS_RO_USER_FUNCTIONS);
}
END_TEST

/* ---- threads and processes ---- */

struct worker {
	pthread_t	 thread;
	struct way	 way;
	const struct key *key;
	const char	*label;
	unsigned	 good;
};

static bool
sign_once(struct worker *w, CK_SESSION_HANDLE s, CK_OBJECT_HANDLE o)
{
	unsigned char out[SIGNATURE_MAX], text[] = TEXT;
	CK_MECHANISM m = mechanism_of(&w->way);
	CK_ULONG len = sizeof(out);

	return p11->C_SignInit(s, &m, o) == CKR_OK &&
	    p11->C_Sign(s, text, sizeof(text) - 1, out, &len) == CKR_OK &&
	    is_signed(&w->way, w->key, view_str(TEXT), view_of(out, len));
}

static bool
find_labelled(CK_SESSION_HANDLE s, const char *label, CK_OBJECT_HANDLE *o)
{
	CK_OBJECT_CLASS class = CKO_PRIVATE_KEY;
	CK_ATTRIBUTE a[] = {
		{ CKA_CLASS, &class, sizeof(class) },
		{ CKA_LABEL, (void *)(uintptr_t)label, strlen(label) },
	};
	CK_ULONG n = 0;

	return p11->C_FindObjectsInit(s, a, 2) == CKR_OK &&
	    p11->C_FindObjects(s, o, 1, &n) == CKR_OK &&
	    p11->C_FindObjectsFinal(s) == CKR_OK && n == 1;
}

/* A session for a few signatures each, as servers have them. */
static void *
work(void *arg)
{
	struct worker *w = arg;
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;

	for (int i = 0; i < ROUNDS; i++) {
		if (i % 10 == 0 && (p11->C_OpenSession(USER_SLOT,
		    CKF_SERIAL_SESSION, NULL, NULL, &s) != CKR_OK ||
		    !find_labelled(s, w->label, &o)))
			break;
		w->good += sign_once(w, s, o);
		if (i % 10 == 9 && p11->C_CloseSession(s) != CKR_OK)
			break;
	}
	return NULL;
}

static void
run_workers(struct worker *all, size_t count)
{
	for (size_t i = 0; i < count; i++)
		ck_assert_int_eq(pthread_create(&all[i].thread, NULL, work,
		    &all[i]), 0);
	for (size_t i = 0; i < count; i++)
		pthread_join(all[i].thread, NULL);
}

START_TEST(pkcs11_serves_many_threads)
{
	const struct way rsa = RSA(CKM_SHA256_RSA_PKCS, "SHA256");
	const struct way ec = EC(CKM_ECDSA_SHA256, "SHA256");
	struct key *a = put_identity(rsa.key, "one");
	struct key *b = put_identity(ec.key, "two");
	struct worker all[THREADS];

	start(NULL);
	for (size_t i = 0; i < THREADS; i++) {
		const struct worker w = { .way = i % 2 == 0 ? rsa : ec,
		    .key = i % 2 == 0 ? a : b, .label = i % 2 == 0 ? "one" :
		    "two" };

		all[i] = w;
	}
	run_workers(all, THREADS);
	for (size_t i = 0; i < THREADS; i++)
		ck_assert_uint_eq(all[i].good, ROUNDS);
	key_free(a);
	key_free(b);
}
END_TEST

static pthread_barrier_t	signed_barrier, finalized_barrier;

static void *
sign_and_outlive(void *arg)
{
	struct worker *w = arg;
	CK_SESSION_HANDLE s = open_session(USER_SLOT);

	w->good = sign_once(w, s, find_one(s, CKO_PRIVATE_KEY));
	pthread_barrier_wait(&signed_barrier);
	pthread_barrier_wait(&finalized_barrier);
	return NULL;		/* and libcrypto cleans up after the thread */
}

START_TEST(pkcs11_may_be_finalized_before_its_threads_end)
{
	struct worker w = { .way = EC(CKM_ECDSA_SHA256, "SHA256") };
	struct key *k = put_identity(w.way.key, "somebody");

	w.key = k;
	pthread_barrier_init(&signed_barrier, NULL, 2);
	pthread_barrier_init(&finalized_barrier, NULL, 2);
	for (int round = 0; round < 3; round++) {
		start(NULL);
		ck_assert_int_eq(pthread_create(&w.thread, NULL,
		    sign_and_outlive, &w), 0);
		pthread_barrier_wait(&signed_barrier);
		ASSERT_OK(p11->C_Finalize(NULL));
		pthread_barrier_wait(&finalized_barrier);
		pthread_join(w.thread, NULL);
		ck_assert_uint_eq(w.good, 1);
	}
	key_free(k);
}
END_TEST

static int
child(struct worker *w, CK_SESSION_HANDLE inherited)
{
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;

	if (p11->C_CloseSession(inherited) != CKR_CRYPTOKI_NOT_INITIALIZED)
		return 1;
	if (p11->C_Initialize(NULL) != CKR_OK)
		return 2;
	if (p11->C_CloseSession(inherited) != CKR_SESSION_HANDLE_INVALID)
		return 3;
	if (p11->C_OpenSession(USER_SLOT, CKF_SERIAL_SESSION, NULL, NULL, &s)
	    != CKR_OK || !find_labelled(s, "somebody", &o))
		return 4;
	if (!sign_once(w, s, o))
		return 5;
	return p11->C_Finalize(NULL) == CKR_OK ? 0 : 6;
}

START_TEST(pkcs11_starts_anew_in_a_child)
{
	struct worker w = { .way = RSA(CKM_SHA256_RSA_PKCS, "SHA256"),
	    .label = "somebody" }, busy;
	struct key *k = put_identity(w.way.key, "somebody");
	CK_SESSION_HANDLE s;
	CK_OBJECT_HANDLE o;
	int status;
	pid_t pid;

	w.key = k;
	start(NULL);
	s = open_session(USER_SLOT);
	ck_assert(find_labelled(s, "somebody", &o));
	ck_assert(sign_once(&w, s, o));
	/* Others go on signing meanwhile. Not under the sanitizer: in the child
	 * of a process with threads gcc 12's allocator may stay locked for
	 * ever, where glibc's does not. */
	busy = w;
	ck_assert_int_eq(pthread_create(&busy.thread, NULL, work, &busy), 0);
	if (SANITIZED)
		pthread_join(busy.thread, NULL);
	for (int i = 0; i < 5; i++) {
		pid = fork();
		if (pid == 0)
			_exit(child(&w, s));
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		ck_assert_int_eq(status, 0);
	}
	if (!SANITIZED)
		pthread_join(busy.thread, NULL);
	ck_assert_uint_eq(busy.good, ROUNDS);
	/* The parent has not noticed. */
	ck_assert(sign_once(&w, s, o));
	key_free(k);
}
END_TEST

START_TEST(pkcs11_leaves_the_process_as_it_is)
{
	struct worker w = { .way = RSA(CKM_SHA256_RSA_PKCS, "SHA256") };
	struct key *k = put_identity(w.way.key, "somebody");
	int dumpable = prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
	struct sigaction before[NSIG], after;
	CK_SESSION_HANDLE s;

	w.key = k;
	memset(before, 0, sizeof(before));
	for (int i = 1; i < NSIG; i++)
		sigaction(i, NULL, &before[i]);
	start(NULL);
	s = open_session(USER_SLOT);
	ck_assert(sign_once(&w, s, find_one(s, CKO_PRIVATE_KEY)));
	ck_assert_int_eq(prctl(PR_GET_DUMPABLE, 0, 0, 0, 0), dumpable);
	for (int i = 1; i < NSIG; i++) {
		memset(&after, 0, sizeof(after));
		sigaction(i, NULL, &after);
		ck_assert(after.sa_handler == before[i].sa_handler);
	}
	ck_assert_uint_eq(ERR_peek_error(), 0);
	key_free(k);
}
END_TEST

/* ---- all ---- */

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, module_setup, module_leave);
	tcase_add_loop_test(tc, pkcs11_signs_in_every_way, 0, COUNT_OF(ways));
	tcase_add_loop_test(tc, pkcs11_signs_in_parts, 0, 2);
	tcase_add_test(tc, pkcs11_signs_a_digest_info);
	tcase_add_loop_test(tc, pkcs11_refuses_mechanisms, 0,
	    COUNT_OF(refused));
	tcase_add_test(tc, pkcs11_fails_without_a_trace);
	tcase_add_test(tc, pkcs11_asks_for_the_passphrase_each_time);
	tcase_add_test(tc, pkcs11_keeps_keys_open_when_told_to);
	tcase_add_test(tc, pkcs11_takes_any_pin_where_none_is_needed);
	tcase_add_test(tc, pkcs11_serves_many_threads);
	tcase_add_test(tc, pkcs11_may_be_finalized_before_its_threads_end);
	tcase_add_test(tc, pkcs11_starts_anew_in_a_child);
	tcase_add_test(tc, pkcs11_leaves_the_process_as_it_is);
}

UNIT_MAIN("pkcs11_sign", add)
