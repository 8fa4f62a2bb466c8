#include <sys/prctl.h>
#include <sys/wait.h>

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>

#include "testsignature.h"

enum { THREADS = 8, ROUNDS = 100 };

/* gcc defines the one, clang knows the other. */
#ifdef __has_feature
#define HAS_FEATURE(x)	__has_feature(x)
#else
#define HAS_FEATURE(x)	0
#endif
#if defined(__SANITIZE_ADDRESS__) || HAS_FEATURE(address_sanitizer)
#define SANITIZED	true
#else
#define SANITIZED	false
#endif

/* ---- threads ---- */

struct worker {
	pthread_t	 thread;
	struct way	 way;
	const struct key *key;
	const char	*label;
	bool		 unchecked;	/* libcrypto is the module's alone */
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
	    (w->unchecked || is_signed(&w->way, w->key, view_str(TEXT),
	    view_of(out, len)));
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

static pthread_mutex_t	theirs = PTHREAD_MUTEX_INITIALIZER;

static CK_RV
create(void **m)
{
	*m = &theirs;
	return CKR_OK;
}

static CK_RV	destroy(void *m) { return m == &theirs ? CKR_OK :
		    CKR_MUTEX_BAD; }
static CK_RV	take(void *m) { return pthread_mutex_lock(m) == 0 ? CKR_OK :
		    CKR_MUTEX_BAD; }
static CK_RV	give_back(void *m) { return pthread_mutex_unlock(m) == 0 ?
		    CKR_OK : CKR_MUTEX_BAD; }

/* With the system's locks, and with the program's. */
START_TEST(pkcs11_serves_many_threads)
{
	CK_C_INITIALIZE_ARGS args = { create, destroy, take, give_back, 0,
	    NULL };
	const struct way rsa = RSA(CKM_SHA256_RSA_PKCS, "SHA256");
	const struct way ec = EC(CKM_ECDSA_SHA256, "SHA256");
	struct key *a = put_identity(rsa.key, "one");
	struct key *b = put_identity(ec.key, "two");
	struct worker all[THREADS];

	if (_i == 0)
		start(NULL);
	else
		ASSERT_OK(p11->C_Initialize(&args));
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

/* Entries come and go meanwhile, and the key is imported again. */
START_TEST(pkcs11_serves_threads_while_the_store_changes)
{
	const struct worker w = { .way = EC(CKM_ECDSA_SHA256, "SHA256"),
	    .label = "somebody" };
	struct key *k = put_identity(w.way.key, "somebody");
	struct worker all[THREADS];
	struct err e = ERR_INIT;
	struct location l;
	bool removed;

	start(NULL);
	for (size_t i = 0; i < THREADS; i++) {
		all[i] = w;
		all[i].key = k;
		ck_assert_int_eq(pthread_create(&all[i].thread, NULL, work,
		    &all[i]), 0);
	}
	for (unsigned i = 0; i < 20; i++) {
		struct cert *c = cert_of("another", NULL, i + 2);

		import(NULL, c);
		key_free(put_identity(w.way.key, "somebody"));
		open_user(&l, LOCATION_WRITE);
		ASSERT_WORKS(change_remove_cert(&l, "My", c->sha1, false,
		    &removed, &e), &e);
		location_close(&l);
		cert_free(c);
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(all[i].thread, NULL);
		ck_assert_uint_eq(all[i].good, ROUNDS);
	}
	key_free(k);
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
	busy.unchecked = true;
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

static atomic_bool	enough;

static void *
work_on(void *arg)
{
	struct worker *w = arg;
	unsigned rounds = 0;

	for (w->good = 0; !enough; rounds += ROUNDS)
		work(w);
	return w->good == rounds ? w : NULL;
}

/*
 * With EC, libcrypto's locks are taken most of the time: about one child of a
 * thousand found one locked forever before forks waited for signatures.
 */
START_TEST(pkcs11_forks_between_signatures)
{
	struct worker w = { .way = EC(CKM_ECDSA_SHA256, "SHA256"),
	    .label = "somebody" }, busy[4];
	struct key *k;
	int forks = getenv("FULL") != NULL ? 4000 : 100, status;
	void *good;
	pid_t pid;

	if (SANITIZED)
		return;
	w.key = k = put_identity(w.way.key, "somebody");
	start(NULL);
	for (size_t i = 0; i < COUNT_OF(busy); i++) {
		busy[i] = w;
		/* Locks that the program itself takes are its own concern. */
		busy[i].unchecked = true;
		ck_assert_int_eq(pthread_create(&busy[i].thread, NULL,
		    work_on, &busy[i]), 0);
	}
	for (int i = 0; i < forks; i++) {
		pid = fork();
		if (pid == 0) {
			signal(SIGALRM, SIG_DFL);
			alarm(10);
			_exit(child(&w, 1));
		}
		ck_assert_int_eq(waitpid(pid, &status, 0), pid);
		ck_assert_int_eq(status, 0);
	}
	enough = true;
	for (size_t i = 0; i < COUNT_OF(busy); i++) {
		pthread_join(busy[i].thread, &good);
		ck_assert_ptr_nonnull(good);
	}
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
	tcase_set_timeout(tc, 120);
	tcase_add_loop_test(tc, pkcs11_serves_many_threads, 0, 2);
	tcase_add_test(tc, pkcs11_serves_threads_while_the_store_changes);
	tcase_add_test(tc, pkcs11_may_be_finalized_before_its_threads_end);
	tcase_add_test(tc, pkcs11_starts_anew_in_a_child);
	tcase_add_test(tc, pkcs11_forks_between_signatures);
	tcase_add_test(tc, pkcs11_leaves_the_process_as_it_is);
}

UNIT_MAIN("pkcs11_threads", add)
