#include <stdio.h>
#include <unistd.h>

#include "testsignature.h"

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

/* ---- the end of a signature ---- */

static unsigned char room[SIGNATURE_MAX], part[] = TEXT;
static CK_ULONG room_len;

/* Calls after C_SignInit, and whether the signature goes on after them. */
static CK_RV
sign_at_null(CK_SESSION_HANDLE s)
{
	return p11->C_Sign(s, NULL, 32, room, &room_len);
}

static CK_RV
sign_without_length(CK_SESSION_HANDLE s)
{
	return p11->C_Sign(s, part, 4, room, NULL);
}

static CK_RV
sign_at_null_for_length(CK_SESSION_HANDLE s)
{
	return p11->C_Sign(s, NULL, 32, NULL, &room_len);
}

static CK_RV
sign_after_update(CK_SESSION_HANDLE s)
{
	ASSERT_OK(p11->C_SignUpdate(s, part, 4));
	return p11->C_Sign(s, part, 4, room, &room_len);
}

static CK_RV
update_at_null(CK_SESSION_HANDLE s)
{
	return p11->C_SignUpdate(s, NULL, 4);
}

static CK_RV
finish_without_length(CK_SESSION_HANDLE s)
{
	return p11->C_SignFinal(s, room, NULL);
}

static CK_RV
ask_for_length(CK_SESSION_HANDLE s)
{
	return p11->C_Sign(s, part, 4, NULL, &room_len);
}

static CK_RV
ask_for_length_at_the_end(CK_SESSION_HANDLE s)
{
	return p11->C_SignFinal(s, NULL, &room_len);
}

static CK_RV
sign_into_too_little(CK_SESSION_HANDLE s)
{
	room_len = 1;
	return p11->C_Sign(s, part, 4, room, &room_len);
}

static CK_RV
finish_into_too_little(CK_SESSION_HANDLE s)
{
	room_len = 1;
	return p11->C_SignFinal(s, room, &room_len);
}

static CK_RV
begin_another(CK_SESSION_HANDLE s)
{
	CK_MECHANISM m = { CKM_ECDSA_SHA256, NULL, 0 };

	return p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY));
}

static CK_RV
begin_with_nothing(CK_SESSION_HANDLE s)
{
	return p11->C_SignInit(s, NULL, find_one(s, CKO_PRIVATE_KEY));
}

static const struct {
	CK_RV	(*call)(CK_SESSION_HANDLE s);
	CK_RV	rv;
	bool	goes_on;
} ends[] = {
	{ sign_at_null, CKR_ARGUMENTS_BAD, false },
	{ sign_without_length, CKR_ARGUMENTS_BAD, false },
	{ sign_at_null_for_length, CKR_ARGUMENTS_BAD, false },
	{ sign_after_update, CKR_OPERATION_ACTIVE, false },
	{ update_at_null, CKR_ARGUMENTS_BAD, false },
	{ finish_without_length, CKR_ARGUMENTS_BAD, false },
	{ ask_for_length, CKR_OK, true },
	{ ask_for_length_at_the_end, CKR_OK, true },
	{ sign_into_too_little, CKR_BUFFER_TOO_SMALL, true },
	{ finish_into_too_little, CKR_BUFFER_TOO_SMALL, true },
	{ begin_another, CKR_OPERATION_ACTIVE, true },
	{ begin_with_nothing, CKR_ARGUMENTS_BAD, true },
};

START_TEST(pkcs11_ends_a_signature)
{
	struct way w = EC(CKM_ECDSA_SHA256, "SHA256");
	struct key *k = put_identity(w.key, "somebody");
	CK_MECHANISM m = mechanism_of(&w);
	CK_SESSION_HANDLE s;

	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	room_len = sizeof(room);
	ASSERT_RV(ends[_i].call(s), ends[_i].rv);
	if (!ends[_i].goes_on) {
		ASSERT_RV(p11->C_SignUpdate(s, part, 4),
		    CKR_OPERATION_NOT_INITIALIZED);
		ASSERT_OK(p11->C_SignInit(s, &m, find_one(s,
		    CKO_PRIVATE_KEY)));
	}
	room_len = sizeof(room);
	ASSERT_OK(p11->C_Sign(s, part, sizeof(part) - 1, room, &room_len));
	ck_assert(is_signed(&w, k, view_str(TEXT), view_of(room, room_len)));
	key_free(k);
}
END_TEST

/*
 * libp11 0.4.11 (Ubuntu 22.04) asks so for the length of an EC signature: with
 * the length of a digest and no digest. It takes success for a signature and
 * reads it at NULL; after an error it begins again.
 */
START_TEST(pkcs11_signs_after_libp11_asked)
{
	struct way w = { "ec.p8", CKM_ECDSA, "SHA256", false, { 0, 0, 0 } };
	struct key *k = put_identity(w.key, "somebody");
	unsigned char digest[32];
	CK_MECHANISM m = mechanism_of(&w);
	CK_SESSION_HANDLE s;

	EVP_Digest(TEXT, strlen(TEXT), digest, NULL, EVP_sha256(), NULL);
	start(NULL);
	s = open_session(USER_SLOT);
	for (int round = 0; round < 2; round++) {
		room_len = sizeof(room);
		ASSERT_OK(p11->C_SignInit(s, &m, find_one(s,
		    CKO_PRIVATE_KEY)));
		ASSERT_RV(p11->C_Sign(s, NULL, sizeof(digest), NULL,
		    &room_len), CKR_ARGUMENTS_BAD);
		ASSERT_OK(p11->C_SignInit(s, &m, find_one(s,
		    CKO_PRIVATE_KEY)));
		ASSERT_OK(p11->C_Sign(s, digest, sizeof(digest), room,
		    &room_len));
		ck_assert(is_signed(&w, k, view_str(TEXT), view_of(room,
		    room_len)));
	}
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
	/* In one piece, */
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_RV(p11->C_SignUpdate(s, info, 1), CKR_FUNCTION_NOT_SUPPORTED);
	ASSERT_RV(p11->C_SignFinal(s, out, &len),
	    CKR_OPERATION_NOT_INITIALIZED);
	/* which is not none; */
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_RV(p11->C_SignFinal(s, out, &len), CKR_FUNCTION_NOT_SUPPORTED);
	/* and not more than fits. */
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
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
	{ CKM_RSA_PKCS_PSS, { CKM_SHA256, CKG_MGF1_SHA256, ULONG_MAX / 2 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS), CKR_MECHANISM_PARAM_INVALID },
	{ CKM_SHA256_RSA_PKCS_PSS, { CKM_SHA_1, CKG_MGF1_SHA1, 20 },
	  sizeof(CK_RSA_PKCS_PSS_PARAMS), CKR_MECHANISM_PARAM_INVALID },
};

/* Numbers that begin with zeros keep them; two in 256 signatures have one. */
START_TEST(pkcs11_gives_both_numbers_their_whole_length)
{
	struct way w = EC(CKM_ECDSA_SHA256, "SHA256");
	struct key *k = put_identity(w.key, "somebody");
	CK_MECHANISM m = mechanism_of(&w);
	bool seen[2] = { false, false };
	CK_OBJECT_HANDLE key;
	CK_SESSION_HANDLE s;

	start(NULL);
	s = open_session(USER_SLOT);
	key = find_one(s, CKO_PRIVATE_KEY);
	for (int i = 0; i < 20000 && !(seen[0] && seen[1]); i++) {
		ASSERT_OK(p11->C_SignInit(s, &m, key));
		memset(room, 0xff, sizeof(room));
		room_len = sizeof(room);
		ASSERT_OK(p11->C_Sign(s, part, sizeof(part) - 1, room,
		    &room_len));
		ck_assert_uint_eq(room_len, 64);
		if (room[0] != 0 && room[32] != 0)
			continue;
		ck_assert(is_signed(&w, k, view_str(TEXT), view_of(room, 64)));
		seen[0] |= room[0] == 0;
		seen[1] |= room[32] == 0;
	}
	ck_assert(seen[0] && seen[1]);
	key_free(k);
}
END_TEST

START_TEST(pkcs11_signs_one_thing_at_a_time)
{
	struct way w = RSA(CKM_SHA256_RSA_PKCS, "SHA256");
	struct key *k = put_identity(w.key, "somebody");
	CK_MECHANISM m = mechanism_of(&w);
	CK_OBJECT_HANDLE key;
	CK_SESSION_HANDLE s;

	start(NULL);
	s = open_session(USER_SLOT);
	key = find_one(s, CKO_PRIVATE_KEY);
	ASSERT_OK(p11->C_SignInit(s, &m, key));
	ASSERT_OK(p11->C_SignUpdate(s, part, 4));
	ASSERT_RV(p11->C_SignInit(s, &m, key), CKR_OPERATION_ACTIVE);
	ASSERT_OK(p11->C_SignUpdate(s, part + 4, sizeof(part) - 5));
	room_len = sizeof(room);
	ASSERT_OK(p11->C_SignFinal(s, room, &room_len));
	ck_assert(is_signed(&w, k, view_str(TEXT), view_of(room, room_len)));
	key_free(k);
}
END_TEST

/* What PSS is told to sign has the length of the digest that it names. */
START_TEST(pkcs11_signs_a_digest_of_its_length)
{
	struct way w = { "rsa1031.p8", CKM_RSA_PKCS_PSS, "SHA256", false,
	    { CKM_SHA256, CKG_MGF1_SHA256, 32 } };
	struct key *k = put_identity(w.key, "somebody");
	CK_MECHANISM m = mechanism_of(&w);
	CK_OBJECT_HANDLE key;
	CK_SESSION_HANDLE s;

	start(NULL);
	s = open_session(USER_SLOT);
	key = find_one(s, CKO_PRIVATE_KEY);
	for (CK_ULONG len = 31; len <= 33; len++) {
		ASSERT_OK(p11->C_SignInit(s, &m, key));
		room_len = sizeof(room);
		ASSERT_RV(p11->C_Sign(s, room, len, room, &room_len),
		    len == 32 ? CKR_OK : CKR_DATA_LEN_RANGE);
	}
	key_free(k);
}
END_TEST

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
		ASSERT_OK(p11->C_SignInit(s, &m, o));
		ASSERT_RV(p11->C_SignUpdate(s, text, 1),
		    CKR_USER_NOT_LOGGED_IN);
		ASSERT_OK(p11->C_SignInit(s, &m, o));
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

static bool
has_flag(CK_FLAGS flag)
{
	CK_TOKEN_INFO t;

	ASSERT_OK(p11->C_GetTokenInfo(USER_SLOT, &t));
	return (t.flags & flag) != 0;
}

START_TEST(pkcs11_says_that_the_last_pin_was_wrong)
{
	CK_MECHANISM m = { CKM_ECDSA_SHA256, NULL, 0 };
	CK_SESSION_HANDLE s;

	key_free(put_protected("ec.p8", "somebody", "geheim"));
	start(NULL);
	s = open_session(USER_SLOT);
	ck_assert(!has_flag(CKF_USER_PIN_COUNT_LOW));
	ASSERT_RV(login(s, CKU_USER, "nein"), CKR_PIN_INCORRECT);
	ck_assert(has_flag(CKF_USER_PIN_COUNT_LOW));
	ASSERT_OK(login(s, CKU_USER, "geheim"));
	ck_assert(!has_flag(CKF_USER_PIN_COUNT_LOW));
	ASSERT_OK(p11->C_SignInit(s, &m, find_one(s, CKO_PRIVATE_KEY)));
	ASSERT_RV(login(s, CKU_CONTEXT_SPECIFIC, "nein"), CKR_PIN_INCORRECT);
	/* An error that says nothing of the PIN changes nothing. */
	ASSERT_RV(login(s, CKU_USER, "geheim"), CKR_USER_ALREADY_LOGGED_IN);
	ck_assert(has_flag(CKF_USER_PIN_COUNT_LOW));
	ASSERT_OK(login(s, CKU_CONTEXT_SPECIFIC, "geheim"));
	ck_assert(!has_flag(CKF_USER_PIN_COUNT_LOW));
}
END_TEST

START_TEST(pkcs11_has_no_security_officer)
{
	CK_SESSION_HANDLE s, other;

	key_free(put_identity("rsa1031.p8", "somebody"));
	start(NULL);
	ASSERT_OK(p11->C_OpenSession(USER_SLOT, CKF_SERIAL_SESSION |
	    CKF_RW_SESSION, NULL, NULL, &s));
	ASSERT_RV(login(s, CKU_SO, "any"), CKR_USER_TYPE_INVALID);
	ASSERT_RV(login(s, 99, "any"), CKR_USER_TYPE_INVALID);
	other = open_session(USER_SLOT);
	ASSERT_RV(login(s, CKU_SO, "any"), CKR_SESSION_READ_ONLY_EXISTS);
	ASSERT_OK(p11->C_CloseSession(other));
	ASSERT_RV(login(s, CKU_SO, "any"), CKR_USER_TYPE_INVALID);
	ASSERT_OK(login(s, CKU_USER, "any"));
	ASSERT_RV(login(s, CKU_SO, "any"),
	    CKR_USER_ANOTHER_ALREADY_LOGGED_IN);
}
END_TEST

/* All but the beginning of its entry is lost. */
static void
damage(const struct key *k)
{
	const char begin[] = "-----BEGIN ENCRYPTED PRIVATE KEY-----\n";
	struct keyname n = name_of(k);
	char file[KEYFILE_LEN + 1], path[64 + KEYFILE_LEN], text[8192], *body;
	size_t len;
	FILE *f;

	keyvault_file(&n, file);
	snprintf(path, sizeof(path), "user/Keys/%s", file);
	f = fopen(path, "r+");
	ck_assert_ptr_nonnull(f);
	len = fread(text, 1, sizeof(text) - 1, f);
	text[len] = '\0';
	body = strstr(text, begin);
	ck_assert_ptr_nonnull(body);
	len = (size_t)(body - text) + strlen(begin) + 64;
	ck_assert_int_eq(ftruncate(fileno(f), (off_t)len), 0);
	fclose(f);
}

START_TEST(pkcs11_says_that_a_pin_is_wrong_beside_a_damaged_key)
{
	struct key *a = put_protected("rsa512.p8", "one", "geheim");
	struct key *b = put_protected("ec.p8", "two", "geheim");
	CK_SESSION_HANDLE s;

	damage(_i == 0 ? a : b);
	start(NULL);
	s = open_session(USER_SLOT);
	ASSERT_RV(login(s, CKU_USER, "nein"), CKR_PIN_INCORRECT);
	ASSERT_OK(login(s, CKU_USER, "geheim"));
	key_free(a);
	key_free(b);
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

/* ---- all ---- */

static void
add(TCase *tc)
{
	tcase_add_checked_fixture(tc, module_setup, module_leave);
	tcase_add_loop_test(tc, pkcs11_signs_in_every_way, 0, COUNT_OF(ways));
	tcase_add_loop_test(tc, pkcs11_signs_in_parts, 0, 2);
	tcase_add_loop_test(tc, pkcs11_ends_a_signature, 0, COUNT_OF(ends));
	tcase_add_test(tc, pkcs11_signs_after_libp11_asked);
	tcase_add_test(tc, pkcs11_signs_a_digest_info);
	tcase_add_test(tc, pkcs11_gives_both_numbers_their_whole_length);
	tcase_add_test(tc, pkcs11_signs_one_thing_at_a_time);
	tcase_add_test(tc, pkcs11_signs_a_digest_of_its_length);
	tcase_add_loop_test(tc, pkcs11_refuses_mechanisms, 0,
	    COUNT_OF(refused));
	tcase_add_test(tc, pkcs11_fails_without_a_trace);
	tcase_add_test(tc, pkcs11_asks_for_the_passphrase_each_time);
	tcase_add_test(tc, pkcs11_keeps_keys_open_when_told_to);
	tcase_add_loop_test(tc,
	    pkcs11_says_that_a_pin_is_wrong_beside_a_damaged_key, 0, 2);
	tcase_add_test(tc, pkcs11_says_that_the_last_pin_was_wrong);
	tcase_add_test(tc, pkcs11_has_no_security_officer);
	tcase_add_test(tc, pkcs11_takes_any_pin_where_none_is_needed);
}

UNIT_MAIN("pkcs11_sign", add)
