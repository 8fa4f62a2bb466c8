/*
 * storetimes.c - CPU time of the store's own functions
 *
 * usage: storetimes FOLDER
 *
 * In the location FOLDER (make-store fills one), in this order: what it costs
 * to open, look at, read and close every file of My, and nothing else (the
 * floor); listing them; finding one by its thumbprint; importing one more;
 * removing it. Prints the number of certificates and those five in
 * milliseconds: the least of some, medians of many.
 */

#include <sys/stat.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "store/change.h"
#include "io/dir.h"
#include "store/store.h"
#include "testcert.h"

enum { LISTS = 5, TURNS = 201 };

static double
cpu(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void
need(bool ok, const struct err *e)
{
	if (ok)
		return;
	fprintf(stderr, "storetimes: %s\n", e->msg);
	exit(1);
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double
median(double *v)
{
	qsort(v, TURNS, sizeof(*v), compare);
	return v[TURNS / 2];
}

static bool
touch(const char *name, unsigned char type, void *arg, struct err *e)
{
	const int *dir = arg;
	char buf[8192];
	struct stat st;
	int fd = openat(*dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);

	(void)type, (void)e;
	if (fd == -1 || fstat(fd, &st) == -1 ||
	    read(fd, buf, sizeof(buf)) == -1)
		return false;
	return close(fd) == 0;
}

static double
touch_all(void)
{
	struct store s = STORE_INIT;
	struct err e = ERR_INIT;
	struct location l;
	double start = cpu();

	need(location_open(&l, PLACE_USER, LOCATION_READ, &e) &&
	    store_open(&s, &l, "My", &e) &&
	    dir_walk(s.dir, touch, &s.dir, &e), &e);
	store_close(&s);
	location_close(&l);
	return cpu() - start;
}

static double
list(struct certlist *all)
{
	struct store s = STORE_INIT;
	struct err e = ERR_INIT;
	double start = cpu(), took;
	struct location l;

	need(location_open(&l, PLACE_USER, LOCATION_READ, &e) &&
	    store_open(&s, &l, "My", &e) && store_list(&s, all, &e), &e);
	took = cpu() - start;
	store_close(&s);
	location_close(&l);
	return took;
}

static double
find(const struct cert *wanted)
{
	struct store s = STORE_INIT;
	struct err e = ERR_INIT;
	double start = cpu(), took;
	struct cert *c = NULL;
	struct location l;

	need(location_open(&l, PLACE_USER, LOCATION_READ, &e) &&
	    store_open(&s, &l, "My", &e) &&
	    store_find(&s, wanted->sha1, &c, &e), &e);
	took = cpu() - start;
	cert_free(c);
	store_close(&s);
	location_close(&l);
	return took;
}

static struct cert *
another(unsigned number)
{
	struct testcert t = { .subject = "storetimes", .serial = number };
	struct bytes der = BYTES_INIT;
	struct err e = ERR_INIT;
	struct cert *c;

	testcert_der(&der, &t);
	c = cert_new(view_bytes(&der), &e);
	need(c != NULL, &e);
	bytes_clear(&der);
	return c;
}

static double
import(const struct cert *c)
{
	struct err e = ERR_INIT;
	enum change_state state;
	double start = cpu();
	struct location l;
	struct change *ch;

	need(location_open(&l, PLACE_USER, LOCATION_WRITE, &e), &e);
	ch = change_begin(&l, &e);
	need(ch != NULL && change_add_cert(ch, "My", c, false, &state, &e) &&
	    change_commit(ch, &e), &e);
	change_abort(ch);
	location_close(&l);
	return cpu() - start;
}

static double
take_out(const struct cert *c)
{
	struct err e = ERR_INIT;
	double start = cpu();
	struct location l;
	bool ignored;

	need(location_open(&l, PLACE_USER, LOCATION_WRITE, &e) &&
	    change_remove_cert(&l, "My", c->sha1, false, &ignored, &e), &e);
	location_close(&l);
	return cpu() - start;
}

int
main(int argc, char **argv)
{
	double found[TURNS], imported[TURNS], removed[TURNS];
	double touched = 1e9, listed = 1e9, t;
	struct certlist all = CERTLIST_INIT;

	if (argc != 2) {
		fprintf(stderr, "usage: storetimes FOLDER\n");
		return 2;
	}
	setenv("SPCKIT_HOME", argv[1], 1);
	for (unsigned i = 0; i < LISTS; i++) {
		t = touch_all();
		touched = t < touched ? t : touched;
		certlist_clear(&all);
		t = list(&all);
		listed = t < listed ? t : listed;
	}
	for (unsigned i = 0; i < TURNS; i++) {
		struct cert *c = another(i + 1);

		found[i] = find(all.items[i % all.count]);
		imported[i] = import(c);
		removed[i] = take_out(c);
		cert_free(c);
	}
	printf("%zu %.3f %.3f %.3f %.3f %.3f\n", all.count, touched, listed,
	    median(found), median(imported), median(removed));
	certlist_clear(&all);
	return 0;
}
