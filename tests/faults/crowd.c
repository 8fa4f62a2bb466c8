/*
 * crowd.c - many processes change, list and empty one location at once
 *
 * usage: crowd WRITERS FILES LISTERS [KILLS]
 *
 * In the location that SPCKIT_HOME names: each writer imports FILES
 * certificates with a key each, one change a certificate; listers list all the
 * time and look for the key of everything they see; a deleter removes FILES
 * other certificates, with their keys, that were there before. KILLS times a
 * writer is killed wherever it is, and begins again. Afterwards everything
 * imported must be there and everything removed must be gone.
 *
 * Prints one line of figures; exit 1 with a sentence when anything was not as
 * it should be, or took longer than LONGEST seconds.
 */

#include <sys/wait.h>

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "store/change.h"
#include "store/store.h"
#include "testcert.h"

enum { LONGEST = 240, VICTIMS = 999, OTHERS_MAX = 64 };

static void
die(const char *what, const struct err *e)
{
	fprintf(stderr, "crowd: %s: %s\n", what, e != NULL ? e->msg :
	    strerror(errno));
	_exit(1);
}

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* ---- certificates ---- */

/* A public key of its own for each, of an unknown algorithm: its name
 * in the vault is all that counts here. */
static struct cert *
make_cert(unsigned who, unsigned number)
{
	struct testcert t = { .subject = "crowd", .serial = who * 10000 +
	    number + 1 };
	struct bytes spki = BYTES_INIT, der = BYTES_INIT;
	struct err e = ERR_INIT;
	size_t outer, bits;
	struct cert *c;

	outer = der_begin(&spki, DER_SEQUENCE);
	testcert_algorithm(&spki, "\x2a\x03\x04", 3);
	bits = der_begin(&spki, DER_BIT_STRING);
	bytes_add_u8(&spki, 0);
	bytes_add_le32(&spki, who);
	bytes_add_le32(&spki, number);
	der_end(&spki, bits);
	der_end(&spki, outer);
	t.spki = view_bytes(&spki);
	testcert_der(&der, &t);
	c = cert_new(view_bytes(&der), &e);
	if (c == NULL)
		die("certificate", &e);
	bytes_clear(&der);
	bytes_clear(&spki);
	return c;
}

/* The key is a pointer to a token: no cipher has to run for this test. */
static void
import(unsigned who, unsigned number, double *longest)
{
	struct cert *c = make_cert(who, number);
	struct keyinfo info = KEYINFO_INIT;
	struct err e = ERR_INIT;
	enum change_state state;
	double start = now();
	struct keyname name;
	struct location l;
	struct change *ch;
	char token[] = "pkcs11:token=none";

	info.token = token;
	if (!location_open(&l, PLACE_USER, LOCATION_WRITE, &e))
		die("open", &e);
	if (now() - start > *longest)
		*longest = now() - start;
	ch = change_begin(&l, &e);
	if (ch == NULL || !keyvault_name_of_cert(c, &name) ||
	    !change_add_key(ch, NULL, &name, &info, NULL, false, &state, &e) ||
	    !change_add_cert(ch, "My", c, false, &state, &e) ||
	    !change_commit(ch, &e))
		die("import", &e);
	change_abort(ch);
	location_close(&l);
	cert_free(c);
}

/* ---- the crowd ---- */

static void
writer(unsigned who, unsigned files)
{
	double longest = 0;

	for (unsigned i = 0; i < files; i++)
		import(who, i, &longest);
	if (longest > LONGEST / 4) {
		fprintf(stderr, "crowd: a writer waited %.1f s for the lock\n",
		    longest);
		_exit(1);
	}
	_exit(0);
}

static bool
check_one(struct cert *c, bool *keep, void *arg, struct err *e)
{
	const struct location *l = arg;
	struct keyname name;

	(void)keep;
	if (!keyvault_name_of_cert(c, &name))
		return err_set(e, ERR_INPUT, "an entry that does not read");
	/* The deleter takes a certificate away, then its key. */
	return keyvault_has(l, &name) || l->lock == -1 ||
	    err_set(e, ERR_NO_KEY, "a certificate without its key");
}

static void
list_once(void)
{
	struct store s = STORE_INIT;
	struct err e = ERR_INIT;
	struct location l;

	if (!location_open(&l, PLACE_USER, LOCATION_READ, &e) ||
	    !store_open(&s, &l, "My", &e) ||
	    !store_walk(&s, check_one, &l, &e))
		die("list", &e);
	if (s.skipped != 0) {
		fprintf(stderr, "crowd: %zu entries do not read\n", s.skipped);
		_exit(1);
	}
	store_close(&s);
	location_close(&l);
}

static void
lister(void)
{
	for (;;)
		list_once();
}

static void
deleter(unsigned files)
{
	struct err e = ERR_INIT;
	struct location l;
	struct cert *c;
	bool removed;

	for (unsigned i = 0; i < files; i++) {
		c = make_cert(VICTIMS, i);
		if (!location_open(&l, PLACE_USER, LOCATION_WRITE, &e) ||
		    !change_remove_cert(&l, "My", c->sha1, true, &removed, &e))
			die("delete", &e);
		if (!removed) {
			fprintf(stderr, "crowd: a key was not removed\n");
			_exit(1);
		}
		location_close(&l);
		cert_free(c);
	}
	_exit(0);
}

static pid_t
start_writer(unsigned who, unsigned files)
{
	pid_t pid = fork();

	if (pid == -1)
		die("fork", NULL);
	if (pid == 0)
		writer(who, files);
	return pid;
}

/* Somewhere between its first and its last system call. */
static void
kill_one(pid_t *writers, unsigned count, unsigned files)
{
	unsigned who = (unsigned)random() % count;
	int status;

	usleep((unsigned)random() % 20000);
	if (writers[who] == 0 || kill(writers[who], SIGKILL) == -1)
		return;
	waitpid(writers[who], &status, 0);
	writers[who] = start_writer(who, files);
}

static bool
wait_for(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) == pid && WIFEXITED(status) &&
	    WEXITSTATUS(status) == 0;
}

/* ---- afterwards ---- */

struct tally {
	const struct location	*l;
	unsigned		 certs;
	unsigned		 keys;
};

static bool
count_one(struct cert *c, bool *keep, void *arg, struct err *e)
{
	struct tally *t = arg;
	struct keyname name;

	(void)keep, (void)e;
	t->certs++;
	t->keys += keyvault_name_of_cert(c, &name) && keyvault_has(t->l, &name);
	return true;
}

static unsigned
check_all(unsigned expected)
{
	struct tally t = { NULL, 0, 0 };
	struct store s = STORE_INIT;
	struct err e = ERR_INIT;
	struct keynames names;
	struct location l;

	/* A writer sweeps: what killed ones left is gone then. */
	if (!location_open(&l, PLACE_USER, LOCATION_WRITE, &e))
		die("open", &e);
	t.l = &l;
	change_abort(change_begin(&l, &e));
	if (!store_open(&s, &l, "My", &e) ||
	    !store_walk(&s, count_one, &t, &e) ||
	    !keyvault_names(&l, &names, &e))
		die("list", &e);
	if (t.certs != expected || t.keys != expected ||
	    names.count != expected || s.skipped != 0) {
		fprintf(stderr, "crowd: %u certificates, %u with a key, %zu "
		    "keys; expected %u\n", t.certs, t.keys, names.count,
		    expected);
		_exit(1);
	}
	keynames_clear(&names);
	store_close(&s);
	location_close(&l);
	return t.certs;
}

static void
too_long(int sig)
{
	(void)sig;
	kill(0, SIGKILL);
}

int
main(int argc, char **argv)
{
	unsigned count, files, listers, kills;
	pid_t writers[OTHERS_MAX], others[OTHERS_MAX], last;
	double start = now(), ignored = 0;
	bool ok = true;

	if (argc < 4) {
		fprintf(stderr, "usage: crowd WRITERS FILES LISTERS [KILLS]\n");
		return 2;
	}
	count = (unsigned)atoi(argv[1]) % OTHERS_MAX;
	files = (unsigned)atoi(argv[2]);
	listers = (unsigned)atoi(argv[3]) % OTHERS_MAX;
	kills = argc > 4 ? (unsigned)atoi(argv[4]) : 0;
	setpgid(0, 0);
	signal(SIGALRM, too_long);
	alarm(LONGEST);
	for (unsigned i = 0; i < files; i++)
		import(VICTIMS, i, &ignored);
	for (unsigned i = 0; i < count; i++)
		writers[i] = start_writer(i, files);
	for (unsigned i = 0; i < listers; i++)
		if ((others[i] = fork()) == 0)
			lister();
	if ((last = fork()) == 0)
		deleter(files);
	for (unsigned i = 0; i < kills; i++)
		kill_one(writers, count, files);
	for (unsigned i = 0; i < count; i++)
		ok &= wait_for(writers[i]);
	ok &= wait_for(last);
	for (unsigned i = 0; i < listers; i++) {
		/* One that has failed is gone by itself. */
		ok &= waitpid(others[i], NULL, WNOHANG) == 0;
		kill(others[i], SIGKILL);
	}
	if (!ok) {
		fprintf(stderr, "crowd: one of them has failed\n");
		return 1;
	}
	printf("%u of %u in %.1f s\n", check_all(count * files), count * files,
	    now() - start);
	return 0;
}
